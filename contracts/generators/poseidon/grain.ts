/**
 * The Grain generator in self-shrinking mode, from which Poseidon's authors derive all constants, so that nobody could
 * have chosen them.
 */
export class Grain {
  #state: number[];

  /** Seeds the register with a description of the permutation. */
  constructor(permutation: { fieldBits: number; width: number; fullRounds: number; partialRounds: number }) {
    const { fieldBits, width, fullRounds, partialRounds } = permutation;
    this.#state = [
      ...bitsOf(1, 2), // a prime field
      ...bitsOf(0, 4), // x^α as S-box
      ...bitsOf(fieldBits, 12),
      ...bitsOf(width, 12),
      ...bitsOf(fullRounds, 10),
      ...bitsOf(partialRounds, 10),
      ...bitsOf(2 ** 30 - 1, 30),
    ];
    for (let i = 0; i < 160; i++) this.#shift();
  }

  /** The next number of so many bits. */
  next(bits: number): bigint {
    let number = 0n;
    for (let i = 0; i < bits; i++) number = (number << 1n) | BigInt(this.#nextBit());
    return number;
  }

  /** Of two bits of the register the first says whether the second is put out. */
  #nextBit(): number {
    while (this.#shift() === 0) this.#shift();
    return this.#shift();
  }

  #shift(): number {
    const bit = [62, 51, 38, 23, 13, 0].reduce((sum, tap) => sum ^ this.#state[tap]!, 0);
    this.#state.shift();
    this.#state.push(bit);
    return bit;
  }
}

/** The lowest bits of a number, most significant first. */
function bitsOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor(value / 2 ** (count - 1 - index)) % 2);
}
