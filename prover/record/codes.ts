import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { passesGs1, passesLuhn, passesVerhoeff } from "./check-digits.ts";
import { packText, unpackText } from "./text-codes.ts";

/** The code systems that a record can use. "fingerprint" is the hash of an identifier that has no numeric form. */
export type CodeSystem =
  | "snomed-ct"
  | "icd-10"
  | "icd-10-cm"
  | "icd-10-pcs"
  | "gs1-gtin"
  | "us-npi"
  | "fingerprint"
  | "cpt"
  | "hcpcs"
  | "opcs-4"
  | "ops"
  | "ccam"
  | "icd-10-gm";

/** A code in its canonical spelling, together with the system that gives it its meaning. */
export interface Code {
  readonly system: CodeSystem;
  readonly code: string;
}

interface CodeSystemDefinition {
  /** Upper four bits of the packed code. 0 is unused, so that a bare number is never taken for a code; 15 belongs to NOT_STATED. */
  readonly tag: bigint;
  readonly title: string;
  /** The canonical spelling, or undefined for what is no code of the system. Leaves the check digit aside. */
  readonly canonical: (text: string) => string | undefined;
  /** Whether the last digit of a canonical spelling is the one that the others demand; absent where codes have none. */
  readonly passesCheck?: (code: string) => boolean;
  /** 60-bit number of a canonical spelling, and back. */
  readonly toNumber: (code: string) => bigint;
  readonly toText: (number: bigint) => string;
}

const decimal = { toNumber: (code: string) => BigInt(code), toText: (number: bigint) => number.toString() };
const text = { toNumber: packText, toText: unpackText };

function matching(pattern: RegExp): (text: string) => string | undefined {
  return (text) => (pattern.test(text) ? text : undefined);
}

/** Codes that files spell in either case. */
function matchingCapitals(pattern: RegExp): (text: string) => string | undefined {
  // Only ASCII: toUpperCase would make an S of the long s.
  return (text) => (/^[0-9A-Za-z]*$/.test(text) ? matching(pattern)(text.toUpperCase()) : undefined);
}

const icd10 = {
  // Bundles spell one code with or without its point and in either case.
  canonical: (text: string) => {
    const match = /^([A-Za-z][0-9][0-9A-Za-z])(?:\.?([0-9A-Za-z]{1,4}))?$/.exec(text);
    return match === null ? undefined : match.slice(1).filter(Boolean).join(".").toUpperCase();
  },
  toNumber: (code: string) => packText(code.replace(".", "")),
  toText: (number: bigint) => unpackText(number).replace(/^(.{3})(.+)$/, "$1.$2"),
};

export const CODE_SYSTEMS: Readonly<Record<CodeSystem, CodeSystemDefinition>> = {
  "snomed-ct": {
    tag: 1n,
    title: "SNOMED CT",
    canonical: matching(/^[1-9][0-9]{5,17}$/),
    passesCheck: passesVerhoeff,
    ...decimal,
  },
  "icd-10": { tag: 2n, title: "ICD-10", ...icd10 },
  "icd-10-cm": { tag: 3n, title: "ICD-10-CM", ...icd10 },
  "icd-10-pcs": { tag: 4n, title: "ICD-10-PCS", canonical: matchingCapitals(/^[0-9A-HJ-NP-Z]{7}$/), ...text },
  "gs1-gtin": {
    tag: 5n,
    title: "GTIN",
    // The shorter GTINs are the long one without its leading zeros.
    canonical: (text) => (/^(?:[0-9]{8}|[0-9]{12,14})$/.test(text) ? text.padStart(14, "0") : undefined),
    passesCheck: passesGs1,
    toNumber: (code) => BigInt(code),
    toText: (number) => number.toString().padStart(14, "0"),
  },
  "us-npi": {
    tag: 6n,
    title: "NPI",
    canonical: matching(/^[12][0-9]{9}$/),
    // The card issuer number of US health (80840) goes before the digits that the check covers.
    passesCheck: (code) => passesLuhn(`80840${code}`),
    ...decimal,
  },
  fingerprint: {
    tag: 7n,
    title: "fingerprint",
    canonical: matching(/^[0-9a-f]{15}$/),
    toNumber: (code) => BigInt(`0x${code}`),
    toText: (number) => number.toString(16).padStart(15, "0"),
  },
  cpt: {
    tag: 8n,
    title: "CPT",
    // Category I: five digits, or four and A. Category II ends in F, III in T, administrative tests in M and U.
    canonical: matchingCapitals(/^[0-9]{4}[0-9AFMTU]$/),
    ...text,
  },
  hcpcs: { tag: 9n, title: "HCPCS Level II", canonical: matchingCapitals(/^[A-V][0-9]{4}$/), ...text },
  "opcs-4": {
    tag: 10n,
    title: "OPCS-4",
    canonical: (text) => {
      const match = /^([A-Za-z][0-9]{2})(?:\.?([0-9]))?$/.exec(text);
      return match === null ? undefined : match.slice(1).filter(Boolean).join(".").toUpperCase();
    },
    toNumber: icd10.toNumber,
    toText: icd10.toText,
  },
  ops: {
    tag: 11n,
    title: "OPS",
    // The German catalogue prints small letters.
    canonical: (text) =>
      matching(/^[1-9]-[0-9][0-9a-z]{2}(?:\.[0-9a-z]{1,2})?$/)(
        text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
      ),
    toNumber: (code) => packText(code.replace(/[-.]/g, "").toUpperCase()),
    toText: (number) =>
      unpackText(number)
        .toLowerCase()
        .replace(/^(.)(.{3})(.*)$/, (_, chapter: string, group: string, rest: string) =>
          rest === "" ? `${chapter}-${group}` : `${chapter}-${group}.${rest}`,
        ),
  },
  ccam: { tag: 12n, title: "CCAM", canonical: matchingCapitals(/^[A-Z]{4}[0-9]{3}$/), ...text },
  "icd-10-gm": { tag: 13n, title: "ICD-10-GM", ...icd10 },
};

const SYSTEM_NAMES = Object.keys(CODE_SYSTEMS) as CodeSystem[];
const NUMBER_BITS = 60n;

/** The code in its canonical spelling, or undefined where the text is no code of the system: by its form, or by its check digit. */
export function parseCode(system: CodeSystem, text: string): Code | undefined {
  const { canonical, passesCheck } = CODE_SYSTEMS[system];
  const code = canonical(text);
  return code === undefined || passesCheck?.(code) === false ? undefined : { system, code };
}

/** Whether the text has the form of a code of the system, whatever its check digit. */
export function looksLike(system: CodeSystem, text: string): boolean {
  return CODE_SYSTEMS[system].canonical(text) !== undefined;
}

/**
 * Fingerprint of an identifier: the first 60 bits of SHA-256 over `aftercare/v1 identifier`, the system and the value,
 * a zero byte between them. Neither may contain U+0000 (FHIR forbids it), so two identifiers never hash the same bytes.
 *
 * It takes 2⁶⁰ hashes to find another identifier for a given fingerprint. But two of one's own choice that share one take
 * 2³⁰, and among 2³⁰ honest identifiers two are likely to share one: a fingerprint tells identifiers apart, it binds nobody
 * who may choose them.
 */
export function fingerprint(system: string, value: string): Code {
  const digest = sha256(utf8ToBytes(`aftercare/v1 identifier\0${system}\0${value}`));
  return { system: "fingerprint", code: bytesToHex(digest).slice(0, 15) };
}

/** Packs a canonical code: the system's tag in the upper 4 bits, the code's number in the lower 60. */
export function packCode({ system, code }: Code): bigint {
  const { tag, toNumber } = CODE_SYSTEMS[system];
  return (tag << NUMBER_BITS) | toNumber(code);
}

/** Reverses {@link packCode}; undefined for an integer that no code packs to. */
export function unpackCode(field: bigint): Code | undefined {
  const tag = field >> NUMBER_BITS;
  const system = SYSTEM_NAMES.find((name) => CODE_SYSTEMS[name].tag === tag);
  if (system === undefined) return undefined;
  const code = parseCode(system, CODE_SYSTEMS[system].toText(field & ((1n << NUMBER_BITS) - 1n)));
  // Only the one packing of each code is accepted: padding inside a text, or a number out of range, is refused here.
  return code !== undefined && packCode(code) === field ? code : undefined;
}
