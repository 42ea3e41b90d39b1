import { FIELD_MODULUS } from "../../../circuits/field.ts";
import type { Assembler, Value } from "./assembler.ts";
import { emitSBox } from "./sbox.ts";
import type { Layer, PartialRound, Schedule } from "./schedule.ts";
import { emitAdded, emitMultiplication, emitSum, emitTerm, placeConstant } from "./sums.ts";

/** Bytes of a word. */
export const WORD = 32n;

/**
 * Moduli put beneath the S-box's input at a time. MULMOD takes its modulus from beneath the factors, so each S-box needs
 * one under an input that is there already; an exchange for each would cost three gas more than one for several.
 */
const MODULI_AT_ONCE = 4;
/** Coefficients kept on the stack, for the size of the code: as many as leave the memory within reach. */
const RESIDENT_COEFFICIENTS = 4;

/** Leaves the hash of the inputs, which start at offset `pointer` of the calldata, on top of what is on the stack. */
export function emitHash(assembler: Assembler, schedule: Schedule, pointer: Value): void {
  let outputs = schedule.inputConstants.map((constant, index) =>
    emitInput(assembler, constant, pointer, BigInt(index) * WORD),
  );
  for (const layer of schedule.opening) outputs = emitLayer(assembler, layer, outputs);
  outputs = emitPartialRounds(assembler, schedule, outputs);
  for (const layer of schedule.closing) outputs = emitLayer(assembler, layer, outputs);

  assembler.constant(FIELD_MODULUS);
  emitSum(assembler, schedule.output, outputs);
  assembler.modulo();
}

/** An input through its first S-box. ADDMOD lets any word count as its remainder, so that none has an undefined hash. */
function emitInput(assembler: Assembler, constant: bigint, pointer: Value, offset: bigint): Value {
  assembler.constant(FIELD_MODULUS);
  assembler.constant(FIELD_MODULUS);
  assembler.constant(constant);
  assembler.duplicate(pointer);
  if (offset > 0n) {
    assembler.constant(offset);
    assembler.add();
  }
  assembler.loadCalldata();
  assembler.addModulo();
  return emitSBox(assembler);
}

function emitLayer(assembler: Assembler, layer: Layer, operands: readonly Value[]): Value[] {
  return layer.map((sum) => {
    assembler.constant(FIELD_MODULUS);
    emitSum(assembler, sum, operands);
    return emitSBox(assembler);
  });
}

/** Leaves what the first closing layer runs over: the last S-box's output and the memory, newest first. */
function emitPartialRounds(assembler: Assembler, schedule: Schedule, operands: readonly Value[]): Value[] {
  let memory = schedule.initialMemory.map((sum) => {
    emitSum(assembler, sum, operands);
    return assembler.top;
  });
  assembler.constant(FIELD_MODULUS);
  emitSum(assembler, schedule.firstInput, operands);
  let output = emitSBox(assembler);

  let moduli = 0;
  schedule.partial.forEach((round, index) => {
    if (moduli === 0) {
      moduli = Math.min(MODULI_AT_ONCE, schedule.partial.length - index);
      const residents = index === 0 ? residentCoefficients(schedule.partial) : [];
      assembler.insertBelowTop([...residents, ...Array<bigint>(moduli).fill(FIELD_MODULUS)]);
    }
    memory = emitPartialRound(assembler, round, output, memory);
    output = emitSBox(assembler);
    moduli--;
  });
  return [output, ...memory];
}

/**
 * Replaces the last S-box's output, on top, by the input of the next, and the oldest value of the memory by the newest.
 *
 * Both sums run over the same operands. The newest value comes first; exchanging it with the oldest puts it where it is
 * to stay and at the same time fetches the oldest for its last product, so the stack does not grow.
 */
function emitPartialRound(
  assembler: Assembler,
  round: PartialRound,
  output: Value,
  memory: readonly Value[],
): Value[] {
  const operands = [output, ...memory];
  const oldest = operands.length - 1;
  const placement = placeConstant(round.input, operands);

  assembler.constant(FIELD_MODULUS); // of the oldest value's last product
  emitSum(assembler, round.memory, operands);
  const newest = assembler.top;
  assembler.exchange(operands[oldest]!);
  emitMultiplication(assembler, round.input.coefficients[oldest]!, placement, oldest);
  assembler.add(); // to the output, whose coefficient is 1
  for (let index = 1; index < oldest; index++) {
    emitTerm(assembler, round.input, operands, placement, index);
    assembler.add();
  }
  emitAdded(assembler, placement);
  return [newest, ...memory.slice(0, -1)];
}

/** Coefficients that most rounds use. */
function residentCoefficients(rounds: readonly PartialRound[]): bigint[] {
  const uses = new Map<bigint, number>();
  for (const coefficient of rounds.flatMap(({ memory, input }) =>
    [memory, input].flatMap((s) => s.coefficients),
  )) {
    uses.set(coefficient, (uses.get(coefficient) ?? 0) + 1);
  }
  return [...uses]
    .filter(([coefficient, count]) => coefficient !== 1n && 2 * count > rounds.length)
    .map(([coefficient]) => coefficient)
    .slice(0, RESIDENT_COEFFICIENTS);
}
