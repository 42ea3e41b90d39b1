import { getAddress, isAddress } from "ethers/address";
import { AftercareError } from "../../prover/errors.ts";

/** Where the contracts of one deployment live. */
export interface Deployment {
  readonly chainId: bigint;
  readonly registry: string;
  readonly escrow: string;
  readonly tree: string;
  readonly board: string;
  readonly token: string;
  readonly policyBook: string;
  readonly claimPool: string;
  /** First block that can hold an event of these contracts. */
  readonly firstBlock: number;
}

export class InvalidDeploymentError extends AftercareError {
  override readonly name = "InvalidDeploymentError";
}

export const CONTRACT_NAMES = [
  "registry",
  "escrow",
  "tree",
  "board",
  "token",
  "policyBook",
  "claimPool",
] as const;

/** Checks the addresses' form and returns them with EIP-55 checksums. */
export function assertDeployment(deployment: Deployment): Deployment {
  const checked = { ...deployment };
  for (const name of CONTRACT_NAMES) {
    if (!isAddress(deployment[name])) {
      throw new InvalidDeploymentError(
        `The deployment's ${name} is not an address.`,
        "Pass the addresses that the deployment printed.",
        { name, value: String(deployment[name]) },
      );
    }
    checked[name] = getAddress(deployment[name]);
  }
  return checked;
}

/**
 * Reads a deployment from JSON, such as the file that `npm run deploy` writes. Members that it does not know are left out.
 *
 * @throws {InvalidDeploymentError}
 */
export function parseDeployment(json: unknown): Deployment {
  const members: Readonly<Record<string, unknown>> =
    typeof json === "object" && json !== null ? { ...json } : {};
  const take = (name: string): number => {
    const value = members[name];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    throw new InvalidDeploymentError(
      `The deployment's ${name} is not a whole number.`,
      "Pass what is in the file that the deployment wrote.",
      { name, value: String(value) },
    );
  };
  const addresses = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, members[name]])) as Record<
    (typeof CONTRACT_NAMES)[number],
    string
  >;
  return assertDeployment({ chainId: BigInt(take("chainId")), firstBlock: take("firstBlock"), ...addresses });
}
