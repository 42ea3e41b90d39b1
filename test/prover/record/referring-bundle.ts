import type { EditableBundle, Json, JsonValue } from "./fixtures.ts";

/** Server that the resources of {@link referringBundle} come from. */
export const SERVER = "https://hospital.example/fhir/";

/** What every resource has for an identifier, and facility and device in a record for a fingerprint. */
export function identifierOf(type: string) {
  return { system: `https://hospital.example/id/${type}`, value: `${type.toLowerCase()}-1` } as const;
}

const concept = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const sct = (code: string): Json => concept("http://snomed.info/sct", code);
const to = (type: string, id = "1"): Json => ({ reference: `${type}/${id}` });

function resource(type: string, elements: Json, id = "1"): { fullUrl: string; resource: Json } {
  const identifier = id === "1" ? [identifierOf(type)] : [{ system: "urn:other", value: id }];
  return { fullUrl: `${SERVER}${type}/${id}`, resource: { resourceType: type, id, identifier, ...elements } };
}

const BILL: Json = {
  status: "active",
  type: concept("http://terminology.hl7.org/CodeSystem/claim-type", "institutional"),
  use: "claim",
  patient: to("Patient"),
  created: "2026-03-05",
  provider: to("Organization"),
  procedure: [{ sequence: 1, procedureReference: to("Procedure") }],
  insurance: [{ sequence: 1, focal: true, coverage: to("Coverage") }],
};

const ITEM: Json = {
  sequence: 1,
  productOrService: concept("http://www.ama-assn.org/go/cpt", "15830"),
  encounter: [to("Encounter")],
  locationReference: to("Location"),
};

/** A bundle in which every element that a record may be read from refers to what it needs. */
export function referringBundle(): EditableBundle {
  const money: Json = { value: 7400, currency: "USD" };
  const entry = [
    resource("Procedure", {
      status: "completed",
      code: sct("80146002"),
      subject: to("Patient"),
      encounter: to("Encounter"),
      performedDateTime: "2026-03-03T10:00:00Z",
      performer: [{ actor: to("Practitioner"), onBehalfOf: to("Organization") }],
      recorder: to("Practitioner"),
      location: to("Location"),
      reasonReference: [to("Condition")],
      focalDevice: [{ manipulated: to("Device") }],
    }),
    resource("Encounter", {
      status: "finished",
      class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "IMP" },
      subject: to("Patient"),
      period: { start: "2026-03-03T08:00:00Z", end: "2026-03-04T09:00:00Z" },
      serviceProvider: to("Organization"),
      location: [{ location: to("Location") }],
      diagnosis: [{ condition: to("Condition") }],
    }),
    resource("Condition", { code: sct("74400008"), subject: to("Patient"), encounter: to("Encounter") }),
    resource("Device", { patient: to("Patient"), owner: to("Organization") }),
    resource("Organization", { name: "Clinic" }),
    resource("Location", { name: "Theatre 1", managingOrganization: to("Organization") }),
    resource("Claim", {
      ...BILL,
      priority: { coding: [{ code: "normal" }] },
      facility: to("Location"),
      item: [ITEM],
      total: money,
    }),
    resource("ExplanationOfBenefit", {
      ...BILL,
      insurer: to("Organization"),
      insurance: [{ focal: true, coverage: to("Coverage") }],
      claim: to("Claim"),
      facility: to("Location"),
      outcome: "complete",
      item: [ITEM],
      total: [
        {
          category: concept("http://terminology.hl7.org/CodeSystem/adjudication", "submitted"),
          amount: money,
        },
      ],
    }),
    resource(
      "Procedure",
      {
        status: "completed",
        code: sct("50697003"),
        subject: to("Patient"),
        partOf: [to("Procedure")],
      },
      "anaesthesia",
    ),
    resource("Observation", {
      status: "final",
      code: sct("302132005"),
      subject: to("Patient"),
      encounter: to("Encounter"),
      valueCodeableConcept: sct("413496000"),
    }),
    resource("Patient", { active: true }),
    resource("Practitioner", { active: true }),
    resource("Coverage", { status: "active", beneficiary: to("Patient"), payor: [to("Organization")] }),
  ];
  // Each entry on its own, as a file has it: parts are not shared.
  return structuredClone({ resourceType: "Bundle", type: "collection", entry });
}

/** Every object with a reference to this type, below a resource, with the path of the element that holds it. */
export function referencesTo(
  target: string,
  json: JsonValue,
  path: string,
): { path: string; reference: Json }[] {
  if (Array.isArray(json)) return json.flatMap((member) => referencesTo(target, member, path));
  if (typeof json !== "object" || json === null) return [];
  if (json["reference"] === `${target}/1`) return [{ path, reference: json }];
  return Object.entries(json).flatMap(([name, value]) => referencesTo(target, value, `${path}.${name}`));
}
