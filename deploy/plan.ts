import type { DeploymentStep } from "../ignition/journal.ts";
import { costOf, type Cost } from "./cost.ts";
import { DeployerAsAdministratorError, DeployerFundsError, DevelopmentKeysError } from "./errors.ts";
import type { DeploymentParameters } from "./parameters.ts";
import { rehearse, type RehearsedStep } from "./rehearsal.ts";
import { assertChain, isLocal, type Target } from "./target.ts";
import { assertSuitableToken, type TokenDescription } from "./token.ts";

/** What is asked for. */
export interface Request {
  readonly target: Target;
  readonly parameters: DeploymentParameters;
  readonly allowDevelopmentKeys: boolean;
  /** Steps that an earlier run has taken; absent if there was none. */
  readonly done?: readonly DeploymentStep[];
}

/** What a deployment would do; nothing stands against it. */
export interface Plan extends Omit<Request, "allowDevelopmentKeys"> {
  /** Absent for a test dollar that is deployed along. */
  readonly token?: TokenDescription;
  readonly steps: readonly RehearsedStep[];
  readonly hasDevelopmentKeys: boolean;
  readonly balance: bigint;
  /** What the steps that are left cost. */
  readonly cost: Cost;
}

/**
 * Makes sure that a deployment can be done and should be, and says what it takes. Sends nothing.
 *
 * @throws {WrongChainError | DeployerAsAdministratorError | UnsuitableTokenError | DevelopmentKeysError | DeployerFundsError}
 */
export async function makePlan(request: Request): Promise<Plan> {
  const { target, parameters, done } = request;
  assertChain({ expected: parameters.chainId, actual: target.chainId, says: "the parameters file" });
  assertAdministrator(request);
  const { token } = parameters;
  const description =
    token.kind === "existing"
      ? await assertSuitableToken(target.provider, { address: token.address, caller: target.deployer })
      : undefined;
  const { steps, hasDevelopmentKeys } = await rehearse(parameters, target.deployer);
  assertKeys(request, hasDevelopmentKeys);
  const names = new Set(done?.map(({ name }) => name));
  const cost = await costOf(
    target.provider,
    steps.filter(({ name }) => !names.has(name)),
  );
  const balance = await assertFunds(target, cost);
  return {
    target,
    parameters,
    ...(done === undefined ? {} : { done }),
    ...(description === undefined ? {} : { token: description }),
    steps,
    hasDevelopmentKeys,
    balance,
    cost,
  };
}

function assertAdministrator({ target, parameters: { administrator } }: Request): void {
  if (isLocal(target) || administrator !== target.deployer) return;
  throw new DeployerAsAdministratorError(
    "The administrator is the deployer, whose key lies on a machine that is connected to the network.",
    "Name an account whose key does not, a multi-signature wallet if you can: the deployer keeps no power.",
    { administrator },
  );
}

function assertKeys({ target, allowDevelopmentKeys }: Request, hasDevelopmentKeys: boolean): void {
  if (!hasDevelopmentKeys || allowDevelopmentKeys || isLocal(target)) return;
  throw new DevelopmentKeysError(
    "The verifiers' keys come from a development setup: whoever made them can forge reviews and claims.",
    "Run a ceremony (npm run circuits -- ceremony), or pass --allow-development-keys where nothing is at stake.",
  );
}

async function assertFunds({ provider, deployer }: Target, { total }: Cost): Promise<bigint> {
  const balance = BigInt(
    (await provider.request({ method: "eth_getBalance", params: [deployer, "latest"] })) as string,
  );
  if (balance >= total) return balance;
  throw new DeployerFundsError(
    "The deployer's account cannot pay for the deployment.",
    `Send ${deployer} at least ${total - balance} wei; twice as much, should prices rise meanwhile.`,
    { deployer, balance, cost: total },
  );
}
