import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { packText, unpackText } from "./text-codes.ts";

/** The code systems that a record can use. "fingerprint" is the hash of an identifier that has no numeric form. */
export type CodeSystem =
  "snomed-ct" | "icd-10" | "icd-10-cm" | "icd-10-pcs" | "gs1-gtin" | "us-npi" | "fingerprint";

/** A code in its canonical spelling, together with the system that gives it its meaning. */
export interface Code {
  readonly system: CodeSystem;
  readonly code: string;
}

interface CodeSystemDefinition {
  /** Upper four bits of the packed code. 0 is unused, so that a bare number is never taken for a code; 15 belongs to NOT_STATED. */
  readonly tag: bigint;
  readonly title: string;
  /** URIs by which FHIR names the system. */
  readonly uris: readonly string[];
  /** The canonical spelling, or undefined for what is no code of the system. */
  readonly canonical: (text: string) => string | undefined;
  /** 60-bit number of a canonical spelling, and back. */
  readonly toNumber: (code: string) => bigint;
  readonly toText: (number: bigint) => string;
}

const decimal = { toNumber: (code: string) => BigInt(code), toText: (number: bigint) => number.toString() };

function matching(pattern: RegExp): (text: string) => string | undefined {
  return (text) => (pattern.test(text) ? text : undefined);
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
    uris: ["http://snomed.info/sct"],
    canonical: matching(/^[1-9][0-9]{5,17}$/),
    ...decimal,
  },
  "icd-10": { tag: 2n, title: "ICD-10", uris: ["http://hl7.org/fhir/sid/icd-10"], ...icd10 },
  "icd-10-cm": { tag: 3n, title: "ICD-10-CM", uris: ["http://hl7.org/fhir/sid/icd-10-cm"], ...icd10 },
  "icd-10-pcs": {
    tag: 4n,
    title: "ICD-10-PCS",
    uris: ["http://www.cms.gov/Medicare/Coding/ICD10", "http://www.icd10data.com/icd10pcs"],
    canonical: matching(/^[0-9A-HJ-NP-Z]{7}$/),
    toNumber: packText,
    toText: unpackText,
  },
  "gs1-gtin": {
    tag: 5n,
    title: "GTIN",
    uris: ["https://www.gs1.org/gtin"],
    // The shorter GTINs are the long one without its leading zeros.
    canonical: (text) => (/^(?:[0-9]{8}|[0-9]{12,14})$/.test(text) ? text.padStart(14, "0") : undefined),
    toNumber: (code) => BigInt(code),
    toText: (number) => number.toString().padStart(14, "0"),
  },
  "us-npi": {
    tag: 6n,
    title: "NPI",
    uris: ["http://hl7.org/fhir/sid/us-npi"],
    canonical: matching(/^[12][0-9]{9}$/),
    ...decimal,
  },
  fingerprint: {
    tag: 7n,
    title: "fingerprint",
    uris: [],
    canonical: matching(/^[0-9a-f]{15}$/),
    toNumber: (code) => BigInt(`0x${code}`),
    toText: (number) => number.toString(16).padStart(15, "0"),
  },
};

const SYSTEM_NAMES = Object.keys(CODE_SYSTEMS) as CodeSystem[];
const NUMBER_BITS = 60n;

/** The system that FHIR names by this URI, or undefined where records do not know it. */
export function codeSystemOf(uri: string): CodeSystem | undefined {
  return SYSTEM_NAMES.find((name) => CODE_SYSTEMS[name].uris.includes(uri));
}

/** The code in its canonical spelling, or undefined where the text is no code of the system. */
export function parseCode(system: CodeSystem, text: string): Code | undefined {
  const code = CODE_SYSTEMS[system].canonical(text);
  return code === undefined ? undefined : { system, code };
}

/**
 * Fingerprint of an identifier: the first 60 bits of SHA-256 over `aftercare/v1 identifier`, the system and the value,
 * a zero byte between them. Neither may contain U+0000 (FHIR forbids it), so two identifiers never hash the same bytes.
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
  const { toText, canonical } = CODE_SYSTEMS[system];
  const code = toText(field & ((1n << NUMBER_BITS) - 1n));
  // Only the one packing of each code is accepted: padding inside a text, or a number out of range, is refused here.
  return canonical(code) === code && packCode({ system, code }) === field ? { system, code } : undefined;
}
