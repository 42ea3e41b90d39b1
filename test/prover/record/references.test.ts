import { describe, expect, it } from "vitest";

import { parseValidBundle } from "../../../prover/record/fhir-validation.ts";
import { fingerprint, parseBundle, type SurgeryRecord } from "../../../prover/record/index.ts";
import { day, snomed } from "./edited-bundle.ts";
import type { EditableBundle, Json } from "./fixtures.ts";
import { SERVER, identifierOf, referencesTo, referringBundle } from "./referring-bundle.ts";

const ORGANIZATION = identifierOf("Organization");
const DEVICE = identifierOf("Device");

const EXPECTED: SurgeryRecord = {
  procedure: snomed("80146002"),
  diagnosis: snomed("74400008"),
  surgeryDay: day("2026-03-03"),
  dischargeDay: day("2026-03-04"),
  totalCostCents: 740_000n,
  currency: "USD",
  anaesthesiaType: "general",
  asaClass: 2,
  complicationGrade: null,
  outcome: null,
  facility: fingerprint(ORGANIZATION.system, ORGANIZATION.value),
  device: fingerprint(DEVICE.system, DEVICE.value),
  medicinesRootPrefix: 0n,
  schemaVersion: 1,
};

const READERS = { parseBundle, parseValidBundle };

/** A way to write a reference. `write` gives the Reference, and may change the bundle so that it leads somewhere. */
type Form = (type: string, bundle: EditableBundle, holder: Json) => Json;

function entryOf(bundle: EditableBundle, type: string): EditableBundle["entry"][number] {
  return bundle.entry.find(({ resource }) => resource["resourceType"] === type)!;
}

const FORMS: Readonly<Record<string, Form>> = {
  relative: (type) => ({ reference: `${type}/1` }),
  "relative, versioned": (type) => ({ reference: `${type}/1/_history/2` }),
  absolute: (type) => ({ reference: `${SERVER}${type}/1` }),
  "absolute, versioned": (type) => ({ reference: `${SERVER}${type}/1/_history/2` }),
  "with type and display": (type) => ({ reference: `${type}/1`, type, display: "somebody" }),
  "urn:uuid": (type, bundle) => {
    const reference = "urn:uuid:a57e1300-0000-4000-8000-00000000000f";
    entryOf(bundle, type).fullUrl = reference;
    return { reference };
  },
  "urn:uuid in capitals": (type, bundle) => {
    entryOf(bundle, type).fullUrl = "urn:uuid:a57e1300-0000-4000-8000-00000000000f";
    return { reference: "urn:uuid:A57E1300-0000-4000-8000-00000000000F" };
  },
  "urn:oid": (type, bundle) => {
    entryOf(bundle, type).fullUrl = "urn:oid:2.25.7";
    return { reference: "urn:oid:2.25.7" };
  },
  "absolute, of an entry without fullUrl": (type, bundle) => {
    delete (entryOf(bundle, type) as unknown as Json)["fullUrl"];
    return { reference: `${SERVER}${type}/1` };
  },
  conditional: (type) => {
    const { system, value } = identifierOf(type);
    return { reference: `${type}?identifier=${system}|${value}` };
  },
  "conditional, encoded, with more": (type) => {
    const { system, value } = identifierOf(type);
    return { reference: `${type}?_format=json&identifier=${encodeURIComponent(`${system}|${value}`)}` };
  },
  logical: (type) => ({ type, identifier: identifierOf(type) }),
  contained: (type, bundle, holder) => {
    holder["contained"] = [{ ...entryOf(bundle, type).resource, id: "inside" }];
    return { reference: "#inside" };
  },
};

/** Where the reference has to lead to an entry of the bundle, which no contained resource is. */
const TO_ENTRIES = ["procedureReference", "partOf", "ExplanationOfBenefit.claim", "Observation.encounter"];

const TARGETS = [
  "Patient",
  "Encounter",
  "Condition",
  "Device",
  "Organization",
  "Location",
  "Procedure",
  "Claim",
  "Practitioner",
  "Coverage",
];

/** Each element of the bundle that refers to something, as `Procedure.subject`, with the type that it refers to. */
const ELEMENTS = referringBundle().entry.flatMap(({ resource }, index) =>
  TARGETS.flatMap((target) =>
    referencesTo(target, resource, String(resource["resourceType"])).map(({ path }, place) => ({
      element: path,
      target,
      index,
      place,
    })),
  ),
);

describe.each(Object.entries(READERS))("%s follows a reference", (_, read) => {
  it("in the bundle that these tests edit", () => {
    expect(read(JSON.stringify(referringBundle()))).toEqual(EXPECTED);
    expect(ELEMENTS.length).toBeGreaterThan(35);
  });

  it.each(Object.entries(FORMS))("written as %s, wherever one may stand", (form, write) => {
    for (const { element, target, index, place } of ELEMENTS) {
      if (form === "contained" && TO_ENTRIES.some((name) => element.endsWith(name))) continue;
      const bundle = referringBundle();
      const holder = bundle.entry[index]!.resource;
      const { reference } = referencesTo(target, holder, "")[place]!;
      const written = write(target, bundle, holder);
      delete reference["reference"];
      Object.assign(reference, written);
      // The class was observed in the encounter of the bundle, not in one that only the procedure knows of.
      const isOwnEncounter = form === "contained" && element === "Procedure.encounter";
      const expected = isOwnEncounter ? { ...EXPECTED, asaClass: null } : EXPECTED;
      expect(read(JSON.stringify(bundle)), `${element} to ${target} as ${form}`).toEqual(expected);
    }
  });

  it.each(Object.entries(FORMS))(
    "written as %s to a facility where only a location is given",
    (_form, write) => {
      const bundle = referringBundle();
      delete bundle.entry[1]!.resource["serviceProvider"];
      const holder = bundle.entry[0]!.resource;
      holder["location"] = write("Location", bundle, holder);
      const { system, value } = identifierOf("Location");
      expect(read(JSON.stringify(bundle)).facility).toEqual(fingerprint(system, value));
    },
  );
});

describe("a relative reference", () => {
  it.each(["Encounter", "Condition", "Organization", "Device"])(
    "of a resource that a server holds leads to no %s of the same id on another server",
    (type) => {
      const bundle = referringBundle();
      entryOf(bundle, type).fullUrl = `https://other.example/fhir/${type}/1`;
      expect(() => parseBundle(JSON.stringify(bundle))).toThrow(/in this bundle/);
    },
  );
});

describe("two references to patients", () => {
  it.each<[string, Json, Json]>([
    ["relative and absolute", { reference: "Patient/9" }, { reference: "https://x.example/fhir/Patient/9" }],
    ["with and without version", { reference: "Patient/9" }, { reference: "Patient/9/_history/4" }],
    ["the same URN in other case", { reference: "urn:uuid:ab" }, { reference: "urn:uuid:AB" }],
    ["by one identifier", { identifier: identifierOf("Patient") }, { reference: "Patient/1" }],
    [
      "by identifiers of two systems",
      { identifier: { system: "urn:a", value: "1" } },
      { reference: "Patient/1" },
    ],
    ["by name only", { display: "A. Person" }, { reference: "Patient/1" }],
  ])("may be one person: %s", (_, mine, theirs) => {
    expect(withPatients(mine, theirs).dischargeDay).toBe(day("2026-03-04"));
  });

  it.each<[string, Json, Json]>([
    ["two ids", { reference: "Patient/8" }, { reference: "Patient/9" }],
    ["one in the bundle, one elsewhere", { reference: "Patient/1" }, { reference: "Patient/9" }],
    [
      "two servers",
      { reference: "https://a.example/Patient/9" },
      { reference: "https://b.example/Patient/9" },
    ],
    ["two URNs", { reference: "urn:uuid:aa" }, { reference: "urn:uuid:bb" }],
    [
      "two values of one system",
      { identifier: { ...identifierOf("Patient"), value: "patient-2" } },
      { reference: "Patient/1" },
    ],
  ])("are refused where they cannot be one person: %s", (_, mine, theirs) => {
    expect(() => withPatients(mine, theirs)).toThrow(
      expect.objectContaining({ path: "Bundle.entry[1].resource.subject" }),
    );
  });

  function withPatients(mine: Json, theirs: Json): SurgeryRecord {
    const bundle = referringBundle();
    bundle.entry = bundle.entry.filter(({ resource }) =>
      ["Procedure", "Encounter", "Patient", "Organization", "Device"].includes(
        String(resource["resourceType"]),
      ),
    );
    const [procedure, encounter] = bundle.entry.map(({ resource }) => resource);
    Object.assign(procedure!, { subject: mine });
    delete procedure!["reasonReference"];
    Object.assign(encounter!, { subject: theirs });
    bundle.entry = bundle.entry.filter(({ resource }) => resource["id"] !== "anaesthesia");
    return parseValidBundle(JSON.stringify(bundle));
  }
});

describe("a versioned reference", () => {
  it("leads to that version where the bundle holds several", () => {
    const bundle = referringBundle();
    const entry = entryOf(bundle, "Encounter");
    const older: Json = { ...entry.resource, meta: { versionId: "1" }, period: { end: "2026-03-30" } };
    entry.resource["meta"] = { versionId: "2" };
    bundle.entry.push({ fullUrl: entry.fullUrl, resource: older });
    bundle.entry = bundle.entry.filter(({ resource }) => resource["resourceType"] !== "Observation");
    const procedure = entryOf(bundle, "Procedure").resource;
    procedure["encounter"] = { reference: "Encounter/1/_history/1" };
    expect(parseBundle(JSON.stringify(bundle)).dischargeDay).toBe(day("2026-03-30"));
    procedure["encounter"] = { reference: "Encounter/1" };
    expect(() => parseBundle(JSON.stringify(bundle))).toThrow(
      expect.objectContaining({ path: "Bundle.entry[0].resource.encounter.reference" }),
    );
  });
});
