import { describe, expect, it } from "vitest";

import { FIELD_CODE_SYSTEMS, fingerprint, readBundle } from "../../../prover/record/index.ts";
import {
  APPENDECTOMY,
  ENCOUNTER,
  PROCEDURE,
  readChanged,
  readWith,
  refusedAt,
  replace,
  snomed,
  synthea,
} from "./edited-bundle.ts";
import { fixture, pathOf, resourceOf } from "./fixtures.ts";
import type { JsonValue } from "./fixtures.ts";

describe("codes", () => {
  const PCS = { system: "http://www.cms.gov/Medicare/Coding/ICD10", code: "0DTJ4ZZ" };
  const ICD_9 = { system: "http://hl7.org/fhir/sid/icd-9-cm", code: "47.01" };
  const CPT = { system: "http://www.ama-assn.org/go/cpt", code: "44970" };

  it("are read from the preferred system that the concept has", () => {
    // From the last to the first of the order that docs/record.md gives.
    const rising = [
      { system: "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", code: "G0121" },
      CPT,
      { system: "https://smt.esante.gouv.fr/terminologie-ccam", code: "HHFA001" },
      { system: "https://fhir.hl7.org.uk/Id/opcs-4", code: "H01.1" },
      { system: "http://fhir.de/CodeSystem/bfarm/ops", code: "5-470.1" },
      PCS,
      { system: "http://snomed.info/sct", code: "80146002" },
    ];
    const systems = ["hcpcs", "cpt", "ccam", "opcs-4", "ops", "icd-10-pcs", "snomed-ct"];
    expect(systems.toReversed()).toEqual(FIELD_CODE_SYSTEMS.procedure);
    for (const [index, system] of systems.entries()) {
      const coding = rising.slice(0, index + 1);
      const { procedure } = readWith("Procedure", { code: { coding } });
      expect(procedure).toEqual({ system, code: rising[index]!.code });
      expect(readWith("Procedure", { code: { coding: coding.toReversed() } }).procedure).toEqual(procedure);
    }
    const icd = { coding: [{ system: "http://hl7.org/fhir/sid/icd-10", code: "K35.8" }] };
    expect(readWith("Procedure", { reasonCode: [icd] }).diagnosis).toEqual({
      system: "icd-10",
      code: "K35.8",
    });
  });

  it("are refused where the concept has text only, or other systems only", () => {
    for (const code of [{ text: "Appendectomy" }, { coding: [ICD_9] }, { coding: [{ code: "80146002" }] }]) {
      expect(() => readWith("Procedure", { code })).toThrow(refusedAt(`${PROCEDURE}.code.coding`));
    }
    expect(() => readWith("Procedure", { reasonCode: [{ text: "pain" }] })).toThrow(
      refusedAt(`${PROCEDURE}.reasonCode[0].coding`),
    );
    expect(() => readWith("Procedure", { outcome: { text: "well" } })).toThrow(
      refusedAt(`${PROCEDURE}.outcome.coding`),
    );
  });

  it("are refused where one system has two, or what is no code of it", () => {
    const two = { coding: [PCS, { ...PCS, code: "0DTJ0ZZ" }] };
    expect(() => readWith("Procedure", { code: two })).toThrow(refusedAt(`${PROCEDURE}.code.coding[1].code`));
    const wrong = { coding: [{ ...PCS, code: "44970" }, CPT] };
    expect(() => readWith("Procedure", { code: wrong })).toThrow(
      refusedAt(`${PROCEDURE}.code.coding[0].code`),
    );
  });
});

describe("a concept in no system of use", () => {
  it("is refused with the names of the systems that are there, never with the codes", () => {
    const coding = [
      { system: "http://hl7.org/fhir/sid/icd-9-cm", code: "47.01" },
      { system: "urn:oid:2.16.840.1.113883.6.104", code: "47.01" },
      { system: "urn:secret-system", code: "secret-code" },
    ];
    const read = () => readWith("Procedure", { code: { coding } });
    expect(read).toThrow(/; what is there is of ICD-9-CM and a system not known here\.$/);
    expect(read).not.toThrow(/secret|47\.01/);
  });
});

describe("the diagnosis", () => {
  it("is refused where two reasons differ, for a record has room for one", () => {
    const reasonCode = ["74400008", "95324001"].map((code) => ({
      coding: [{ system: "http://snomed.info/sct", code }],
    }));
    expect(() => readWith("Procedure", { reasonCode })).toThrow(
      refusedAt(`${PROCEDURE}.reasonCode[1].coding`),
    );
    expect(readWith("Procedure", { reasonCode: [reasonCode[0]!, reasonCode[0]!] }).diagnosis).toEqual(
      snomed("74400008"),
    );
  });

  it("is refused from a condition that was refuted, or is another patient's", () => {
    const name = "surgery-01-prostatectomy.json";
    const path = pathOf(fixture(name), "Condition");
    const verificationStatus = {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/condition-ver-status", code: "refuted" }],
    };
    for (const [element, value] of Object.entries({
      verificationStatus,
      subject: { reference: "urn:uuid:other" },
    })) {
      expect(() =>
        readChanged((bundle) => replace(resourceOf(bundle, "Condition"), { [element]: value }), name),
      ).toThrow(refusedAt(`${path}.${element}`));
    }
  });
});

describe("what surrounds the surgery", () => {
  it("gives the worst complication", () => {
    const complication = ["715974", "715980"].map((code) => ({
      coding: [{ system: "http://fhir.ohdsi.org/CodeSystem/concepts", code }],
    }));
    expect(readWith("Procedure", { complication }).complicationGrade).toBe("IVa");
  });

  it("is refused where a complication has no grade, or one without its letter", () => {
    const ungraded = { coding: [{ system: "http://snomed.info/sct", code: "67750007" }] };
    const gradeThree = { coding: [{ system: "http://fhir.ohdsi.org/CodeSystem/concepts", code: "715976" }] };
    for (const complication of [ungraded, gradeThree]) {
      expect(() => readWith("Procedure", { complication: [complication] })).toThrow(
        refusedAt(`${PROCEDURE}.complication[0].coding`),
      );
    }
  });

  it("is refused where an ASA class is unknown or preliminary, or two differ", () => {
    const path = pathOf(fixture(APPENDECTOMY), "Observation");
    const valueCodeableConcept = { coding: [{ system: "http://snomed.info/sct", code: "385669000" }] };
    expect(() => readWith("Observation", { valueCodeableConcept })).toThrow(
      refusedAt(`${path}.valueCodeableConcept.coding`),
    );
    expect(() => readWith("Observation", { status: "preliminary" })).toThrow(refusedAt(`${path}.status`));
    const read = () =>
      readChanged((bundle) => {
        const classThree = { coding: [{ system: "http://snomed.info/sct", code: "413497009" }] };
        const second = {
          ...resourceOf(bundle, "Observation"),
          id: "second",
          valueCodeableConcept: classThree,
        };
        bundle.entry.push({ fullUrl: "urn:uuid:second", resource: second });
      });
    expect(read).toThrow(refusedAt("Bundle.entry[5].resource.valueCodeableConcept"));
  });

  it("is refused where one observation has two ASA classes, and not where it has one twice", () => {
    const path = pathOf(fixture(APPENDECTOMY), "Observation");
    const classes = (...codes: string[]) => ({
      valueCodeableConcept: { coding: codes.map((code) => ({ system: "http://snomed.info/sct", code })) },
    });
    expect(readWith("Observation", classes("413497009", "413497009")).asaClass).toBe(3);
    expect(() => readWith("Observation", classes("413495001", "413498004"))).toThrow(
      refusedAt(`${path}.valueCodeableConcept.coding`),
    );
  });

  it("gives a facility by NPI, by conditional reference, or by the identifier of a location", () => {
    const npi = { identifier: { system: "http://hl7.org/fhir/sid/us-npi", value: "1234567893" } };
    expect(readWith("Encounter", { serviceProvider: npi }).facility).toEqual({
      system: "us-npi",
      code: "1234567893",
    });
    const conditional = {
      reference: "Organization?identifier=https://github.com/synthetichealth/synthea|abc",
    };
    expect(readWith("Encounter", { serviceProvider: conditional }).facility).toEqual(synthea("abc"));
    const contained = [
      { resourceType: "Location", id: "theatre", identifier: [{ system: "urn:rooms", value: "7" }] },
    ];
    const inTheatre = readChanged((bundle) => {
      delete resourceOf(bundle, "Encounter")["serviceProvider"];
      replace(resourceOf(bundle, "Procedure"), { contained, location: { reference: "#theatre" } });
    });
    expect(inTheatre.facility).toEqual(fingerprint("urn:rooms", "7"));
  });

  it("is refused where the facility's identifier has no UTF-8, for such identifiers would all hash alike", () => {
    const serviceProvider = { identifier: { system: "urn:rooms", value: "\ud800" } };
    expect(() => readWith("Encounter", { serviceProvider })).toThrow(
      refusedAt(`${ENCOUNTER}.serviceProvider.identifier.value`),
    );
  });

  it("gives a device by its type or its identifier where it has no UDI", () => {
    const implant = "surgery-07-pacemaker-implant.json";
    const withDevice = (elements: Readonly<Record<string, JsonValue | undefined>>) =>
      readChanged((bundle) => replace(resourceOf(bundle, "Device"), elements), implant).device;
    expect(withDevice({ udiCarrier: undefined })).toEqual(snomed("14106009"));
    expect(withDevice({ udiCarrier: undefined, type: undefined })).toEqual(
      fingerprint("http://goodcare.org/devices/id", "345675"),
    );
    const issuer = "http://hl7.org/fhir/NamingSystem/hibcc-diH";
    expect(withDevice({ udiCarrier: [{ deviceIdentifier: "12345678", issuer }] })).toEqual(
      fingerprint(issuer, "12345678"),
    );
  });

  it("includes the medicines root of the plan, which no bundle tells", () => {
    const medicinesRoot = `0x00000000000000ff${"1".repeat(48)}`;
    expect(readBundle(fixture(APPENDECTOMY), { medicinesRoot }).medicinesRootPrefix).toBe(255n);
  });
});
