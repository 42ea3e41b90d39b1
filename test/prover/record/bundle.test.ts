import { describe, expect, it } from "vitest";

import {
  AmbiguousProcedureError,
  InvalidBundleError,
  UnknownProcedureError,
  readBundle,
} from "../../../prover/record/index.ts";
import {
  APPENDECTOMY,
  CLAIM,
  ENCOUNTER,
  PROCEDURE,
  day,
  readChanged,
  readWith,
  refusedAt,
  snomed,
} from "./edited-bundle.ts";
import { fixture, fixtureText, resourceOf } from "./fixtures.ts";
import type { EditableBundle, Json } from "./fixtures.ts";

describe("which procedure is read", () => {
  function twoProcedures(): EditableBundle {
    const bundle = fixture(APPENDECTOMY);
    const second = { ...resourceOf(bundle, "Procedure"), id: "second" };
    bundle.entry.push({ fullUrl: "http://hl7.org/fhir/Procedure/second", resource: second });
    return bundle;
  }

  it("is asked for where there are several, listing their ids in the message and their codes only beside it", () => {
    const read = () => readBundle(twoProcedures());
    expect(read).toThrow(AmbiguousProcedureError);
    expect(read).toThrow(/example, second/);
    expect(read).toThrow(
      expect.objectContaining({
        candidates: [
          {
            id: "example",
            fullUrl: "http://hl7.org/fhir/Procedure/example",
            path: "Bundle.entry[0].resource",
            status: "completed",
            code: "http://snomed.info/sct|80146002",
            performed: "2013-04-05",
          },
          expect.objectContaining({ id: "second", path: "Bundle.entry[5].resource" }),
        ],
      }),
    );
    expect(read).not.toThrow(/80146002/);
  });

  it("can be chosen by id or by fullUrl", () => {
    expect(readBundle(twoProcedures(), { procedure: "example" }).totalCostCents).toBe(12_500n);
    expect(
      readBundle(twoProcedures(), { procedure: "http://hl7.org/fhir/Procedure/second" }).totalCostCents,
    ).toBeNull();
  });

  it("is refused when nothing, or more than one, has the chosen id", () => {
    const bundle = twoProcedures();
    expect(() => readBundle(bundle, { procedure: "third" })).toThrow(UnknownProcedureError);
    bundle.entry.at(-1)!.resource["id"] = "example";
    expect(() => readBundle(bundle, { procedure: "example" })).toThrow(UnknownProcedureError);
  });

  it("is not a step of another, even where the other is missing", () => {
    expect(fixtureText(APPENDECTOMY).match(/"resourceType": "Procedure"/g)).toHaveLength(2);
    expect(readBundle(fixture(APPENDECTOMY)).procedure).toEqual(snomed("80146002"));
    expect(() => readChanged((bundle) => bundle.entry.shift())).toThrow(AmbiguousProcedureError);
  });

  it("has to exist and to be completed", () => {
    expect(() => readChanged((bundle) => (bundle.entry = bundle.entry.slice(1, 3)))).toThrow(
      InvalidBundleError,
    );
    for (const status of ["in-progress", "not-done", "entered-in-error", "preparation", "Completed"]) {
      expect(() => readWith("Procedure", { status })).toThrow(refusedAt(`${PROCEDURE}.status`));
    }
  });
});

describe("references", () => {
  it.each([
    "Encounter/none",
    "urn:uuid:none",
    "#none",
    "http://elsewhere.org/fhir/Encounter/example",
    "Procedure/example",
  ])("to %s are refused, as no encounter of the bundle is there", (reference) => {
    expect(() => readWith("Procedure", { encounter: { reference } })).toThrow(
      refusedAt(`${PROCEDURE}.encounter.reference`),
    );
  });

  it("may name a version, or be absolute", () => {
    for (const reference of ["Encounter/example/_history/2", "http://hl7.org/fhir/Encounter/example"]) {
      expect(readWith("Procedure", { encounter: { reference } }).dischargeDay).toBe(day("2013-04-08"));
    }
  });

  it("prefer the resource of the same server", () => {
    const record = readChanged((bundle) => {
      const elsewhere = {
        ...resourceOf(bundle, "Encounter"),
        period: { start: "2013-04-04", end: "2013-04-30" },
      };
      bundle.entry.unshift({ fullUrl: "http://elsewhere.org/fhir/Encounter/example", resource: elsewhere });
    });
    expect(record.dischargeDay).toBe(day("2013-04-08"));
  });

  it("are refused where two resources answer", () => {
    const read = () =>
      readChanged((bundle) => {
        for (const [index, entry] of bundle.entry.entries()) entry.fullUrl = `urn:uuid:${index}`;
        bundle.entry.push({ fullUrl: "urn:uuid:second", resource: resourceOf(bundle, "Encounter") });
      });
    expect(read).toThrow(refusedAt(`${PROCEDURE}.encounter.reference`));
  });

  it("to another patient are refused", () => {
    const other = { reference: "Patient/other" };
    expect(() => readWith("Encounter", { subject: other })).toThrow(refusedAt(`${ENCOUNTER}.subject`));
    expect(() => readWith("Claim", { patient: other })).toThrow(refusedAt(`${CLAIM}.patient`));
  });
});

describe("what is not a bundle of FHIR R4", () => {
  it.each([
    null,
    undefined,
    5,
    "Bundle",
    [],
    {},
    { resourceType: "Patient" },
    { resourceType: "Bundle", type: "collection" },
  ])("is refused: %j", (json) => {
    expect(() => readBundle(json)).toThrow(InvalidBundleError);
  });

  it.each(["batch", "history", "message", "transaction-response", "subscription-notification"])(
    "is refused: a bundle of type %s",
    (type) => {
      expect(() => readChanged((bundle) => (bundle["type"] = type))).toThrow(refusedAt("Bundle.type"));
    },
  );

  it("is refused: resources in the shape of R5", () => {
    expect(() => readWith("Procedure", { occurrenceDateTime: "2013-04-05" })).toThrow(
      refusedAt(`${PROCEDURE}.occurrenceDateTime`),
    );
    expect(() => readWith("Procedure", { reason: [{}] })).toThrow(refusedAt(`${PROCEDURE}.reason`));
    expect(() => readWith("Encounter", { actualPeriod: {} })).toThrow(refusedAt(`${ENCOUNTER}.actualPeriod`));
  });

  it("is refused: what may turn the meaning round", () => {
    expect(() => readWith("Procedure", { modifierExtension: [] })).toThrow(
      refusedAt(`${PROCEDURE}.modifierExtension`),
    );
    expect(() => readWith("Procedure", { implicitRules: "urn:rules" })).toThrow(
      refusedAt(`${PROCEDURE}.implicitRules`),
    );
    expect(() => readChanged((bundle) => (bundle["implicitRules"] = "urn:rules"))).toThrow(
      refusedAt("Bundle.implicitRules"),
    );
  });

  it("is refused: an entry that neither adds what it holds nor plainly does not", () => {
    const read = () =>
      readChanged((bundle) => {
        const entry: Json = bundle.entry[0]!;
        entry["request"] = { method: "MERGE", url: "Procedure" };
      });
    expect(read).toThrow(refusedAt("Bundle.entry[0].request.method"));
  });
});
