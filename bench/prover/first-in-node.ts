import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import type { CircuitName } from "../../circuits/manifest.ts";
import type { Consumer } from "../../tools/package/consumer.ts";
import { interleave, ratio, type Summary } from "../statistics.ts";
import { layTask, type ProgramName } from "./task.ts";

/** First proofs beside those of snarkjs, each from a process that is started for it to a proof that is verified. */
export interface FirstProofs {
  readonly vsSnarkjs: number;
  readonly own: Summary;
  readonly snarkjs: Summary;
}

/** Runs a program in a process of its own until it says that its proof is verified. */
async function runUntilVerified(folder: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ["main.js"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value } = await lines.next();
  if (value !== "verified") throw new Error(`${folder} ended without a verified proof.`);
  return async () => {
    await ended;
  };
}

/** A contender is measured until its proof is verified; what it does afterwards must not meet the next one. */
function contender(name: string, folder: string) {
  let rest: (() => Promise<void>) | undefined;
  return {
    name,
    run: async () => {
      rest = await runUntilVerified(folder);
    },
    settle: async () => rest?.(),
  };
}

/** In processes of this Node, with two threads. */
export async function measureFirstInNode(
  consumer: Consumer,
  circuit: CircuitName,
  rounds: number,
): Promise<FirstProofs> {
  const lay = (program: ProgramName) => layTask(consumer.folder, circuit, program);
  const times = await interleave(
    [
      contender("own", await lay("first-proof-in-node")),
      contender("snarkjs", await lay("first-proof-in-node-by-snarkjs")),
    ],
    // One round, so that the files are in the system's memory for both.
    { rounds, warmUps: 1 },
  );
  const [own, snarkjs] = [times.get("own")!, times.get("snarkjs")!];
  return { vsSnarkjs: ratio(own, snarkjs), own, snarkjs };
}
