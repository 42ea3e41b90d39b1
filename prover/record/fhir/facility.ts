import type { Code } from "../codes.ts";
import { logicalReference } from "./bundle.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { identifierCode, readIdentifier } from "./identifier.ts";

/**
 * Where the surgery was done: the Encounter's `serviceProvider`, or else the Procedure's `location`. Null where neither
 * is given.
 *
 * @throws UnrepresentableFieldError where it is given without an identifier, or not in the bundle.
 */
export function readFacility(
  bundle: Bundle,
  surgery: Resource,
  encounter: Resource | undefined,
): Code | null {
  const provider = encounter?.element.optionalChild("serviceProvider");
  const [from, reference] =
    encounter !== undefined && provider !== undefined
      ? ([encounter, provider] as const)
      : ([surgery, surgery.element.optionalChild("location")] as const);
  if (reference === undefined) return null;
  const named = logicalReference(reference);
  if (named !== undefined) return identifierCode(named.system, named.value);
  return readIdentifier(bundle.follow(from, reference, ["Organization", "Location"]).element);
}
