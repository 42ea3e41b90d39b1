import { RULES } from "../../../fixtures/agreement.ts";
import type { Stage } from "../../../fixtures/stage.ts";
import { waitForClosing } from "../../../fixtures/surgeries.ts";
import type { Fate, Part } from "../cast.ts";
import type { ProgressList } from "../progress.ts";
import { withFate, type Thread } from "../thread.ts";

/** One of the other ways out: for whom, how it is told, when its time has come, and who does it. */
interface Exit {
  readonly fates: readonly Fate[];
  readonly title: (part: Part) => string;
  readonly comesAt: (booking: { enteredAt: bigint; surgeryTime: bigint }) => bigint;
  readonly leave: (stage: Stage, thread: Thread) => Promise<unknown>;
}

/** In the order in which their times come. */
const EXITS: readonly Exit[] = [
  {
    fates: ["settles an accident"],
    title: ({ name, surgeon }) => `${name} and ${surgeon.name} settle: each gets half`,
    comesAt: () => 0n,
    async leave(_stage, { agreed: { patient, surgeon, offer } }) {
      const surgeonAmount = (await patient.distributableOf(offer)) / 2n;
      return surgeon.settle(await patient.proposeSettlement(offer, { surgeonAmount }));
    },
  },
  {
    fates: ["never comes"],
    title: ({ name }) => `${name} does not contest the no-show: half of the deposit is gone`,
    comesAt: ({ enteredAt }) => enteredAt + RULES.contestWindow + 1n,
    leave: ({ keeper }, { agreed }) => keeper.concludeNoShow(agreed.offer),
  },
  {
    fates: ["has an accident ruled"],
    title: ({ name, surgeon }) => `${name} and ${surgeon.name} do not agree: the arbiter rules`,
    comesAt: ({ enteredAt }) => enteredAt + RULES.settlementWindow + 1n,
    leave: ({ arbiter }, { part, agreed }) =>
      arbiter.rule(agreed.offer, { surgeonShare: 2_500, reason: `ruling on ${part.name}` }),
  },
  {
    fates: ["never reported"],
    title: ({ name, surgeon }) => `${surgeon.name} never reports ${name}'s surgery: full refund`,
    comesAt: ({ surgeryTime }) => surgeryTime + RULES.executionWindow + 1n,
    leave: ({ keeper }, { agreed }) => keeper.refund(agreed.offer),
  },
  {
    fates: ["never closed", "closes late and reviews"],
    title: ({ name }) => `${name} does not close in time: the surgeon is paid all the same`,
    comesAt: ({ enteredAt }) => enteredAt + RULES.closingWindow + 1n,
    leave: ({ keeper }, { agreed }) => keeper.lapse(agreed.offer),
  },
];

/** Everything that does not end with a closing in time, and the payouts. */
export async function goOtherWays(
  stage: Stage,
  threads: readonly Thread[],
  progress: ProgressList,
): Promise<void> {
  progress.chapter("When it goes another way");
  const { bookings } = await stage.aftercare.view();
  for (const { fates, title, comesAt, leave } of EXITS) {
    for (const thread of withFate(threads, ...fates)) {
      await progress.step(title(thread.part), async () => {
        const booking = bookings.get(thread.agreed.offer.bookingId);
        if (booking) await stage.rollup.advanceTo(comesAt(booking.progress));
        return leave(stage, thread);
      });
    }
  }
  for (const { part, agreed, reported } of withFate(threads, "closes late and reviews")) {
    await progress.step(
      `${part.name} closes after all: no money moves, but the surgery can be reviewed`,
      async () => {
        await waitForClosing(stage, agreed);
        if (reported) await agreed.patient.close(agreed.offer, reported);
        await stage.keeper.flush();
      },
    );
  }
  await collectAll(stage, threads, progress);
}

async function collectAll(stage: Stage, threads: readonly Thread[], progress: ProgressList): Promise<void> {
  const surgeons = new Set(threads.map(({ agreed }) => agreed.offer.terms.surgeon));
  const patients = threads.map(({ agreed }) => agreed.offer.terms.patient);
  await progress.step(
    "surgeons and patients collect what the escrow owes them",
    async () => {
      for (const surgeon of surgeons) await stage.keeper.gatherFees(surgeon);
      const receipts = [];
      for (const account of [...surgeons, ...patients]) receipts.push(await stage.keeper.collect(account));
      return receipts.filter((receipt) => receipt !== undefined).length;
    },
    (count) => `${count} accounts`,
  );
}
