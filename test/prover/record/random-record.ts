import {
  ANAESTHESIA_TYPES,
  ASA_CLASSES,
  COMPLICATION_GRADES,
  CURRENCIES,
  fingerprint,
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
const ALPHANUMERIC = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

function randomCode(random: Random, system: Code["system"]): Code {
  switch (system) {
    case "snomed-ct":
      return { system, code: `${1 + random(9)}${characters(random, DIGITS, 5 + random(13))}` };
    case "icd-10":
    case "icd-10-cm": {
      const category = `${characters(random, ALPHANUMERIC.slice(10), 1)}${random(10)}${characters(random, ALPHANUMERIC, 1)}`;
      const rest = characters(random, ALPHANUMERIC, random(5));
      return { system, code: rest === "" ? category : `${category}.${rest}` };
    }
    case "icd-10-pcs":
      return { system, code: characters(random, ALPHANUMERIC.replace(/[IO]/g, ""), 7) };
    case "gs1-gtin":
      return { system, code: characters(random, DIGITS, 14) };
    case "us-npi":
      return { system, code: `1${characters(random, DIGITS, 9)}` };
    case "fingerprint":
      return fingerprint("urn:test", characters(random, ALPHANUMERIC, 12));
  }
}

/** A random record of schema version 1; about a third of its optional values are not stated. */
export function randomRecord(random: Random): SurgeryRecord {
  const maybe = <Value>(value: Value): Value | null => (random(3) === 0 ? null : value);
  const code = (...systems: Code["system"][]): Code => randomCode(random, pick(random, systems));
  const surgeryDay = random(30_000);
  const isCostStated = random(3) > 0;
  return {
    procedure: code("snomed-ct", "icd-10-pcs"),
    diagnosis: maybe(code("snomed-ct", "icd-10", "icd-10-cm")),
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
