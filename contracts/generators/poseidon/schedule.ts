import { fourthRoot, power, reduce } from "./field.ts";
import type { Vector } from "./matrix.ts";
import type { PoseidonParameters } from "./parameters.ts";
import { partialRecurrence } from "./recurrence.ts";
import type { Recurrence, Sum } from "./recurrence.ts";
import { normalised, normalisingFactor, rescaled, throughSBox } from "./scaling.ts";

/** The sums of a full round; each goes through the S-box. */
export type Layer = readonly Sum[];

/** What a partial round computes from the output of the S-box before it and the memory, newest first. */
export interface PartialRound {
  /** The newest value of the memory. */
  readonly memory: Sum;
  /** The input of the next S-box. */
  readonly input: Sum;
}

/**
 * Every sum that the hash computes, in order. The sums of a layer run over the outputs of the layer before.
 *
 * NOTE: apart from inputs and output no value is that of the textbook permutation, but a multiple of it; see scaling.ts.
 */
export interface Schedule {
  /** Added to the inputs before the first S-box. */
  readonly inputConstants: Vector;
  /** Full rounds before the partial ones; the first runs over as many operands as there are inputs. */
  readonly opening: readonly Layer[];
  /** The memory at the start, newest first, and the first partial S-box's input: over the last opening layer. */
  readonly initialMemory: readonly Sum[];
  readonly firstInput: Sum;
  readonly partial: readonly PartialRound[];
  /** Full rounds after the partial ones; the first runs over the last partial S-box's output and the memory. */
  readonly closing: readonly Layer[];
  /** The hash, over the last closing layer. */
  readonly output: Sum;
}

export function hashSchedule(parameters: PoseidonParameters): Schedule {
  const { fullRounds, partialRounds, roundConstants, matrix } = parameters;
  const round = (number: number): Layer =>
    matrix.map((coefficients, index) => ({ coefficients, constant: roundConstants[number]![index]! }));

  const inputConstants = roundConstants[0]!.slice(1);
  const opening = fullRoundsOver(
    [foldCapacity(round(1), roundConstants[0]![0]!), round(2), round(3)],
    inputConstants.map(() => 1n),
  );
  const partial = partialRoundsOver(partialRecurrence(parameters), opening.factors);
  const firstClosing = fullRounds / 2 + partialRounds;
  const closing = fullRoundsOver(
    [partial.finalState, round(firstClosing + 1), round(firstClosing + 2), round(firstClosing + 3)],
    partial.factors,
  );

  return {
    inputConstants,
    opening: opening.layers,
    initialMemory: partial.initialMemory,
    firstInput: partial.firstInput,
    partial: partial.rounds,
    closing: closing.layers,
    // The last matrix product is followed by no constants, and only the state's first element is put out.
    output: rescaled({ coefficients: matrix[0]!, constant: 0n }, closing.factors, 1n),
  };
}

/** The capacity element starts as zero, so its first S-box puts out a constant: the layer needs no operand for it. */
function foldCapacity(layer: Layer, capacityConstant: bigint): Layer {
  const capacity = power(capacityConstant, 5n);
  return layer.map(({ coefficients: [first, ...others], constant }) => ({
    coefficients: others,
    constant: reduce(constant + first! * capacity),
  }));
}

/** Normalises layers one after another, and says what factors the outputs of the last are stored with. */
function fullRoundsOver(
  layers: readonly Layer[],
  operandFactors: Vector,
): { layers: Layer[]; factors: Vector } {
  let factors = operandFactors;
  const normalisedLayers = layers.map((layer) => {
    const before = factors;
    factors = layer.map((sum) => throughSBox(normalisingFactor(sum, before)));
    return layer.map((sum) => normalised(sum, before));
  });
  return { layers: normalisedLayers, factors };
}

/** The partial rounds, and the sums after them with the factors of what they run over. */
function partialRoundsOver(
  recurrence: Recurrence,
  operandFactors: Vector,
): Pick<Schedule, "initialMemory" | "firstInput"> & {
  rounds: PartialRound[];
  finalState: Layer;
  factors: Vector;
} {
  const { initialMemory, firstInput, memory, inputs, finalState } = recurrence;
  // The input of each round has the factor that takes the S-box's coefficient out of its sum: the fifth power of the
  // one before, divided by that coefficient. A fourth root of the coefficient stays the same from round to round, and
  // with it all coefficients do. Where there is none, every round has coefficients of its own.
  const firstFactor =
    fourthRoot(inputs[0]!.coefficients[0]!) ?? normalisingFactor(firstInput, operandFactors);

  let inputFactor = firstFactor;
  let memoryFactors: Vector = initialMemory.map((sum) => normalisingFactor(sum, operandFactors));
  const rounds = inputs.map((input): PartialRound => {
    const newest = throughSBox(inputFactor);
    const factors = [newest, ...memoryFactors];
    inputFactor = normalisingFactor(input, factors);
    memoryFactors = factors.slice(0, -1);
    return { memory: rescaled(memory, factors, newest), input: normalised(input, factors) };
  });

  return {
    initialMemory: initialMemory.map((sum) => normalised(sum, operandFactors)),
    firstInput: rescaled(firstInput, operandFactors, firstFactor),
    rounds,
    finalState,
    factors: [throughSBox(inputFactor), ...memoryFactors],
  };
}
