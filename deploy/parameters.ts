import { readFile } from "node:fs/promises";

import { getAddress, ZeroAddress } from "ethers";

import type { ContractParameters, SettlementToken } from "../ignition/parameters.ts";
import { Members } from "../prover/json/members.ts";
import { MalformedJsonError, parseStrictJson } from "../prover/json/strict-json.ts";
import { InvalidParametersError } from "./errors.ts";

const DAY = 24 * 60 * 60;

/** Token units, 1,000 dollars: more than any fee, and less than the same fee meant in another number of decimals. */
const HIGHEST_FEE = 1_000_000_000n;

/** What the parameters file of a deployment says. */
export interface DeploymentParameters extends ContractParameters {
  /** The chain that is meant; a node of another one is refused. */
  readonly chainId: number;
}

const REMEDY =
  "docs/deploying.md shows a parameters file, and deploy/parameters.schema.json says what each member takes.";

/**
 * Reads a parameters file.
 *
 * @throws {InvalidParametersError}
 */
export async function readParameters(path: string): Promise<DeploymentParameters> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new InvalidParametersError(
      `The parameters file ${path} cannot be read.`,
      REMEDY,
      { path },
      { cause: error },
    );
  }
  try {
    return parseParameters(parseStrictJson(text));
  } catch (error) {
    if (!(error instanceof MalformedJsonError)) throw error;
    throw new InvalidParametersError(`${path}: ${error.problem}`, REMEDY, { path }, { cause: error });
  }
}

/**
 * Reads the parameters of a deployment from parsed JSON. Everything has to be given: nearly all of it is for ever, and what
 * a file does not show nobody has agreed to. `deploy/parameters.schema.json` describes the same form for editors.
 *
 * @throws {InvalidParametersError} with the member that is missing or wrong.
 */
export function parseParameters(json: unknown): DeploymentParameters {
  const members = new Members(json, "parameters", refusal);
  members.take("$schema");
  const parameters = {
    chainId: takeNumber(members, "chainId", 1, Number.MAX_SAFE_INTEGER),
    administrator: takeAddress(members, "administrator"),
    treasury: takeAddress(members, "treasury"),
    token: takeToken(members),
    protocolFee: takeFee(members, "protocolFee"),
    maximumProtocolFee: takeFee(members, "maximumProtocolFee"),
    reviewFee: takeFee(members, "reviewFee"),
    rootLifetime: takeNumber(members, "rootLifetime", DAY, 365 * DAY),
    minimumLeaves: takeNumber(members, "minimumLeaves", 3, 20),
    administrationDelay: takeNumber(members, "administrationDelay", DAY, 60 * DAY),
  };
  members.assertAllRead();
  if (parameters.protocolFee > parameters.maximumProtocolFee) {
    throw members.refuse("protocolFee", "at most maximumProtocolFee");
  }
  for (const name of ["administrator", "treasury"] as const) {
    if (parameters.token.kind === "existing" && parameters[name] === parameters.token.address) {
      throw members.refuse(name, "another address than the token's, which nobody can move anything from");
    }
  }
  return parameters;
}

/** The JSON that {@link parseParameters} reads. */
export function formatParameters({ token, ...parameters }: DeploymentParameters): object {
  return {
    ...parameters,
    token: token.kind === "test" ? "test" : token.address,
    protocolFee: String(parameters.protocolFee),
    maximumProtocolFee: String(parameters.maximumProtocolFee),
    reviewFee: String(parameters.reviewFee),
  };
}

const refusal = (path: string, expected: string) =>
  new InvalidParametersError(`${path} has to be ${expected}.`, REMEDY, { path });

function requirePresent(members: Members, name: string): void {
  if (members.has(name)) return;
  const path = members.at(name);
  throw new InvalidParametersError(`${path} is missing.`, REMEDY, { path });
}

function takeNumber(members: Members, name: string, lowest: number, highest: number): number {
  requirePresent(members, name);
  const value = members.take(name);
  if (typeof value !== "number" || !Number.isInteger(value) || value < lowest || value > highest) {
    throw members.refuse(name, `a whole number from ${lowest} to ${highest}`);
  }
  return value;
}

function takeFee(members: Members, name: string): bigint {
  requirePresent(members, name);
  const fee = members.takeInteger(name);
  if (fee > HIGHEST_FEE) throw members.refuse(name, `at most ${HIGHEST_FEE} token units, 1,000 dollars`);
  return fee;
}

function takeAddress(members: Members, name: string): string {
  requirePresent(members, name);
  const address = toAddress(members.takeString(name));
  if (address === undefined) throw members.refuse(name, "an address, its EIP-55 checksum right");
  if (address === ZeroAddress) throw members.refuse(name, "an address other than zero");
  return address;
}

function takeToken(members: Members): SettlementToken {
  if (members.has("token") && members.take("token") === "test") return { kind: "test" };
  return { kind: "existing", address: takeAddress(members, "token") };
}

/** ethers also reads addresses without `0x` and IBAN-like ones, which nobody would compare with a list. */
function toAddress(text: string): string | undefined {
  if (!/^0x[0-9A-Fa-f]{40}$/.test(text)) return undefined;
  try {
    return getAddress(text);
  } catch {
    return undefined;
  }
}
