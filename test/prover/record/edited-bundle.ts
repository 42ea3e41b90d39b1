import { expect } from "vitest";

import { fingerprint, readBundle } from "../../../prover/record/index.ts";
import type { SurgeryRecord } from "../../../prover/record/index.ts";
import { fixture, pathOf, resourceOf } from "./fixtures.ts";
import type { EditableBundle, Json, JsonValue } from "./fixtures.ts";

export const APPENDECTOMY = "surgery-06-appendectomy.json";

/** Reads the appendectomy after `change` has edited it. */
export function readChanged(change: (bundle: EditableBundle) => void, name = APPENDECTOMY): SurgeryRecord {
  const bundle = fixture(name);
  change(bundle);
  return readBundle(bundle);
}

/** Reads the appendectomy with some elements of one resource replaced; `undefined` removes one. */
export function readWith(
  type: string,
  elements: Readonly<Record<string, JsonValue | undefined>>,
): SurgeryRecord {
  return readChanged((bundle) => replace(resourceOf(bundle, type), elements));
}

export function replace(resource: Json, elements: Readonly<Record<string, JsonValue | undefined>>): void {
  for (const [name, value] of Object.entries(elements)) {
    if (value === undefined) delete resource[name];
    else resource[name] = value;
  }
}

export function refusedAt(path: string) {
  return expect.objectContaining({ name: "UnrepresentableFieldError", path });
}

export const PROCEDURE = pathOf(fixture(APPENDECTOMY), "Procedure");
export const ENCOUNTER = pathOf(fixture(APPENDECTOMY), "Encounter");
export const CLAIM = pathOf(fixture(APPENDECTOMY), "Claim");

/** The UTC day of a calendar date. */
export function day(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

export function snomed(code: string) {
  return { system: "snomed-ct", code } as const;
}

/** The code of an organization that Synthea made. */
export function synthea(value: string) {
  return fingerprint("https://github.com/synthetichealth/synthea", value);
}
