import { describe, expect, it } from "vitest";

import { parseValidBundle } from "../../../prover/record/fhir-validation.ts";
import { AmbiguousProcedureError, parseBundle } from "../../../prover/record/index.ts";
import { APPENDECTOMY } from "./edited-bundle.ts";
import { fixture, fixtureText, resourceOf } from "./fixtures.ts";
import type { EditableBundle, Json, JsonValue } from "./fixtures.ts";

const READERS = { parseBundle, parseValidBundle };
const PCS = { system: "http://hl7.org/fhir/sid/icd-10-pcs", code: "0DTJ4ZZ" };

function add(bundle: EditableBundle, entry: JsonValue): void {
  (bundle.entry as JsonValue[]).push(entry);
}

function addResource(bundle: EditableBundle, resource: Json): void {
  add(bundle, { fullUrl: `urn:uuid:${String(resource["resourceType"])}-more`, resource });
}

/** A second resource like the one of the fixture, which concerns the surgery no more. */
function unrelated(bundle: EditableBundle, type: string, elements: Json): void {
  const apart: Json = {
    procedure: [{ sequence: 1, procedureCodeableConcept: { text: "other" } }],
    partOf: [],
  };
  const resource: Json = { ...resourceOf(bundle, type), id: "more", ...elements };
  for (const name of ["procedure", "partOf"]) if (name in resource) resource[name] = apart[name]!;
  addResource(bundle, resource);
}

function codings(bundle: EditableBundle): Json[] {
  return (resourceOf(bundle, "Procedure")["code"] as { coding: Json[] }).coding;
}

const MODIFIED: Json = { modifierExtension: [{ url: "urn:x", valueBoolean: true }] };
const IMPLICIT: Json = { implicitRules: "urn:rules" };

const FAULTS: Readonly<Record<string, (bundle: EditableBundle) => void>> = {
  "a secondary coding that is no code of its system": (bundle) =>
    codings(bundle).push({ ...PCS, code: "nonsense" }),
  "a secondary coding with a wrong check digit, beside a right one": (bundle) =>
    codings(bundle).push({ system: "http://snomed.info/sct", code: "80146003" }),
  "a secondary coding without code": (bundle) => codings(bundle).push({ system: PCS.system }),
  "two secondary codings that differ": (bundle) => codings(bundle).push(PCS, { ...PCS, code: "0DTJ0ZZ" }),
  "a second procedure that was cancelled": (bundle) =>
    addResource(bundle, { ...resourceOf(bundle, "Procedure"), id: "second", status: "not-done" }),
  "a second procedure that was an error, and misshapen": (bundle) =>
    addResource(bundle, { resourceType: "Procedure", status: "entered-in-error", code: 5, subject: null }),
  "an entry without resource": (bundle) => add(bundle, { fullUrl: "urn:uuid:none" }),
  "an entry that deletes": (bundle) => add(bundle, { request: { method: "DELETE", url: "Patient/1" } }),
  "an entry that patches": (bundle) =>
    add(bundle, { request: { method: "PATCH", url: "Patient/1" }, resource: { resourceType: "Parameters" } }),
  "two entries with one URL that nothing refers to": (bundle) => {
    for (const active of [true, false]) addResource(bundle, { resourceType: "Patient", active });
  },
  "a resource without type": (bundle) => add(bundle, { fullUrl: "urn:uuid:x", resource: {} }),
  "an unrelated patient with a modifier extension": (bundle) =>
    addResource(bundle, { resourceType: "Patient", ...MODIFIED }),
  "an unrelated resource in an entry with a modifier extension": (bundle) =>
    add(bundle, { ...MODIFIED, resource: { resourceType: "Patient" } }),
  "an unrelated claim with a modifier extension": (bundle) => unrelated(bundle, "Claim", MODIFIED),
  "an unrelated claim under other rules": (bundle) => unrelated(bundle, "Claim", IMPLICIT),
  "an unrelated claim that is misshapen": (bundle) =>
    unrelated(bundle, "Claim", { status: 1, total: "much", patient: [] }),
  "an unrelated observation with a modifier extension": (bundle) =>
    unrelated(bundle, "Observation", MODIFIED),
  "an unrelated observation that is misshapen": (bundle) =>
    unrelated(bundle, "Observation", { status: 1, code: "none", valueCodeableConcept: [] }),
  "an unrelated encounter of R5": (bundle) =>
    addResource(bundle, { resourceType: "Encounter", status: "completed", actualPeriod: {} }),
  "a step that is not read, with a modifier extension": (bundle) =>
    addResource(bundle, {
      resourceType: "Procedure",
      status: "completed",
      partOf: [{ reference: "Procedure/example" }],
      code: { text: "counting swabs" },
      ...MODIFIED,
    }),
  "a narrative without text": (bundle) =>
    void (resourceOf(bundle, "Procedure")["text"] = { status: "generated" }),
};

describe.each(Object.entries(READERS))("%s does not mind, outside what it reads,", (_, read) => {
  it.each(Object.entries(FAULTS))("%s", (_fault, spoil) => {
    const bundle = fixture(APPENDECTOMY);
    spoil(bundle);
    expect(read(JSON.stringify(bundle))).toEqual(parseBundle(fixtureText(APPENDECTOMY)));
  });

  it.each(["Procedure", "Encounter", "Claim", "Observation"])(
    "but refuses a modifier extension of the %s that it reads, or of its entry",
    (type) => {
      const ofResource = fixture(APPENDECTOMY);
      Object.assign(resourceOf(ofResource, type), MODIFIED);
      expect(() => read(JSON.stringify(ofResource))).toThrow(
        expect.objectContaining({ path: expect.stringMatching(/resource\.modifierExtension$/) as string }),
      );
      const ofEntry = fixture(APPENDECTOMY);
      const entry = ofEntry.entry.find(({ resource }) => resource["resourceType"] === type)!;
      Object.assign(entry, MODIFIED);
      expect(() => read(JSON.stringify(ofEntry))).toThrow(
        expect.objectContaining({
          path: expect.stringMatching(/^Bundle\.entry\[\d\]\.modifierExtension$/) as string,
        }),
      );
    },
  );
});

describe("a preferred coding that is no code", () => {
  it.each([
    ["a wrong check digit", "80146003", /its check digit says that it was mistyped/],
    ["letters", "appendectomy", /a code of SNOMED CT\.$/],
  ])("is refused, not passed over for another system: %s", (_, code, message) => {
    const bundle = fixture(APPENDECTOMY);
    codings(bundle).splice(0, 1, { system: "http://snomed.info/sct", code }, PCS);
    expect(() => parseBundle(JSON.stringify(bundle))).toThrow(message);
    expect(() => parseBundle(JSON.stringify(bundle))).toThrow(
      expect.objectContaining({ path: "Bundle.entry[0].resource.code.coding[0].code" }),
    );
  });
});

describe("several procedures that may be the surgery", () => {
  it("are listed with status, code and date, whatever their faults", () => {
    const bundle = fixture(APPENDECTOMY);
    const first = resourceOf(bundle, "Procedure");
    addResource(bundle, { ...first, id: "second", performedDateTime: "2013-04-06" });
    addResource(bundle, {
      resourceType: "Procedure",
      id: "third",
      status: "not-done",
      code: [],
      performedPeriod: 1,
    });
    expect(() => parseBundle(JSON.stringify(bundle))).toThrow(AmbiguousProcedureError);
    expect(() => parseBundle(JSON.stringify(bundle))).toThrow(
      expect.objectContaining({
        candidates: [
          expect.objectContaining({ id: "example", status: "completed", performed: "2013-04-05" }),
          expect.objectContaining({ id: "second", status: "completed", performed: "2013-04-06" }),
          expect.objectContaining({ id: "third", status: "not-done", code: null, performed: null }),
        ],
      }),
    );
  });
});
