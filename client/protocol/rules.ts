import { AftercareError } from "../../prover/errors.ts";

/**
 * The windows, shares and limits that a booking's terms agree on; see `RulesLib` for what each means and its bounds.
 * Windows in seconds, whole hours; shares in basis points.
 */
export interface Rules {
  readonly executionWindow: bigint;
  readonly closingWindow: bigint;
  readonly cancellationWindow: bigint;
  readonly noShowWindow: bigint;
  readonly contestWindow: bigint;
  readonly settlementWindow: bigint;
  readonly rulingWindow: bigint;
  readonly lateCancellationShare: bigint;
  readonly noShowShare: bigint;
  readonly defaultShare: bigint;
  readonly maximumReschedules: bigint;
}

const HOUR = 3_600n;
const DAY = 24n * HOUR;

interface Field {
  readonly name: keyof Rules;
  /** Bits of the word, from the lowest field on. */
  readonly bits: bigint;
  /** What one in the word stands for. */
  readonly unit: bigint;
  readonly minimum: bigint;
  readonly maximum: bigint;
}

const days = (name: keyof Rules, minimum: bigint, maximum: bigint): Field => ({
  name,
  bits: 16n,
  unit: HOUR,
  minimum: minimum * DAY,
  maximum: maximum * DAY,
});
const share = (name: keyof Rules): Field => ({ name, bits: 16n, unit: 1n, minimum: 0n, maximum: 10_000n });

/** Every field from the lowest bit on, with the bounds that the escrow checks. */
const FIELDS: readonly Field[] = [
  days("executionWindow", 1n, 90n),
  days("closingWindow", 3n, 180n),
  days("cancellationWindow", 0n, 30n),
  { ...days("noShowWindow", 0n, 90n), minimum: HOUR },
  days("contestWindow", 2n, 30n),
  days("settlementWindow", 1n, 60n),
  days("rulingWindow", 1n, 60n),
  share("lateCancellationShare"),
  share("noShowShare"),
  share("defaultShare"),
  { name: "maximumReschedules", bits: 16n, unit: 1n, minimum: 0n, maximum: 10n },
];

export class InvalidRulesError extends AftercareError {
  override readonly name = "InvalidRulesError";
}

/** The word that stands for these rules in the terms. Throws {@link InvalidRulesError} for what the escrow would refuse. */
export function packRules(rules: Rules): bigint {
  let word = 0n;
  let offset = 0n;
  for (const { name, bits, unit, minimum, maximum } of FIELDS) {
    const value = rules[name];
    const bound = name === "noShowWindow" ? rules.executionWindow : maximum;
    if (value < minimum || value > bound || value % unit !== 0n) {
      throw new InvalidRulesError(
        `The rule ${name} cannot be ${value}.`,
        `Choose a value from ${minimum} to ${bound}${unit === 1n ? "" : `, a multiple of ${unit} seconds`}.`,
        { name, value },
      );
    }
    word |= (value / unit) << offset;
    offset += bits;
  }
  return word;
}

/** The rules that a word of the terms stands for. */
export function unpackRules(word: bigint): Rules {
  let rest = word;
  const entries = FIELDS.map(({ name, bits, unit }) => {
    const value = BigInt.asUintN(Number(bits), rest) * unit;
    rest >>= bits;
    return [name, value];
  });
  return Object.fromEntries(entries) as Rules;
}
