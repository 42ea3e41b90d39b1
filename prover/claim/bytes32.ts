import { AftercareError } from "../errors.ts";

/** A value that should be 32 bytes is not. */
export class NotBytes32Error extends AftercareError {
  override readonly name = "NotBytes32Error";

  constructor(name: string) {
    super(`${name} is not 32 bytes.`, "Pass 0x and 64 hex digits.", { name });
  }
}

/** Throws {@link NotBytes32Error}. */
export function assertBytes32(name: string, value: string): void {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{64}$/.test(value)) throw new NotBytes32Error(name);
}
