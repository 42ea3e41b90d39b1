// An entry of its own, because the validator brings three megabytes of definitions: who reads bundles loads it, who only
// proves does not.
import { Fhir, type ValidatorMessage } from "fhir";

import { AftercareError } from "../errors.ts";
import { parseBundleJson, readBundle, type ReadBundleOptions } from "./fhir/read-bundle.ts";
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

/**
 * Checks a bundle with the FHIR.js validator: required elements, unknown elements at any depth, codes of the value sets
 * that FHIR R4 binds. Checked are the bundle itself and the resources of the types that records are read from: what else
 * is in it says nothing to a record, and the validator refuses some of HL7's own examples of other types.
 *
 * @param json Parsed JSON, as `JSON.parse` gives it.
 * @throws NonconformingBundleError for the first thing that is wrong
 */
export function validateBundle(json: unknown): void {
  if (!isObject(json) || json["resourceType"] !== "Bundle") {
    throw new NonconformingBundleError("Bundle", "a FHIR Bundle");
  }
  const entries: unknown[] = Array.isArray(json["entry"]) ? json["entry"] : [];
  const resources: unknown[] = [];
  // The bundle first without its resources, then each by itself: so a message can be put to its entry.
  const envelope = entries.map((entry) => {
    if (!isObject(entry)) return entry;
    const { resource, ...rest } = entry;
    resources.push(resource);
    return rest;
  });
  validateResource(entries.length === 0 ? json : { ...json, entry: envelope }, "Bundle", "Bundle");
  for (const [index, resource] of resources.entries()) {
    const path = `Bundle.entry[${index}].resource`;
    if (!isObject(resource)) throw new NonconformingBundleError(path, "a resource");
    const type = RESOURCE_TYPES.find((known) => known === resource["resourceType"]);
    if (type !== undefined) validateResource(resource, type, path);
  }
}

/**
 * Reads one surgery from the text of a FHIR R4 Bundle, after the whole bundle passed {@link validateBundle}.
 * This is the reader for bundles that come from outside.
 *
 * @throws NonconformingBundleError, and the errors of `parseBundle`
 */
export function parseValidBundle(text: string, options: ReadBundleOptions = {}): SurgeryRecord {
  // Goes first: it refuses text that JSON.parse would take differently, or not survive.
  const json = parseBundleJson(text);
  validateBundle(JSON.parse(text));
  return readBundle(json, options);
}
