import { IncompleteRequestError } from "./errors.ts";

/**
 * Whether a request has the objects that it is made of, which plain JavaScript does not tell; what is in them is checked
 * where it is used.
 *
 * @throws IncompleteRequestError
 */
export function assertHasObjects(request: object, names: readonly string[]): void {
  if (typeof request !== "object" || request === null) throw new IncompleteRequestError("request");
  for (const name of names) {
    const value: unknown = Reflect.get(request, name);
    if (typeof value !== "object" || value === null) throw new IncompleteRequestError(name);
  }
}
