import { describe, expect, it } from "vitest";

import {
  NonconformingBundleError,
  parseValidBundle,
  validateBundle,
} from "../../../prover/record/fhir-validation.ts";
import { UnrepresentableFieldError, parseBundle, readBundle } from "../../../prover/record/index.ts";
import { fixture, fixtureText, pathOf, resourceOf, type EditableBundle, type Json } from "./fixtures.ts";

const NAME = "surgery-13-abdominoplasty.json";

function edited(type: string, edit: (resource: Json) => void): EditableBundle {
  const bundle = fixture(NAME);
  edit(resourceOf(bundle, type));
  return bundle;
}

describe("the validator", () => {
  it.each<[string, string, (resource: Json) => void, string]>([
    ["a missing element", "Procedure", (resource) => delete resource["subject"], ".subject"],
    ["a code outside its value set", "Encounter", (resource) => (resource["status"] = "secret"), ".status"],
    ["an unknown element", "Claim", (resource) => (resource["secret"] = 1), ".secret"],
    [
      "an unknown element deep inside",
      "Condition",
      (resource) => ((resource["code"] as { coding: Json[] }).coding[0]!["secret"] = 1),
      ".code.coding[0].secret",
    ],
    ["a list that is none", "Procedure", (resource) => (resource["code"] = { coding: {} }), ""],
    ["null", "Procedure", (resource) => (resource["code"] = null), ""],
  ])("refuses %s, with its path and without its value", (_, type, edit, place) => {
    const bundle = edited(type, edit);
    const path = `${pathOf(bundle, type)}${place}`;
    expect(() => validateBundle(bundle)).toThrow(NonconformingBundleError);
    expect(() => validateBundle(bundle)).toThrow(expect.objectContaining({ path }));
    if (!place.endsWith("secret")) {
      expect(() => validateBundle(bundle)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining("secret") }),
      );
    }
  });

  it("refuses a bundle without type, and what is no bundle", () => {
    expect(() => validateBundle({ resourceType: "Bundle" })).toThrow(
      expect.objectContaining({ path: "Bundle.type" }),
    );
    for (const json of [null, [], "Bundle", { resourceType: "Procedure" }]) {
      expect(() => validateBundle(json)).toThrow(NonconformingBundleError);
    }
  });

  it("lets resources pass that no record is read from", () => {
    const bundle = fixture(NAME);
    bundle.entry.push({ fullUrl: "urn:x", resource: { resourceType: "ClaimResponse", request: 1 } });
    expect(() => validateBundle(bundle)).not.toThrow();
  });

  it("stands before the reader of bundles from outside", () => {
    const withoutSubject = JSON.stringify(
      edited("Condition", (condition) => void delete condition["subject"]),
    );
    expect(() => parseBundle(withoutSubject)).not.toThrow();
    expect(() => parseValidBundle(withoutSubject)).toThrow(NonconformingBundleError);
    expect(parseValidBundle(fixtureText(NAME))).toEqual(parseBundle(fixtureText(NAME)));
  });
});

describe("the reader's own check of the structure", () => {
  it.each<[string, string, (resource: Json) => void, string]>([
    [
      "an unknown element in a coding",
      "Procedure",
      ({ code }) => ((code as { coding: Json[] }).coding[0]!["codee"] = "x"),
      ".code.coding[0].codee",
    ],
    [
      "an unknown element in a part that is not read",
      "Procedure",
      ({ performer }) => ((performer as Json[])[0]!["colour"] = "x"),
      ".performer[0].colour",
    ],
    [
      "an unknown element in an extension",
      "Encounter",
      (resource) => (resource["extension"] = [{ url: "urn:x", valueMoney: { value: 1, amount: 1 } }]),
      ".extension[0].valueMoney.amount",
    ],
    [
      "an unknown element in a contained resource",
      "Claim",
      (resource) => (resource["contained"] = [{ resourceType: "Organization", size: 3 }]),
      ".contained[0].size",
    ],
    ["a single value for a list", "Condition", (resource) => (resource["note"] = { text: "x" }), ".note"],
    ["a text for a number", "Claim", ({ total }) => ((total as Json)["value"] = "1"), ".total.value"],
    ["a number for a text", "Condition", (resource) => (resource["recordedDate"] = 2026), ".recordedDate"],
    [
      "extensions of what is no primitive",
      "Condition",
      (resource) => (resource["_code"] = { extension: [] }),
      "._code",
    ],
  ])("refuses %s", (_, type, edit, place) => {
    const bundle = edited(type, edit);
    const path = `${pathOf(bundle, type)}${place}`;
    expect(() => readBundle(bundle)).toThrow(UnrepresentableFieldError);
    expect(() => readBundle(bundle)).toThrow(expect.objectContaining({ path }));
  });

  it("lets extensions of primitive elements pass, and places that only they fill", () => {
    const bundle = edited("Procedure", (resource) => {
      resource["_status"] = { extension: [{ url: "urn:x", valueString: "y" }] };
      resource["instantiatesUri"] = [null];
      resource["_instantiatesUri"] = [{ id: "a" }];
    });
    expect(readBundle(bundle)).toEqual(parseBundle(fixtureText(NAME)));
  });
});
