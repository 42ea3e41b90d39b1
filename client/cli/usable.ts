import { UsageError } from "../../circuits/command-line.ts";
import { AftercareError } from "../../circuits/errors.ts";

/**
 * What the caller brings along: a policy, a challenge, an option. A flaw of it is wrong use, not the answer "no".
 *
 * @throws UsageError
 */
export async function usable<Value>(what: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AftercareError) || error instanceof UsageError) throw error;
    throw new UsageError(`${what} cannot be used. ${error.message}`, { cause: error });
  }
}
