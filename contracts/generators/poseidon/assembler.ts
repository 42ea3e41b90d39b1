import { FIELD_MODULUS } from "../../../circuits/field.ts";

/** A 256-bit value that is on the stack when the code runs. Copies of one value are the same object. */
export interface Value {
  /** The largest it can be, whatever the inputs. */
  readonly maximum: bigint;
  /** Set where it is known when the code is made. */
  readonly constant?: bigint;
}

/** A place in the code that a jump leads to. */
export interface Label {
  position?: number;
  readonly references: number[];
}

const OPCODES = {
  ADD: 0x01,
  MUL: 0x02,
  MOD: 0x06,
  ADDMOD: 0x08,
  MULMOD: 0x09,
  GT: 0x11,
  ISZERO: 0x15,
  CALLDATALOAD: 0x35,
  CALLDATASIZE: 0x36,
  POP: 0x50,
  MSTORE: 0x52,
  JUMPI: 0x57,
  MSIZE: 0x59,
  JUMPDEST: 0x5b,
  PUSH0: 0x5f,
  PUSH2: 0x61,
  DUP1: 0x80,
  SWAP1: 0x90,
  RETURN: 0xf3,
  REVERT: 0xfd,
} as const;

const LARGEST_WORD = 2n ** 256n - 1n;
/** No block has the gas for so many bytes of calldata. */
export const LARGEST_CALLDATA = 2n ** 64n;
/** DUP reaches the topmost sixteen values. */
const REACH = 16;

/** The generator asked for something that the EVM cannot do or that would go wrong when the code runs. */
export class AssemblyError extends Error {
  override readonly name = "AssemblyError";
}

/**
 * Emits EVM code and keeps track of what is on the stack, so that the rest of the generator speaks of values and never
 * of depths. It also follows how large each value can get, and refuses a sum that could reach 2²⁵⁶: sums are reduced by
 * the next MULMOD only, and one that wrapped around would be wrong without any other sign.
 */
export class Assembler {
  readonly #code: number[] = [];
  readonly #stack: Value[] = [];

  get top(): Value {
    const top = this.#stack.at(-1);
    if (top === undefined) throw new AssemblyError("The stack is empty.");
    return top;
  }

  /** A constant, as a copy of one within reach, or else pushed. Either costs the same gas; the copy is a byte long. */
  constant(constant: bigint): void {
    const known = this.#stack.slice(-REACH).findLast((value) => value.constant === constant);
    if (known === undefined) this.#push({ maximum: constant, constant }, constant);
    else this.duplicate(known);
  }

  /** Pushes a value that a loop is going to change: its first value says nothing about later ones. */
  variable(first: bigint, maximum: bigint): Value {
    const value = { maximum };
    this.#push(value, first);
    return value;
  }

  /** Puts constants beneath the value on top, the first of them deepest, with one exchange for all of them. */
  insertBelowTop(constants: readonly bigint[]): void {
    const [deepest, ...others] = constants;
    if (deepest === undefined) return;
    const top = this.top;
    for (const constant of others) this.constant(constant);
    this.constant(deepest);
    this.exchange(top);
  }

  /** A copy of a value on the stack. */
  duplicate(value: Value): void {
    const depth = this.#depth(value);
    if (depth >= REACH) throw new AssemblyError(`A value at depth ${depth} cannot be duplicated.`);
    this.#code.push(OPCODES.DUP1 + depth);
    this.#stack.push(value);
  }

  /** Brings a value to the top; what was on top takes its place. */
  exchange(value: Value): void {
    const depth = this.#depth(value);
    if (depth === 0 || depth > REACH)
      throw new AssemblyError(`A value at depth ${depth} cannot be exchanged.`);
    this.#code.push(OPCODES.SWAP1 + depth - 1);
    const place = this.#stack.length - 1 - depth;
    [this.#stack[place], this.#stack[this.#stack.length - 1]] = [this.top, value];
  }

  /** Replaces the two values on top by their sum. */
  add(): Value {
    const maximum = this.#take("ADD").maximum + this.#take("ADD").maximum;
    if (maximum > LARGEST_WORD) throw new AssemblyError("A sum could reach 2^256.");
    return this.#emit("ADD", { maximum });
  }

  /** Replaces factor, factor, modulus (top first) by the reduced product. */
  multiplyModulo(): Value {
    return this.#modular("MULMOD");
  }

  /** Replaces summand, summand, modulus (top first) by the reduced sum, which may pass 2²⁵⁶ before that. */
  addModulo(): Value {
    return this.#modular("ADDMOD");
  }

  /** Replaces dividend, modulus (top first) by the remainder. */
  modulo(): Value {
    this.#take("MOD");
    return this.#emit("MOD", { maximum: (this.#take("MOD").constant ?? LARGEST_WORD) - 1n });
  }

  /** Replaces two values by their product, which must not pass 2²⁵⁶. */
  multiply(): Value {
    const maximum = this.#take("MUL").maximum * this.#take("MUL").maximum;
    if (maximum > LARGEST_WORD) throw new AssemblyError("A product could reach 2^256.");
    return this.#emit("MUL", { maximum });
  }

  /** Replaces the value by 1 if it is zero, by 0 if not. */
  isZero(): Value {
    this.#take("ISZERO");
    return this.#emit("ISZERO", { maximum: 1n });
  }

  /** Replaces left, right (top first) by whether left is greater. */
  greaterThan(): Value {
    this.#take("GT");
    this.#take("GT");
    return this.#emit("GT", { maximum: 1n });
  }

  /** Replaces an offset by the 32 bytes of calldata there. */
  loadCalldata(): Value {
    this.#take("CALLDATALOAD");
    return this.#emit("CALLDATALOAD", { maximum: LARGEST_WORD });
  }

  /** Bytes of calldata. */
  calldataSize(): Value {
    return this.#emit("CALLDATASIZE", { maximum: LARGEST_CALLDATA });
  }

  /** Takes the value and puts it behind everything in memory so far. */
  appendToMemory(): void {
    this.#code.push(OPCODES.MSIZE, OPCODES.MSTORE);
    this.#take("MSTORE");
  }

  pop(): void {
    this.#take("POP");
    this.#code.push(OPCODES.POP);
  }

  /** Takes a condition and goes on at the label unless it is zero. */
  jumpIf(label: Label): void {
    this.#take("JUMPI");
    this.#code.push(OPCODES.PUSH2);
    label.references.push(this.#code.length);
    this.#code.push(0, 0, OPCODES.JUMPI);
  }

  mark(label: Label): void {
    label.position = this.#code.length;
    this.#code.push(OPCODES.JUMPDEST);
  }

  /** Ends the call with all of memory as its result. */
  returnMemory(): void {
    this.#code.push(OPCODES.MSIZE, OPCODES.PUSH0, OPCODES.RETURN);
  }

  /** Ends the call as failed, with nothing to say. */
  revert(): void {
    this.#code.push(OPCODES.PUSH0, OPCODES.PUSH0, OPCODES.REVERT);
  }

  /** The code, with the jumps to these labels filled in. */
  assemble(labels: readonly Label[]): Uint8Array {
    const code = Uint8Array.from(this.#code);
    for (const { position, references } of labels) {
      if (position === undefined) throw new AssemblyError("A jump leads nowhere.");
      for (const reference of references) new DataView(code.buffer).setUint16(reference, position);
    }
    return code;
  }

  #push(value: Value, content: bigint): void {
    const bytes = content === 0n ? [] : bytesOf(content);
    this.#code.push(OPCODES.PUSH0 + bytes.length, ...bytes);
    this.#stack.push(value);
  }

  #modular(operation: "MULMOD" | "ADDMOD"): Value {
    this.#take(operation);
    this.#take(operation);
    if (this.#take(operation).constant !== FIELD_MODULUS) {
      throw new AssemblyError(`${operation} finds something other than the modulus.`);
    }
    return this.#emit(operation, { maximum: FIELD_MODULUS - 1n });
  }

  #emit(operation: keyof typeof OPCODES, result: Value): Value {
    this.#code.push(OPCODES[operation]);
    this.#stack.push(result);
    return result;
  }

  #take(operation: keyof typeof OPCODES): Value {
    const value = this.#stack.pop();
    if (value === undefined) throw new AssemblyError(`${operation} finds the stack empty.`);
    return value;
  }

  /** How far below the top the value's topmost copy lies; 0 is the top. */
  #depth(value: Value): number {
    const index = this.#stack.lastIndexOf(value);
    if (index < 0) throw new AssemblyError("The value is not on the stack.");
    return this.#stack.length - 1 - index;
  }
}

/** Big-endian, without leading zeros. */
function bytesOf(value: bigint): number[] {
  const hex = value.toString(16);
  return [...Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex")];
}
