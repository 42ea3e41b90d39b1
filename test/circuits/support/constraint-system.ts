import { FIELD_MODULUS } from "../../../circuits/field.ts";
import { readConstraintSystem } from "../../../circuits/tools/r1cs.ts";

const FIELD_ELEMENT_BYTES = 32;

/** A sum of wires, each with its coefficient. */
type LinearCombination = readonly { readonly wire: number; readonly coefficient: bigint }[];
/** a · b = c. */
type Constraint = readonly [a: LinearCombination, b: LinearCombination, c: LinearCombination];

/** The constraints themselves, evaluated without any help from the witness generator or the prover. */
export class ConstraintSystem {
  readonly wires: number;
  readonly constraints: readonly Constraint[];
  /** For each wire, the constraints that it occurs in. */
  readonly #constraintsOfWire: ReadonlyMap<number, ReadonlySet<number>>;

  private constructor(wires: number, constraints: readonly Constraint[]) {
    this.wires = wires;
    this.constraints = constraints;
    const constraintsOfWire = new Map<number, Set<number>>();
    for (const [index, constraint] of constraints.entries()) {
      for (const { wire } of constraint.flat()) {
        const known = constraintsOfWire.get(wire) ?? new Set();
        constraintsOfWire.set(wire, known.add(index));
      }
    }
    this.#constraintsOfWire = constraintsOfWire;
  }

  static async read(path: string): Promise<ConstraintSystem> {
    const { size, constraints: body } = await readConstraintSystem(path);
    let position = 0;
    const readCount = (): number => {
      position += 4;
      return body.readUInt32LE(position - 4);
    };
    const readCoefficient = (): bigint => {
      position += FIELD_ELEMENT_BYTES;
      const bytes = body.subarray(position - FIELD_ELEMENT_BYTES, position);
      return BigInt(`0x${Buffer.from(bytes.toReversed()).toString("hex")}`);
    };
    const readCombination = (): LinearCombination =>
      Array.from({ length: readCount() }, () => ({ wire: readCount(), coefficient: readCoefficient() }));
    const constraints = Array.from({ length: size.constraints }, (): Constraint => [
      readCombination(),
      readCombination(),
      readCombination(),
    ]);
    return new ConstraintSystem(size.wires, constraints);
  }

  /** Indexes of the constraints that the witness breaks; none for a witness that a proof could be made from. */
  brokenBy(witness: readonly bigint[]): number[] {
    return [...this.constraints.keys()].filter((index) => !this.#holds(index, witness));
  }

  /** Whether a constraint breaks when one wire of an otherwise valid witness takes another value. */
  refusesChange(validWitness: readonly bigint[], wire: number, value: bigint): boolean {
    const changed = validWitness.with(wire, value);
    return [...(this.#constraintsOfWire.get(wire) ?? [])].some((index) => !this.#holds(index, changed));
  }

  #holds(index: number, witness: readonly bigint[]): boolean {
    const [a, b, c] = this.constraints[index]!.map((combination) => evaluate(combination, witness)) as [
      bigint,
      bigint,
      bigint,
    ];
    return (a * b - c) % FIELD_MODULUS === 0n;
  }
}

function evaluate(combination: LinearCombination, witness: readonly bigint[]): bigint {
  return combination.reduce((sum, { wire, coefficient }) => sum + coefficient * witness[wire]!, 0n);
}
