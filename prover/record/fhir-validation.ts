// An entry of its own, because the validator brings three megabytes of definitions: who reads bundles loads it, who only
// proves does not.
import { Fhir, type ValidatorMessage } from "fhir";

import { AftercareError } from "../errors.ts";
import { withoutByteOrderMark } from "../json/strict-json.ts";
import { Bundle } from "./fhir/bundle.ts";
import { parseBundleJson, readRecord, type ReadBundleOptions } from "./fhir/read-bundle.ts";
import { parseLiteral, restfulParts } from "./fhir/reference.ts";
import { RESOURCE_TYPES } from "./fhir/r4-structure.ts";
import type { SurgeryRecord } from "./schema.ts";

/** A bundle breaks the rules of FHIR R4. `path` names the place; no value is quoted, as it is medical data. */
export class NonconformingBundleError extends AftercareError {
  override readonly name = "NonconformingBundleError";
  readonly path: string;

  constructor(path: string, expected: string) {
    super(`${path} does not conform to FHIR R4.`, `It has to be ${expected}.`, { path, expected });
    this.path = path;
  }
}

const validator = new Fhir();

/** Names that may appear in a path; anything else in their place is from outside and not repeated. */
const PATH_STEP = /^[A-Za-z][A-Za-z0-9]{0,63}(?:\[[0-9]+\])?$/;

function expectedAt(message = ""): string {
  if (message.startsWith("Missing")) return "present";
  if (message.startsWith("Unexpected")) return "absent";
  if (message.includes("not found in value set")) return "a code of the value set that FHIR R4 binds it to";
  return "as FHIR R4 defines it";
}

/** The place of a message below `path`. A message about something contained keeps the place of its container. */
function placeOf({ location = "" }: ValidatorMessage, type: string, path: string): string {
  const [first, ...steps] = location.split(".");
  if (first !== type) return path;
  return [path, ...steps.map((step) => (PATH_STEP.test(step) ? step : "(unknown element)"))].join(".");
}

function isRefusal({ severity }: ValidatorMessage): boolean {
  return String(severity) === "error" || String(severity) === "fatal";
}

function validateResource(resource: object, type: string, path: string): void {
  let refusal: ValidatorMessage | undefined;
  try {
    refusal = validator.validate(resource, { errorOnUnexpected: true }).messages.find(isRefusal);
  } catch {
    // The validator counts on lists being lists and objects being objects.
    throw new NonconformingBundleError(path, "made of the JSON types that FHIR R4 gives its elements");
  }
  if (refusal !== undefined) {
    throw new NonconformingBundleError(placeOf(refusal, type, path), expectedAt(refusal.message));
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A reference as the validator understands it: it takes the last step but one of every URL for the type of the target. */
function plainReference(text: string): string {
  const literal = parseLiteral(text);
  if (literal.kind === "contained") return text;
  if (literal.kind === "conditional") return `${literal.type}/conditional`;
  return restfulParts(literal.url)?.typeAndId ?? "urn:other";
}

/** A copy of a resource whose references are all in the one form that the validator knows. */
function withPlainReferences(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withPlainReferences);
  if (!isObject(json)) return json;
  const members = Object.entries(json).map(([name, value]): [string, unknown] => [
    name,
    name === "reference" && typeof value === "string" ? plainReference(value) : withPlainReferences(value),
  ]);
  return Object.fromEntries(members);
}

/** Validates the resource of one entry, if it is of a type that records are read from. */
function validateEntry(resource: unknown, path: string): void {
  if (!isObject(resource)) return;
  const type = RESOURCE_TYPES.find((known) => known === resource["resourceType"]);
  if (type === undefined) return;
  // The narrative repeats in prose what the elements say, and nothing is read from it.
  const { text: _, ...elements } = resource;
  validateResource(withPlainReferences(elements) as object, type, path);
}

/**
 * Checks a bundle with the FHIR.js validator: required elements, unknown elements at any depth, codes of the value sets
 * that FHIR R4 binds. Checked are the bundle itself and the resources of the types that records are read from: what else
 * is in it says nothing to a record, and the validator refuses some of HL7's own examples of other types.
 *
 * @param json Parsed JSON, as `JSON.parse` gives it.
 * @param entries Places of the entries to look at; all by default.
 * @throws NonconformingBundleError for the first thing that is wrong
 */
export function validateBundle(json: unknown, entries?: ReadonlySet<number>): void {
  if (!isObject(json) || json["resourceType"] !== "Bundle") {
    throw new NonconformingBundleError("Bundle", "a FHIR Bundle");
  }
  const all: unknown[] = Array.isArray(json["entry"]) ? json["entry"] : [];
  const isMeant = (index: number) => entries === undefined || entries.has(index);
  // The bundle first without its resources, then each by itself: so a message can be put to its entry.
  const envelope = all.map((entry, index) => {
    if (!isMeant(index)) return {};
    if (!isObject(entry)) return entry;
    const { resource: _, ...rest } = entry;
    return rest;
  });
  validateResource(all.length === 0 ? json : { ...json, entry: envelope }, "Bundle", "Bundle");
  for (const [index, entry] of all.entries()) {
    if (isMeant(index) && isObject(entry))
      validateEntry(entry["resource"], `Bundle.entry[${index}].resource`);
  }
}

/**
 * Reads one surgery from the text of a FHIR R4 Bundle that passes {@link validateBundle}, so far as the record is read
 * from it. This is the reader for bundles that come from outside.
 *
 * @throws NonconformingBundleError, and the errors of `parseBundle`
 */
export function parseValidBundle(text: string, options: ReadBundleOptions = {}): SurgeryRecord {
  const bundle = new Bundle(parseBundleJson(text));
  const record = readRecord(bundle, options);
  // Its own parser gave objects without prototype and symbols for numbers, of which the validator knows nothing.
  validateBundle(JSON.parse(withoutByteOrderMark(text)), bundle.entriesRead);
  return record;
}
