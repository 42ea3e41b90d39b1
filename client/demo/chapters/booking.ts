import { license } from "../../../fixtures/people.ts";
import type { Stage } from "../../../fixtures/stage.ts";
import { plan, schedule } from "../../../fixtures/surgeries.ts";
import type { CastSurgeon, Part } from "../cast.ts";
import type { ProgressList } from "../progress.ts";
import type { Thread } from "../thread.ts";

/** The board licenses everybody. */
export async function licenseAll(
  stage: Stage,
  surgeons: readonly CastSurgeon[],
  progress: ProgressList,
): Promise<void> {
  progress.chapter("Licences");
  for (const surgeon of surgeons) {
    await progress.step(`the board licenses ${surgeon.name}`, () => license(stage, surgeon.role, surgeon));
  }
}

/** Patients offer and pay, surgeons accept, and both sign the plans. */
export async function bookAll(
  stage: Stage,
  parts: readonly Part[],
  progress: ProgressList,
): Promise<Thread[]> {
  progress.chapter("Bookings");
  const threads: Thread[] = [];
  for (const [position, part] of parts.entries()) {
    const { patient, surgeon, name, fixture } = part;
    const agreed = await progress.step(`${name} books ${surgeon.name} and pays the deposit`, () =>
      schedule(stage, patient, surgeon.role, { position, details: `${name}: ${fixture}` }),
    );
    threads.push({ part, agreed });
  }
  await progress.step(
    "patients and surgeons both sign the plans",
    async () => {
      for (const { agreed } of threads) await plan(agreed);
    },
    () => `${threads.length} confirmed`,
  );
  return threads;
}
