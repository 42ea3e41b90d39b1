import { describe, expect, it } from "vitest";

import { parseValidBundle } from "../../../prover/record/fhir-validation.ts";
import { AmbiguousBillsError, parseBundle, UnknownBillError } from "../../../prover/record/index.ts";
import type { SurgeryRecord } from "../../../prover/record/index.ts";
import type { EditableBundle, Json } from "./fixtures.ts";
import { referringBundle } from "./referring-bundle.ts";

type Edit = (bundle: EditableBundle) => void;

function resourceOf(bundle: EditableBundle, type: string): Json {
  return bundle.entry.find(({ resource }) => resource["resourceType"] === type)!.resource;
}

/** Adds a bill like the one there is: of the surgeon, over 1,500 USD. */
function add(type: "Claim" | "ExplanationOfBenefit", id: string, change: Json = {}): Edit {
  return (bundle) => {
    const first = resourceOf(bundle, type);
    const money = { value: 1500, currency: "USD" };
    const total = type === "Claim" ? money : [{ ...(first["total"] as Json[])[0], amount: money }];
    const more: Json = { ...first, id, provider: { reference: "Practitioner/1" }, total, ...change };
    bundle.entry.push({ fullUrl: `https://hospital.example/fhir/${type}/${id}`, resource: more });
  };
}

const without =
  (type: string): Edit =>
  (bundle) => {
    bundle.entry = bundle.entry.filter(({ resource }) => resource["resourceType"] !== type);
  };

function read(edits: readonly Edit[], bills?: readonly string[]): SurgeryRecord {
  const bundle = referringBundle();
  for (const edit of edits) edit(bundle);
  return parseValidBundle(JSON.stringify(bundle), bills === undefined ? {} : { bills });
}

const answerTo = (claim: string): Json => ({ claim: { reference: `Claim/${claim}` } });

describe("the bills of one surgery", () => {
  it.each<[string, bigint, Edit[]]>([
    ["a claim and its answer count once", 740_000n, []],
    [
      "a claim and two answers to it count once",
      740_000n,
      [
        (bundle) =>
          add("ExplanationOfBenefit", "2", { total: resourceOf(bundle, "ExplanationOfBenefit")["total"]! })(
            bundle,
          ),
      ],
    ],
    [
      "an answer that names no claim belongs to the only one",
      740_000n,
      [(bundle) => void delete resourceOf(bundle, "ExplanationOfBenefit")["claim"]],
    ],
    ["claims of hospital and surgeon add up", 890_000n, [add("Claim", "surgeon")]],
    [
      "so do they with an answer to each",
      890_000n,
      [add("Claim", "surgeon"), add("ExplanationOfBenefit", "surgeon", answerTo("surgeon"))],
    ],
    [
      "a claim and an answer to a claim that the bundle lacks add up",
      890_000n,
      [add("ExplanationOfBenefit", "surgeon", answerTo("elsewhere"))],
    ],
    [
      "two answers to claims that the bundle lacks add up",
      890_000n,
      [without("Claim"), add("ExplanationOfBenefit", "surgeon", answerTo("elsewhere"))],
    ],
    ["a cancelled bill adds nothing", 740_000n, [add("Claim", "surgeon", { status: "cancelled" })]],
    [
      "the answer to a cancelled bill adds nothing",
      740_000n,
      [
        add("Claim", "surgeon", { status: "cancelled" }),
        add("ExplanationOfBenefit", "surgeon", answerTo("surgeon")),
      ],
    ],
    ["an estimate adds nothing", 740_000n, [add("Claim", "surgeon", { use: "predetermination" })]],
    ["a bill for something else adds nothing", 740_000n, [add("Claim", "surgeon", { procedure: [] })]],
  ])("%s", (_, cents, edits) => {
    expect(read(edits)).toMatchObject({ totalCostCents: cents, currency: "USD" });
  });

  it.each<[string, Edit[]]>([
    ["two of one biller", [add("Claim", "again", { provider: { reference: "Organization/1" } })]],
    [
      "two of one biller, called by a path and by a whole address that the bundle does not hold",
      [
        add("Claim", "one", { provider: { reference: "Practitioner/7" } }),
        add("Claim", "again", { provider: { reference: "https://clinic.example/fhir/Practitioner/7" } }),
      ],
    ],
    [
      "two of one biller, called by an address and by an identifier",
      [
        add("Claim", "one", { provider: { reference: "Practitioner/7" } }),
        add("Claim", "again", {
          provider: { identifier: { system: "http://hl7.org/fhir/sid/us-npi", value: "1234567893" } },
        }),
      ],
    ],
    ["one whose biller has no address", [add("Claim", "again", { provider: { display: "somebody" } })]],
    [
      "one that follows another claim",
      [add("Claim", "again", { related: [{ claim: { reference: "Claim/1" } }] })],
    ],
    [
      "an answer that names none of two claims",
      [
        add("Claim", "surgeon"),
        add("ExplanationOfBenefit", "loose", {
          claim: { display: "a claim" },
          provider: { reference: "Organization/9" },
        }),
      ],
    ],
  ])("are not added up where one demand may be there twice: %s", (_, edits) => {
    expect(() => read(edits)).toThrow(AmbiguousBillsError);
    expect(() => read(edits)).toThrow(/by id or fullUrl \(bills\): 1, /);
  });

  it("are asked for with their ids and dates", () => {
    const edits = [add("Claim", "again", { provider: { reference: "Organization/1" } })];
    expect(() => read(edits)).toThrow(
      expect.objectContaining({
        candidates: [
          {
            type: "Claim",
            id: "1",
            fullUrl: "https://hospital.example/fhir/Claim/1",
            path: "Bundle.entry[6].resource",
            created: "2026-03-05",
          },
          expect.objectContaining({ type: "Claim", id: "again" }),
        ],
      }),
    );
  });

  it.each<[string, readonly string[], bigint]>([
    ["one of them", ["again"], 150_000n],
    ["the other, by its URL", ["https://hospital.example/fhir/Claim/1"], 740_000n],
    ["both", ["https://hospital.example/fhir/Claim/1", "again"], 890_000n],
  ])("may be chosen: %s", (_, bills, cents) => {
    const edits = [add("Claim", "again", { provider: { reference: "Organization/1" } })];
    expect(read(edits, bills).totalCostCents).toBe(cents);
  });

  it("are not stated where none of them is chosen", () => {
    expect(read([add("Claim", "again")], [])).toMatchObject({ totalCostCents: null, currency: null });
  });

  it.each<[string, readonly string[]]>([
    ["none is called so", ["third"]],
    [
      "a claim and its own answer",
      ["https://hospital.example/fhir/Claim/1", "https://hospital.example/fhir/ExplanationOfBenefit/1"],
    ],
    ["one twice", ["surgeon", "surgeon"]],
    ["one that was cancelled", ["cancelled"]],
  ])("are not to be chosen so: %s", (_, bills) => {
    const edits = [add("Claim", "surgeon"), add("Claim", "cancelled", { status: "cancelled" })];
    expect(() => read(edits, bills)).toThrow(UnknownBillError);
  });

  it("are refused in different currencies, and where an answer disagrees with its claim", () => {
    const inEuro = add("Claim", "surgeon", { total: { value: 1500, currency: "EUR" } });
    expect(() => read([inEuro])).toThrow(/in the currency of the other bills/);
    expect(() => read([add("ExplanationOfBenefit", "2")])).toThrow(/the same as the total of the claim/);
  });
});

describe("a bill of which it is not clear whether it asks for money is refused by the place that leaves it open", () => {
  it.each([
    ["use", "proposal"],
    ["status", "draft"],
  ])("%s %s", (member, value) => {
    const bundle = referringBundle();
    add("Claim", "surgeon", { [member]: value })(bundle);
    const reading = () => parseBundle(JSON.stringify(bundle));
    expect(reading).toThrow(
      expect.objectContaining({ path: expect.stringMatching(new RegExp(`\\.${member}$`)) }),
    );
  });
});
