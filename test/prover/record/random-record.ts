import {
  ANAESTHESIA_TYPES,
  ASA_CLASSES,
  COMPLICATION_GRADES,
  CURRENCIES,
  FIELD_CODE_SYSTEMS,
  fingerprint,
  parseCode,
} from "../../../prover/record/index.ts";
import type { Code, Currency, SurgeryRecord } from "../../../prover/record/index.ts";

/** A generator of reproducible integers below a bound (xorshift32). */
export function seededRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

type Random = (bound: number) => number;

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random(values.length)]!;
}

function characters(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(random(alphabet.length))).join("");
}

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALPHANUMERIC = `${DIGITS}${LETTERS}`;

/** The number with the one last digit that makes it a code of the system. */
function withCheckDigit(system: Code["system"], number: string): Code {
  const codes = Array.from(DIGITS, (digit) => parseCode(system, `${number}${digit}`));
  return codes.find((code) => code !== undefined)!;
}

function randomCode(random: Random, system: Code["system"]): Code {
  const digits = (length: number) => characters(random, DIGITS, length);
  const letters = (length: number, alphabet = LETTERS) => characters(random, alphabet, length);
  switch (system) {
    case "snomed-ct":
      return withCheckDigit(system, `${1 + random(9)}${digits(4 + random(13))}`);
    case "icd-10":
    case "icd-10-cm":
    case "icd-10-gm": {
      const category = `${letters(1)}${random(10)}${letters(1, ALPHANUMERIC)}`;
      const rest = letters(random(5), ALPHANUMERIC);
      return { system, code: rest === "" ? category : `${category}.${rest}` };
    }
    case "icd-10-pcs":
      return { system, code: letters(7, ALPHANUMERIC.replace(/[IO]/g, "")) };
    case "gs1-gtin":
      return withCheckDigit(system, digits(13));
    case "us-npi":
      return withCheckDigit(system, `1${digits(8)}`);
    case "fingerprint":
      return fingerprint("urn:test", letters(12, ALPHANUMERIC));
    case "cpt":
      return { system, code: `${digits(4)}${letters(1, `${DIGITS}AFMTU`)}` };
    case "hcpcs":
      return { system, code: `${letters(1, LETTERS.slice(0, 22))}${digits(4)}` };
    case "opcs-4":
      return { system, code: `${letters(1)}${digits(2)}${random(2) === 0 ? "" : `.${random(10)}`}` };
    case "ops": {
      const rest = letters(random(3), ALPHANUMERIC.toLowerCase());
      const group = `${1 + random(9)}-${random(10)}${letters(2, ALPHANUMERIC.toLowerCase())}`;
      return { system, code: rest === "" ? group : `${group}.${rest}` };
    }
    case "ccam":
      return { system, code: `${letters(4)}${digits(3)}` };
  }
}

/** A random record of schema version 1; about a third of its optional values are not stated. */
export function randomRecord(random: Random): SurgeryRecord {
  const maybe = <Value>(value: Value): Value | null => (random(3) === 0 ? null : value);
  const code = (...systems: Code["system"][]): Code => randomCode(random, pick(random, systems));
  const surgeryDay = random(30_000);
  const isCostStated = random(3) > 0;
  return {
    procedure: code(...FIELD_CODE_SYSTEMS.procedure),
    diagnosis: maybe(code(...FIELD_CODE_SYSTEMS.diagnosis)),
    surgeryDay,
    dischargeDay: maybe(surgeryDay + random(40)),
    totalCostCents: isCostStated ? BigInt(random(2 ** 31)) * BigInt(random(2 ** 20)) : null,
    currency: isCostStated ? pick(random, Object.keys(CURRENCIES) as Currency[]) : null,
    anaesthesiaType: maybe(pick(random, ANAESTHESIA_TYPES)),
    asaClass: maybe(pick(random, ASA_CLASSES)),
    complicationGrade: maybe(pick(random, COMPLICATION_GRADES)),
    outcome: maybe(code("snomed-ct")),
    facility: maybe(code("us-npi", "fingerprint")),
    device: maybe(code("snomed-ct", "gs1-gtin", "fingerprint")),
    medicinesRootPrefix: BigInt(random(2 ** 32)) << 32n,
    schemaVersion: 1,
  };
}
