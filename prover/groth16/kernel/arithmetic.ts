import {
  i32,
  i64x2,
  v128,
  type Code,
  type FunctionWriter,
  type ModuleWriter,
  type Variable,
} from "./assembler.ts";
import type { NumberLayout } from "./layout.ts";

/** Instructions on single limbs, two numbers at once. */
export interface LimbInstructions {
  readonly layout: NumberLayout;
  /** How a limb lies in memory. */
  readonly bitsOf: (limb: number) => bigint;
  readonly add: (left: Code, right: Code) => Code;
  readonly subtract: (left: Code, right: Code) => Code;
  /** What `negated` takes, in one lane: from an integer of 64 bits that is 1 to negate and 0 to leave alone. */
  readonly signOf: (negative: Code) => Code;
  readonly negated: (limb: Code, signs: Code) => Code;
  /** Bits of which none is set if the limb is zero in both lanes. */
  readonly bitsIfNotZero: (module: ModuleWriter, limb: Code) => Code;
  /** A limb in both lanes, from integers of 64 bits. */
  readonly fromIntegers: (low: Code, high: Code) => Code;
  /** One lane of a limb as an integer of 64 bits. */
  readonly toInteger: (limb: Code, lane: 0 | 1) => Code;
}

/** Two numbers in memory: addresses of their pairs, and offsets from there. */
export interface Factors {
  readonly left: Code;
  readonly leftOffset: number;
  readonly right: Code;
  readonly rightOffset: number;
  /** Takes the product away instead of adding it. */
  readonly negative?: boolean;
}

/** What of a prime field depends on how its numbers are made. */
export interface FieldArithmetic {
  readonly limbs: LimbInstructions;
  /** Adds the product of two numbers whose limbs are at most a limb's range away from zero to the columns. */
  addProduct(writer: FunctionWriter, columns: Columns, factors: Factors): Code;
  /** Adds the square of a balanced number to the columns. */
  addSquare(writer: FunctionWriter, columns: Columns, factor: Code): Code;
  /** Divides what the columns hold by R, modulo p, and stores it balanced: hardly more than p/2 beyond the exact quotient. */
  storeReduced(writer: FunctionWriter, columns: Columns, result: Code): Code;
  /** Balances a number whose limbs are below twice a limb's range and whose value is below 8p, and brings it to at most p/2. */
  reduceVariables(writer: FunctionWriter, number: readonly Variable[]): Code;
}

/** Columns of a product while it is summed, two for each limb of a factor, with the constant that each starts from. */
export class Columns {
  readonly variables: readonly Variable[];
  readonly #starts;
  readonly #offsets: bigint[];

  constructor(module: ModuleWriter, writer: FunctionWriter, { limbs }: NumberLayout) {
    this.variables = writer.locals("v128", 2 * limbs);
    this.#starts = this.variables.map(() => module.reserveConstant());
    this.#offsets = new Array<bigint>(2 * limbs).fill(0n);
  }

  start(): Code {
    return this.variables.map((column, index) =>
      column.set(v128.load(i32.constant(0), this.#starts[index]!.address)),
    );
  }

  add(index: number, value: Code): Code {
    const column = this.variables[index]!;
    return column.set(i64x2.add(column.get, value));
  }

  subtract(index: number, value: Code): Code {
    const column = this.variables[index]!;
    return column.set(i64x2.subtract(column.get, value));
  }

  /** Notes that a column holds this much too much, so that it starts with as much less. */
  offset(index: number, amount: bigint): void {
    this.#offsets[index]! += amount;
  }

  fillStarts(): void {
    this.#starts.forEach((start, index) => start.fill(-this.#offsets[index]!));
  }
}
