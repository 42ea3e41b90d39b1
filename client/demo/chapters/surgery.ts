import type { Stage } from "../../../fixtures/stage.ts";
import { operate, waitForClosing } from "../../../fixtures/surgeries.ts";
import type { SignedClosing } from "../../protocol/calls/signed-closing.ts";
import type { ProgressList } from "../progress.ts";
import { withFate, type Thread } from "../thread.ts";

const HOUR = 3_600n;
const DAY = 24n * HOUR;

/** Time that a relayer has to put closings together. */
const RELAY_TIME = 48n * HOUR;

/** The day of the surgeries, and the closings of those that went as planned. */
export async function operateAll(
  stage: Stage,
  threads: readonly Thread[],
  progress: ProgressList,
): Promise<void> {
  progress.chapter("Surgeries");
  for (const thread of withFate(threads, "cancels late")) await cancelLate(stage, thread, progress);
  for (const thread of threads) await operateOrWait(stage, thread, progress);
  for (const { part, agreed } of withFate(threads, "settles an accident", "has an accident ruled")) {
    await progress.step(`${part.name} reports an accident`, () =>
      agreed.patient.reportAccident(agreed.offer, { evidence: new TextEncoder().encode(part.name) }),
    );
  }
  await closeTogether(stage, withFate(threads, "reviews", "closes"), progress);
  await progress.step(
    "anyone flushes the queue into the tree",
    () => stage.keeper.flush(),
    ({ leaves }) => `${leaves} leaves`,
  );
}

async function cancelLate(
  { rollup }: Stage,
  { part, agreed }: Thread,
  progress: ProgressList,
): Promise<void> {
  const { patient, offer } = agreed;
  await progress.step(
    `${part.name} cancels a day before the surgery, which the terms call late`,
    async () => {
      await rollup.advanceTo(offer.terms.appointmentTime - DAY);
      return patient.cancel(offer);
    },
    ({ surgeonAmount }) => `${surgeonAmount / 1_000_000n} dollars to the surgeon, the rest back`,
  );
}

async function operateOrWait(stage: Stage, thread: Thread, progress: ProgressList): Promise<void> {
  const { part, agreed } = thread;
  const { surgeon, offer } = agreed;
  if (part.fate === "cancels late" || part.fate === "never reported") return;
  if (part.fate === "never comes") {
    await progress.step(`${part.surgeon.name} waits for ${part.name}, and reports a no-show`, async () => {
      await stage.rollup.advanceTo(offer.terms.appointmentTime + HOUR);
      return surgeon.reportNoShow(offer);
    });
    return;
  }
  const { reported } = await progress.step(
    `${part.surgeon.name} operates on ${part.name} and commits to the record`,
    () => operate(stage, agreed, part.fixture),
    () => part.fixture,
  );
  thread.reported = reported;
}

async function closeTogether(
  stage: Stage,
  threads: readonly Thread[],
  progress: ProgressList,
): Promise<void> {
  await progress.step(
    "a day later patients open their records, check them against the chain, and close",
    async () => {
      const closings: SignedClosing[] = [];
      for (const thread of threads) {
        const { agreed, reported } = thread;
        if (!reported) continue;
        await waitForClosing(stage, agreed);
        const { sealedRecord } = reported;
        const signed = await agreed.patient.signClosing(agreed.offer, { sealedRecord, lifetime: RELAY_TIME });
        thread.record = signed.record;
        closings.push(signed.closing);
      }
      await stage.keeper.closeMany(closings);
    },
    () => `${threads.length} closed in one transaction`,
  );
}
