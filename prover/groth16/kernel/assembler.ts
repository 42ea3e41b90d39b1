// oxlint-disable max-lines -- one instruction set: a table of opcodes and the module that holds them
// Just enough of WebAssembly's binary format to write the kernel: instructions as nested lists of bytes, functions
// whose parameters and locals are named by handles, and a module of them around one imported memory.

/** Bytes of instructions; nested, so that an expression can hold its operands without copying them. */
export type Code = readonly (number | Code)[];

export type ValueType = "i32" | "i64" | "f64" | "v128";

const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

/** Signed LEB128. */
function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    if ((rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

function flatten(code: Code, into: number[] = []): number[] {
  for (const part of code) {
    if (typeof part === "number") into.push(part);
    else flatten(part, into);
  }
  return into;
}

/** Length in front, then the bytes. */
function sized(code: Code): number[] {
  const bytes = flatten(code);
  return [...unsigned(bytes.length), ...bytes];
}

/** Names of ASCII letters. */
const text = (value: string): number[] => sized(Array.from(value, (letter) => letter.charCodeAt(0)));

const vector = (elements: readonly Code[]): Code => [unsigned(elements.length), ...elements];

const binary =
  (...opcode: number[]) =>
  (left: Code, right: Code): Code => [left, right, opcode];

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

/** Alignment is a hint only; the kernel's addresses are multiples of eight or more. */
const memoryArgument = (offset: number): number[] => [0, ...unsigned(offset)];

export const i32 = {
  constant: (value: number): Code => [0x41, signed(BigInt(value))],
  load: (address: Code, offset = 0): Code => [address, 0x28, memoryArgument(offset)],
  add: binary(0x6a),
  subtract: binary(0x6b),
  multiply: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  shiftLeft: binary(0x74),
  shiftRight: binary(0x76),
  isZero: (value: Code): Code => [value, 0x45],
  notEqual: binary(0x47),
  lessThan: binary(0x49),
};

export const i64 = {
  constant: (value: bigint): Code => [0x42, signed(BigInt.asIntN(64, value))],
  load: (address: Code, offset = 0): Code => [address, 0x29, memoryArgument(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, 0x37, memoryArgument(offset)],
  add: binary(0x7c),
  subtract: binary(0x7d),
  and: binary(0x83),
  or: binary(0x84),
  shiftLeft: binary(0x86),
  shiftRightSigned: binary(0x87),
  shiftRight: binary(0x88),
  extend: (value: Code): Code => [value, 0xad],
};

export const f64 = {
  load: (address: Code, offset = 0): Code => [address, 0x2b, memoryArgument(offset)],
  fromSigned: (value: Code): Code => [value, 0xb9],
  toSigned: (value: Code): Code => [value, 0xb0],
};

export const v128 = {
  load: (address: Code, offset = 0): Code => [address, simd(0x00), memoryArgument(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    simd(0x0b),
    memoryArgument(offset),
  ],
  /** Loads the low lane and clears the high one. */
  loadLow: (address: Code, offset = 0): Code => [address, simd(0x5d), memoryArgument(offset)],
  /** Loads one 64-bit lane of a vector and keeps the other. */
  loadLane: (address: Code, value: Code, lane: 0 | 1, offset = 0): Code => [
    address,
    value,
    simd(0x57),
    memoryArgument(offset),
    lane,
  ],
  /** Stores one 64-bit lane of a vector. */
  storeLane: (address: Code, value: Code, lane: 0 | 1, offset = 0): Code => [
    address,
    value,
    simd(0x5b),
    memoryArgument(offset),
    lane,
  ],
  and: binary(...simd(0x4e)),
  or: binary(...simd(0x50)),
  xor: binary(...simd(0x51)),
  anyTrue: (value: Code): Code => [value, simd(0x53)],
  /** The two 64-bit lanes exchanged. */
  swapLanes: (value: Code): Code => [
    value,
    value,
    simd(0x0d),
    [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7],
  ],
};

export const i64x2 = {
  splat: (value: Code): Code => [value, simd(0x12)],
  replaceLane: (value: Code, lane: 0 | 1, replacement: Code): Code => [value, replacement, simd(0x1e), lane],
  extractLane: (value: Code, lane: 0 | 1): Code => [value, simd(0x1d), lane],
  add: binary(...simd(0xce)),
  subtract: binary(...simd(0xd1)),
  shiftRight: (value: Code, bits: number): Code => [value, i32.constant(bits), simd(0xcd)],
  /** Products of the signed 32-bit lanes in the lower halves. */
  productOfLowHalves: binary(...simd(0xdc)),
};

export const i32x4 = {
  add: binary(...simd(0xae)),
  multiply: binary(...simd(0xb5)),
  shiftLeft: (value: Code, bits: number): Code => [value, i32.constant(bits), simd(0xab)],
  shiftRightSigned: (value: Code, bits: number): Code => [value, i32.constant(bits), simd(0xac)],
  /** The lower halves of the two 64-bit lanes, in the vector's lower half. */
  lowHalves: (value: Code): Code => [
    value,
    value,
    simd(0x0d),
    [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11],
  ],
};

export const f64x2 = {
  splat: (value: Code): Code => [value, simd(0x14)],
  extractLane: (value: Code, lane: 0 | 1): Code => [value, simd(0x21), lane],
  replaceLane: (value: Code, lane: 0 | 1, replacement: Code): Code => [value, replacement, simd(0x22), lane],
  equal: binary(...simd(0x47)),
  add: binary(...simd(0xf0)),
  subtract: binary(...simd(0xf1)),
  multiply: binary(...simd(0xf2)),
  /** `left · right + addend`, rounded once where the processor fuses; whether it does has to be probed. */
  multiplyAdd: (left: Code, right: Code, addend: Code): Code => [left, right, addend, simd(0x107)],
};

/** A parameter or local variable of a function. */
export interface Variable {
  readonly get: Code;
  set(value: Code): Code;
}

/** A function that others can call. */
export interface Callable {
  call(...operands: readonly Code[]): Code;
}

interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** One function while it is written. */
export class FunctionWriter {
  readonly #parameterCount: number;
  readonly #locals: ValueType[] = [];

  constructor(parameterCount: number) {
    this.#parameterCount = parameterCount;
  }

  local(type: ValueType): Variable {
    this.#locals.push(type);
    return variable(this.#parameterCount + this.#locals.length - 1);
  }

  locals(type: ValueType, count: number): Variable[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  encode(body: Code): Code {
    return sized([vector(this.#locals.map((type) => [1, TYPE_CODES[type]])), body, 0x0b]);
  }
}

function variable(index: number): Variable {
  return {
    get: [0x20, unsigned(index)],
    set: (value) => [value, 0x21, unsigned(index)],
  };
}

const VOID_BLOCK = 0x40;

/** Runs the body for `counter = 0 … count − 1`; not at all if the count is zero. */
export function repeat(counter: Variable, count: Code, body: Code): Code {
  return [
    counter.set(i32.constant(0)),
    when(i32.notEqual(count, i32.constant(0)), [
      [0x03, VOID_BLOCK],
      body,
      counter.set(i32.add(counter.get, i32.constant(1))),
      [i32.lessThan(counter.get, count), 0x0d, 0],
      0x0b,
    ]),
  ];
}

/** Runs the body for `counter = count − 1 … 0`; not at all if the count is zero. */
export function repeatDown(counter: Variable, count: Code, body: Code): Code {
  return [
    counter.set(count),
    when(i32.notEqual(count, i32.constant(0)), [
      [0x03, VOID_BLOCK],
      counter.set(i32.subtract(counter.get, i32.constant(1))),
      body,
      [counter.get, 0x0d, 0],
      0x0b,
    ]),
  ];
}

export function when(condition: Code, body: Code): Code {
  return [condition, 0x04, VOID_BLOCK, body, 0x0b];
}

interface WrittenFunction {
  readonly type: FunctionType;
  readonly code: Code;
  readonly exportedAs: string | undefined;
}

/** A WebAssembly module around one imported memory, with constants in its lowest addresses. */
export class ModuleWriter {
  readonly #functions: WrittenFunction[] = [];
  readonly #constants: bigint[] = [];

  /** Address of a place for one 64-bit constant in both lanes; `fill` it once its value is known. */
  reserveConstant(): { readonly address: number; fill(bits: bigint): void } {
    const index = this.#constants.push(0n) - 1;
    return {
      address: index * 16,
      fill: (bits) => {
        this.#constants[index] = BigInt.asUintN(64, bits);
      },
    };
  }

  /** A 64-bit constant in both lanes. */
  constant(bits: bigint): Code {
    const place = this.reserveConstant();
    place.fill(bits);
    return v128.load(i32.constant(0), place.address);
  }

  /** Address of zeroed memory that the module keeps for itself, a multiple of 16. */
  reserveBytes(length: number): number {
    const address = this.#constants.length * 16;
    for (let at = 0; at < length; at += 16) this.#constants.push(0n);
    return address;
  }

  /** Gives reserved memory the constants of another place; lengths and addresses are multiples of 16. */
  copyConstants(to: number, from: number, length: number): void {
    for (let at = 0; at < length; at += 16)
      this.#constants[(to + at) / 16] = this.#constants[(from + at) / 16]!;
  }

  /** First address that the module does not use, a multiple of 16. */
  get reservedBytes(): number {
    return this.#constants.length * 16;
  }

  /**
   * Adds a function.
   *
   * @param name Under which it is exported; undefined keeps it inside.
   * @param write Gets the function and its parameters, and returns its body.
   */
  function(
    name: string | undefined,
    parameters: readonly ValueType[],
    results: readonly ValueType[],
    write: (writer: FunctionWriter, ...parameters: Variable[]) => Code,
  ): Callable {
    const writer = new FunctionWriter(parameters.length);
    const body = write(writer, ...parameters.map((_, index) => variable(index)));
    const index = this.#functions.push({
      type: { parameters, results },
      code: writer.encode(body),
      exportedAs: name,
    });
    return { call: (...operands) => [...operands, 0x10, unsigned(index - 1)] };
  }

  /** The module's bytes: the same for the same calls, on every machine. */
  encode(): Uint8Array<ArrayBuffer> {
    const types = this.#functions.map(({ type }) => [
      0x60,
      vector(type.parameters.map((parameter) => [TYPE_CODES[parameter]])),
      vector(type.results.map((result) => [TYPE_CODES[result]])),
    ]);
    const exports = this.#functions.flatMap(({ exportedAs }, index) =>
      exportedAs === undefined ? [] : [[text(exportedAs), 0x00, unsigned(index)]],
    );
    const memoryImport = [text("kernel"), text("memory"), 0x02, 0x00, unsigned(1)];
    const data = new Uint8Array(this.#constants.length * 16);
    const view = new DataView(data.buffer);
    this.#constants.forEach((bits, index) => {
      view.setBigUint64(index * 16, bits, true);
      view.setBigUint64(index * 16 + 8, bits, true);
    });
    const section = (number: number, content: Code): Code => [number, sized(content)];
    return Uint8Array.from(
      flatten([
        [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
        section(1, vector(types)),
        section(2, vector([memoryImport])),
        section(3, vector(this.#functions.map((_, index) => unsigned(index)))),
        section(7, vector(exports)),
        section(10, vector(this.#functions.map(({ code }) => code))),
        section(11, vector([[0x00, i32.constant(0), 0x0b, sized([...data])]])),
      ]),
    );
  }
}
