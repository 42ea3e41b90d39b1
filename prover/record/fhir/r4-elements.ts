import type { FhirElement } from "./element.ts";

const ANY_RESOURCE = "resourceType id meta language text contained extension";

/** The elements that FHIR R4 (4.0.1) gives each resource that a record is read from. */
const R4_ELEMENTS = {
  Procedure: `identifier instantiatesCanonical instantiatesUri basedOn partOf status statusReason category code subject
    encounter performedDateTime performedPeriod performedString performedAge performedRange recorder asserter performer
    location reasonCode reasonReference bodySite outcome report complication complicationDetail followUp note focalDevice
    usedReference usedCode`,
  Encounter: `identifier status statusHistory class classHistory type serviceType priority subject episodeOfCare basedOn
    participant appointment period length reasonCode reasonReference diagnosis account hospitalization location
    serviceProvider partOf`,
  Condition: `identifier clinicalStatus verificationStatus category severity code bodySite subject encounter onsetDateTime
    onsetAge onsetPeriod onsetRange onsetString abatementDateTime abatementAge abatementPeriod abatementRange
    abatementString recordedDate recorder asserter stage evidence note`,
  Claim: `identifier status type subType use patient billablePeriod created enterer insurer provider priority fundsReserve
    related prescription originalPrescription payee referral facility careTeam supportingInfo diagnosis procedure insurance
    accident item total`,
  ExplanationOfBenefit: `identifier status type subType use patient billablePeriod created enterer insurer provider priority
    fundsReserveRequested fundsReserve related prescription originalPrescription payee referral facility claim claimResponse
    outcome disposition preAuthRef preAuthRefPeriod careTeam supportingInfo diagnosis procedure precedence insurance accident
    item addItem adjudication total payment formCode form processNote benefitPeriod benefitBalance`,
  Observation: `identifier basedOn partOf status category code subject focus encounter effectiveDateTime effectivePeriod
    effectiveTiming effectiveInstant issued performer valueQuantity valueCodeableConcept valueString valueBoolean
    valueInteger valueRange valueRatio valueSampledData valueTime valueDateTime valuePeriod dataAbsentReason interpretation
    note bodySite method specimen device referenceRange hasMember derivedFrom component`,
  Organization: "identifier active type name alias telecom address partOf contact endpoint",
  Location: `identifier status operationalStatus name alias description mode type telecom address physicalType position
    managingOrganization partOf hoursOfOperation availabilityExceptions endpoint`,
  Device: `identifier definition udiCarrier status statusReason distinctIdentifier manufacturer manufactureDate
    expirationDate lotNumber serialNumber deviceName modelNumber partNumber type specialization version property patient
    owner contact location url note safety parent`,
} as const;

/** Types of the resources that a record is read from. */
export type ResourceType = keyof typeof R4_ELEMENTS;

const KNOWN_ELEMENTS = new Map(
  Object.entries(R4_ELEMENTS).map(([type, elements]) => [
    type,
    new Set(`${ANY_RESOURCE} ${elements}`.split(/\s+/)),
  ]),
);

/**
 * Refuses a resource with an element that FHIR R4 does not give it, so that an R5 resource (where Procedure has
 * `occurrencePeriod` and Encounter `actualPeriod`) is never half read. It also refuses `implicitRules`, which change
 * what the other elements mean.
 */
export function assertR4Elements(type: ResourceType, resource: FhirElement): void {
  const known = KNOWN_ELEMENTS.get(type)!;
  for (const name of resource.names()) {
    // A name with an underscore holds the extensions of a primitive element.
    if (!known.has(name.replace(/^_/, "")))
      throw resource.refuse(name, `an element that FHIR R4 gives ${type}`);
  }
}
