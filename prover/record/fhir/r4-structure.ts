import { UnrepresentableFieldError } from "../errors.ts";
import { FhirElement } from "./element.ts";
// Written by tools/fhir-structure.ts from HL7's definitions.
import definitions from "./r4-structure.json" with { type: "json" };

/** Types of the resources that a record is read from. */
export const RESOURCE_TYPES = [
  "Procedure",
  "Encounter",
  "Condition",
  "Claim",
  "ExplanationOfBenefit",
  "Observation",
  "Organization",
  "Location",
  "Device",
] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** What FHIR R4 says of one element. */
interface ElementDefinition {
  readonly type: string;
  readonly repeats: boolean;
}

/** Deepest nesting that is followed; parsed text cannot be deeper. */
const MAXIMUM_DEPTH = 64;

const NUMBERS = ["decimal", "integer", "unsignedInt", "positiveInt"];

const STRUCTURE: ReadonlyMap<string, ReadonlyMap<string, ElementDefinition>> = new Map(
  Object.entries(definitions).map(([type, elements]) => [
    type,
    new Map(
      elements.split(" ").map((element) => {
        const [, name = "", inner = "", star] = /^(\w+):([\w.]+)(\*?)$/.exec(element) ?? [];
        return [name, { type: inner, repeats: star === "*" }];
      }),
    ),
  ]),
);

function assertPrimitive(type: string, value: unknown, path: string): void {
  // A number that a JavaScript number cannot hold comes as a symbol; whoever reads it refuses it.
  const fits = NUMBERS.includes(type)
    ? typeof value === "number" || typeof value === "symbol"
    : typeof value === (type === "boolean" ? "boolean" : "string");
  if (!fits) throw new UnrepresentableFieldError(path, `of the JSON type that FHIR R4 gives ${type}`);
}

function assertValue(type: string, value: unknown, path: string, depth: number): void {
  if (STRUCTURE.has(type)) assertElements(type, new FhirElement(value, path), depth + 1);
  else if (type === "Resource") assertContained(new FhirElement(value, path), depth + 1);
  else assertPrimitive(type, value, path);
}

function assertContained(resource: FhirElement, depth: number): void {
  const type = resource.string("resourceType");
  // Of other resources nothing is read, and contained ones cannot be referred to from outside.
  if (STRUCTURE.has(type)) assertElements(type, resource, depth, ["resourceType"]);
}

/** The members of a repeating element, or the one of an element that does not repeat. */
function membersOf(
  owner: FhirElement,
  name: string,
  { type, repeats }: ElementDefinition,
): [path: string, value: unknown][] {
  const value = owner.value(name);
  if (!repeats) return [[owner.at(name), value]];
  if (!Array.isArray(value) || value.length === 0) throw owner.refuse(name, "a non-empty list");
  return Array.from(value as unknown[], (member, index): [string, unknown] => [
    `${owner.at(name)}[${index}]`,
    member,
  ]).filter(
    // A null keeps the place of a primitive that has extensions and no value.
    ([, member]) => member !== null || STRUCTURE.has(type),
  );
}

function assertElements(
  type: string,
  owner: FhirElement,
  depth: number,
  besides: readonly string[] = [],
): void {
  owner.assertUnmodified();
  if (depth > MAXIMUM_DEPTH) throw new UnrepresentableFieldError(owner.path, "less deeply nested");
  const elements = STRUCTURE.get(type)!;
  for (const name of owner.names()) {
    if (besides.includes(name)) continue;
    // A name with an underscore holds the extensions of a primitive element, which say nothing of its value.
    const definition = elements.get(name.replace(/^_/, ""));
    if (definition === undefined || (name.startsWith("_") && STRUCTURE.has(definition.type))) {
      throw owner.refuse(name, `an element that FHIR R4 gives ${type}`);
    }
    if (name.startsWith("_")) continue;
    for (const [path, value] of membersOf(owner, name, definition)) {
      assertValue(definition.type, value, path, depth);
    }
  }
}

/**
 * Refuses a resource that has, at any depth, an element that FHIR R4 (4.0.1) does not define there, or one of another
 * JSON type. So an R5 resource (where Procedure has `occurrencePeriod` and Encounter `actualPeriod`) is never half read,
 * and a misspelt element is not taken for an absent one.
 *
 * @throws UnrepresentableFieldError
 */
export function assertR4Structure(type: ResourceType, resource: FhirElement): void {
  if (resource.has("implicitRules"))
    throw resource.refuse("implicitRules", "absent, as it may alter the meaning");
  assertElements(type, resource, 0, ["resourceType"]);
}
