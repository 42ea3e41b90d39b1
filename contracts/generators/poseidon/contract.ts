import { Assembler, LARGEST_CALLDATA } from "./assembler.ts";
import type { Label } from "./assembler.ts";
import type { PoseidonParameters } from "./parameters.ts";
import { emitHash, WORD } from "./permutation.ts";
import { hashSchedule } from "./schedule.ts";

/** Runtime code that hashes each group of width − 1 words of its calldata and returns the hashes. */
export function emitContract(parameters: PoseidonParameters): Uint8Array {
  const schedule = hashSchedule(parameters);
  const groupSize = BigInt(parameters.width - 1) * WORD;
  const assembler = new Assembler();
  const begin: Label = { references: [] };
  const next: Label = { references: [] };

  // Go on if the size is a multiple of a group's, and not zero. A group cut short would be read as if it ended in zeros.
  assembler.constant(groupSize);
  assembler.calldataSize();
  assembler.modulo();
  assembler.isZero();
  assembler.calldataSize();
  assembler.multiply();
  assembler.jumpIf(begin);
  assembler.revert();

  assembler.mark(begin);
  const pointer = assembler.variable(0n, LARGEST_CALLDATA);
  assembler.mark(next);
  emitHash(assembler, schedule, pointer);
  assembler.appendToMemory();
  // Values are left where they were used last: dropping them here is cheaper than exchanging them away before.
  while (assembler.top !== pointer) assembler.pop();
  assembler.constant(groupSize);
  assembler.add();
  assembler.duplicate(assembler.top);
  assembler.calldataSize();
  assembler.greaterThan();
  assembler.jumpIf(next);
  assembler.returnMemory();

  return assembler.assemble([begin, next]);
}
