import { deployContracts } from "../ignition/deploy.ts";
import type { DeploymentStep } from "../ignition/journal.ts";
import type { DeployOptions } from "./command-line.ts";
import { NotConfirmedError } from "./errors.ts";
import { begin, findBegun } from "./journal.ts";
import { describeNextSteps } from "./next-steps.ts";
import { readParameters } from "./parameters.ts";
import { describePlan } from "./plan-text.ts";
import { makePlan, type Plan } from "./plan.ts";
import { findRecord, writeRecord } from "./record.ts";
import { connectTo, isLocal } from "./target.ts";

/** How a run speaks with whoever started it. */
export interface Dialogue {
  say(lines: string): void;
  /** Whether the person at the terminal agrees; undefined if there is none. */
  agrees(question: string): Promise<boolean | undefined>;
}

/** Milliseconds; rollups have a block every second or two. */
const POLLING_INTERVAL = 500;

/**
 * Deploys, goes on with a deployment that was interrupted, or finds that all is done.
 *
 * @throws an `AftercareError` with what stands against it; then nothing was sent, or the next run goes on.
 */
export async function runDeployment(options: DeployOptions, dialogue: Dialogue): Promise<void> {
  const parameters = await readParameters(options.parameters);
  await using target = await connectTo(options.network);
  const { name } = options;
  const record = await findRecord(name, target, parameters);
  if (record) {
    dialogue.say(`deployments/${name}.json is there, and so are its contracts: nothing to do.`);
    return;
  }
  const begun = await findBegun(name, target, parameters);
  const { allowDevelopmentKeys } = options;
  const plan = await makePlan({
    target,
    parameters,
    allowDevelopmentKeys,
    ...(begun && { done: begun.done }),
  });
  dialogue.say(describePlan(plan));
  if (options.consent === "plan only") return;
  if (options.consent === "ask") await askFor(plan, dialogue);

  const journal = begun?.journal ?? (await begin(name, target, parameters));
  const contracts = await deployContracts({
    provider: target.provider,
    deployer: target.deployer,
    parameters,
    journal,
    pollingInterval: POLLING_INTERVAL,
    ...(options.confirmations === undefined ? {} : { confirmations: options.confirmations }),
    onStep: progressOf(plan, dialogue),
  });
  const written = await writeRecord({
    name,
    target,
    parameters,
    contracts,
    firstBlock: journal.firstBlock,
    developmentKeys: plan.hasDevelopmentKeys,
  });
  dialogue.say(describeNextSteps(written, { network: options.network, isLocal: isLocal(target) }));
}

async function askFor({ target }: Plan, dialogue: Dialogue): Promise<void> {
  const agreed = await dialogue.agrees(`Deploy to ${target.title}, chain ${target.chainId}?`);
  if (agreed === true) return;
  throw new NotConfirmedError(
    agreed === undefined ? "There is no terminal to agree to the plan on." : "The plan was not agreed to.",
    "Nothing was sent. Pass --yes to deploy without being asked.",
  );
}

function progressOf({ steps, done }: Plan, dialogue: Dialogue): (step: DeploymentStep) => void {
  let count = done?.length ?? 0;
  return ({ name, transaction }) => {
    count += 1;
    dialogue.say(`  ${String(count).padStart(2)}/${steps.length}  ${name.padEnd(34)}  ${transaction}`);
  };
}
