import { CODE_SYSTEMS, packCode, parseCode, type Code, type CodeSystem } from "../record/codes.ts";
import { CURRENCIES, currencyNamed, type Currency } from "../record/currencies.ts";
import { dayOf, LAST_DAY } from "../record/days.ts";
import { describeCode, describeMoney } from "../record/describe.ts";
import { NOT_STATED } from "../record/schema.ts";
import type { PolicyValue } from "./policy.ts";

/** How values of one kind are read, encoded and shown. */
export interface ValueKind<Value extends PolicyValue = PolicyValue> {
  /** What a value has to be, to go on after "It has to be". */
  readonly expected: string;
  /** The canonical value, or undefined for what is none of this kind. */
  read(json: unknown): Value | undefined;
  /** The integer that a record holds for the value. */
  encode(value: Value): bigint;
  /** The value in plain English. */
  describe(value: Value): string;
}

/** The members of a plain object with exactly these names, or undefined for anything else. */
function membersOf<Name extends string>(
  json: unknown,
  names: readonly Name[],
): Record<Name, unknown> | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const own = Object.keys(json);
  if (own.length !== names.length || names.some((name) => !own.includes(name))) return undefined;
  return json as Record<Name, unknown>;
}

/** Codes of some systems, written `{ "system": "snomed-ct", "code": "80146002" }`. */
export function codes(systems: readonly CodeSystem[]): ValueKind<Code> {
  return {
    expected: `a code { system, code } of ${systems.map((system) => CODE_SYSTEMS[system].title).join(" or ")}, with its right check digit where it has one`,
    read(json) {
      const members = membersOf(json, ["system", "code"]);
      const system = systems.find((known) => known === members?.system);
      const code = members?.code;
      return system === undefined || typeof code !== "string" ? undefined : parseCode(system, code);
    },
    encode: packCode,
    describe: describeCode,
  };
}

/** Systems whose codes sort by meaning, so that a range of them says something. */
export const RANGED_SYSTEMS: readonly CodeSystem[] = [
  "icd-10",
  "icd-10-cm",
  "icd-10-gm",
  "icd-10-pcs",
  "ops",
  "opcs-4",
  "ccam",
  "cpt",
  "hcpcs",
];

/** Most characters of a code in base 37; see `docs/record.md`. */
const CODE_WIDTH = 11;

/**
 * The last number of any code that begins with this one. A range ends with a whole category: in the
 * ICD "C00 to C97" has C97.9 in it.
 */
export function lastCodeUnder({ system, code }: Code): bigint {
  return packCode({ system, code: code.replace(/[-.]/g, "").padEnd(CODE_WIDTH, "Z") });
}

function dayNumber(text: string): number | undefined {
  const date = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  const day = date === null ? undefined : dayOf(Number(date[1]), Number(date[2]), Number(date[3]));
  return day === undefined || day < 0 || day > LAST_DAY ? undefined : day;
}

/** UTC days, written `2026-01-31`. */
export const days: ValueKind<string> = {
  expected: "a date such as 2026-01-31, from 1970-01-01 on",
  read: (json) => (typeof json === "string" && dayNumber(json) !== undefined ? json : undefined),
  encode: (date) => BigInt(dayNumber(date)!),
  describe: (date) => date,
};

const MONEY = /^(0|[1-9][0-9]{0,17})(?:\.([0-9]{2}))? ([A-Z]{3})$/;

interface Money {
  readonly cents: bigint;
  readonly currency: Currency;
}

function moneyOf(text: string): Money | undefined {
  const [, units = "", hundredths = "00", letters = ""] = MONEY.exec(text) ?? [];
  const cents = BigInt(`${units}${hundredths}`);
  const currency = currencyNamed(letters);
  return currency !== undefined && cents < NOT_STATED ? { cents, currency } : undefined;
}

function moneyText({ cents, currency }: Money): string {
  return `${cents / 100n}.${(cents % 100n).toString().padStart(2, "0")} ${currency}`;
}

function readMoney(json: unknown): Money | undefined {
  if (typeof json === "string") return moneyOf(json);
  const { cents, currency } = membersOf(json, ["cents", "currency"]) ?? {};
  if (typeof cents !== "number" || !Number.isSafeInteger(cents) || cents < 0) return undefined;
  const known = typeof currency === "string" ? currencyNamed(currency) : undefined;
  return known && { cents: BigInt(cents), currency: known };
}

/** Amounts, written `1500.00 USD` or `{ "cents": 150000, "currency": "USD" }`. The first form is canonical. */
export const money: ValueKind<string> = {
  expected: "an amount such as 1500.00 USD, or { cents, currency }",
  read(json) {
    const amount = readMoney(json);
    return amount && moneyText(amount);
  },
  encode: (text) => moneyOf(text)!.cents,
  describe(text) {
    const { cents, currency } = moneyOf(text)!;
    return describeMoney(cents, currency);
  },
};

/** The currency of an amount in its canonical spelling. */
export function currencyOfMoney(text: string): Currency {
  return moneyOf(text)!.currency;
}

/** Currencies by their letters. */
export const currencies: ValueKind<Currency> = {
  expected: "the letters of a currency, such as USD",
  read: (json) => (typeof json === "string" ? currencyNamed(json) : undefined),
  encode: (letters) => BigInt(CURRENCIES[letters]),
  describe: (letters) => letters,
};

/** One of a few words or numbers, each with the integer that a record holds for it. */
export function choices<Value extends string | number>(
  options: readonly (readonly [value: Value, encoded: bigint])[],
  describe: (value: Value) => string = String,
): ValueKind<Value> {
  return {
    expected: `one of: ${options.map(([value]) => value).join(", ")}`,
    read: (json) => options.find(([value]) => value === json)?.[0],
    encode: (value) => options.find(([known]) => known === value)![1],
    describe,
  };
}

const NO_MEDICINES = "none";

/** First eight bytes of a medicines root in hexadecimal, or `none` for a plan without medicines. */
export const medicinesRootPrefixes: ValueKind<string> = {
  expected: `${NO_MEDICINES}, or 0x and sixteen hexadecimal digits that are not all zero`,
  read(json) {
    if (json === NO_MEDICINES) return NO_MEDICINES;
    const isPrefix = typeof json === "string" && /^0x[0-9a-fA-F]{16}$/.test(json) && BigInt(json) > 0n;
    return isPrefix ? json.toLowerCase() : undefined;
  },
  encode: (prefix) => (prefix === NO_MEDICINES ? 0n : BigInt(prefix)),
  describe: (prefix) => (prefix === NO_MEDICINES ? "that of no medicines" : `${prefix}…`),
};
