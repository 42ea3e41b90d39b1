import { CODE_SYSTEMS, unpackCode, type CodeSystem } from "../record/codes.ts";
import { CURRENCIES } from "../record/currencies.ts";
import { LAST_DAY } from "../record/days.ts";
import { FIELD_CODE_SYSTEMS } from "../record/fields.ts";
import {
  ANAESTHESIA_TYPES,
  ASA_CLASSES,
  COMPLICATION_GRADES,
  NOT_STATED,
  SCHEMA_VERSION,
  type FieldName,
} from "../record/schema.ts";
import { packText } from "../record/text-codes.ts";
import { ALL_VALUES, intersectionOf, rangeOf, unionOf, type ValueSet } from "./value-set.ts";

const TAG_SHIFT = 60n;
const LAST_NUMBER = (1n << TAG_SHIFT) - 1n;

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The least number of a code system that is no less than another one; undefined above the last. */
type Successor = (number: bigint) => bigint | undefined;

function numbers(least: bigint, greatest: bigint): Successor {
  const next = (number: bigint) => (number < least ? least : number);
  return (number) => (next(number) <= greatest ? next(number) : undefined);
}

/**
 * Texts with one alphabet for each place, the places from `shortest` on optional. Most integers between two of them are no
 * text at all, so counting up would not do.
 */
function texts(alphabets: readonly string[], shortest: number): Successor {
  const leastFrom = (prefix: string, number: bigint): bigint | undefined => {
    const place = prefix.length;
    if (place >= shortest && packText(prefix) >= number) return packText(prefix);
    if (place === alphabets.length) return undefined;
    for (const letter of alphabets[place]!) {
      // No text that begins with this letter reaches the number: "Z" packs to the greatest digit.
      if (packText(`${prefix}${letter}`.padEnd(alphabets.length, "Z")) < number) continue;
      const found = leastFrom(`${prefix}${letter}`, number);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (number) => leastFrom("", number);
}

const ICD_10 = texts([LETTERS, DIGITS, ...Array.from({ length: 5 }, () => `${DIGITS}${LETTERS}`)], 3);

/** What each code system's numbers look like, without its tag. A code of the system is always among them. */
const SUCCESSORS: Readonly<Record<CodeSystem, Successor>> = {
  "snomed-ct": numbers(10n ** 5n, 10n ** 18n - 1n),
  "icd-10": ICD_10,
  "icd-10-cm": ICD_10,
  "icd-10-pcs": texts(
    Array.from({ length: 7 }, () => `${DIGITS}${LETTERS.replace(/[IO]/g, "")}`),
    7,
  ),
  "gs1-gtin": numbers(0n, 10n ** 14n - 1n),
  "us-npi": numbers(10n ** 9n, 3n * 10n ** 9n - 1n),
  fingerprint: numbers(0n, LAST_NUMBER),
  cpt: texts([DIGITS, DIGITS, DIGITS, DIGITS, `${DIGITS}AFMTU`], 5),
  hcpcs: texts(["ABCDEFGHIJKLMNOPQRSTUV", DIGITS, DIGITS, DIGITS, DIGITS], 5),
  "opcs-4": texts([LETTERS, DIGITS, DIGITS, DIGITS], 3),
  ops: texts([DIGITS.slice(1), DIGITS, ...Array.from({ length: 4 }, () => `${DIGITS}${LETTERS}`)], 4),
  ccam: texts([LETTERS, LETTERS, LETTERS, LETTERS, DIGITS, DIGITS, DIGITS], 7),
  "icd-10-gm": ICD_10,
};

/** Most numbers that are tried one after another: systems with a check digit have a code in every ten or so. */
const MOST_TRIES = 2_000;

/** The least code of a system in a range of packed codes. */
function firstCode(system: CodeSystem, lo: bigint, hi: bigint): bigint | undefined {
  const base = CODE_SYSTEMS[system].tag << TAG_SHIFT;
  let number = SUCCESSORS[system](lo > base ? lo - base : 0n);
  for (let tries = 0; number !== undefined && tries < MOST_TRIES && base + number <= hi; tries++) {
    if (unpackCode(base + number) !== undefined) return base + number;
    number = SUCCESSORS[system](number + 1n);
  }
  return undefined;
}

/** All integers that carry a system's tag. */
export function taggedBy(systems: readonly CodeSystem[]): ValueSet {
  return unionOf(
    ...systems.map((system) => {
      const base = CODE_SYSTEMS[system].tag << TAG_SHIFT;
      return rangeOf(base, base + LAST_NUMBER);
    }),
  );
}

/** Finds what of a set a record may hold in a field. */
interface Domain {
  /** The least value of the set that a record may state. */
  firstStated(set: ValueSet): bigint | undefined;
  /** Whether a record may leave the field out. */
  readonly optional: boolean;
}

function values(stated: ValueSet, optional: boolean): Domain {
  return { firstStated: (set) => intersectionOf(set, stated).at(0)?.lo, optional };
}

function coded(field: keyof typeof FIELD_CODE_SYSTEMS, optional: boolean): Domain {
  return {
    firstStated: (set) =>
      FIELD_CODE_SYSTEMS[field]
        .flatMap((system) =>
          intersectionOf(set, taggedBy([system])).map(({ lo, hi }) => firstCode(system, lo, hi)),
        )
        .find((code) => code !== undefined),
    optional,
  };
}

const point = (value: bigint): ValueSet => rangeOf(value, value);
const count = (options: readonly unknown[], first = 0n): ValueSet =>
  rangeOf(first, first + BigInt(options.length) - 1n);

/** Every UTC day that a record can name. */
export const RECORD_DAYS: ValueSet = rangeOf(0n, BigInt(LAST_DAY));

/**
 * What a record may hold in each field, exactly: the schema's rules, as `decodeRecord` enforces them. The domains of
 * POLICY_FIELDS are wider where that saves slots; these decide what some record can satisfy.
 */
export const RECORD_DOMAINS: Readonly<Record<FieldName, Domain>> = {
  procedure: coded("procedure", false),
  codeSystem: values(
    unionOf(...FIELD_CODE_SYSTEMS.procedure.map((system) => point(CODE_SYSTEMS[system].tag))),
    false,
  ),
  diagnosis: coded("diagnosis", true),
  surgeryDay: values(RECORD_DAYS, false),
  dischargeDay: values(RECORD_DAYS, true),
  totalCost: values(rangeOf(0n, NOT_STATED - 1n), true),
  currency: values(unionOf(...Object.values(CURRENCIES).map((number) => point(BigInt(number)))), true),
  anaesthesiaType: values(count(ANAESTHESIA_TYPES), true),
  asaClass: values(count(ASA_CLASSES, 1n), true),
  complicationGrade: values(count(COMPLICATION_GRADES), true),
  outcome: coded("outcome", true),
  facility: coded("facility", true),
  device: coded("device", true),
  medicinesRootPrefix: values(ALL_VALUES, false),
  schemaVersion: values(point(BigInt(SCHEMA_VERSION)), false),
};
