/**
 * Writes `prover/record/fhir/r4-structure.json`: which elements FHIR R4 (4.0.1) gives to each resource that a record is
 * read from, and to every type inside it. The source is HL7's definitions as the npm package `fhir` carries them (CC0).
 */
import { createRequire } from "node:module";
import { join } from "node:path";

import { main } from "../circuits/command-line.ts";
import { generatorCommand } from "../circuits/tools/generated-files.ts";
import { RESOURCE_TYPES } from "../prover/record/fhir/r4-structure.ts";

interface Property {
  readonly _name: string;
  readonly _type: string;
  readonly _multiple: boolean;
  readonly _properties?: readonly Property[];
}

const PATH = join(import.meta.dirname, "..", "prover", "record", "fhir", "r4-structure.json");

const definitions = createRequire(import.meta.url)("fhir/profiles/types.json") as Readonly<
  Record<string, { readonly _properties?: readonly Property[]; readonly _kind?: string }>
>;
/** Of each type its elements, as `name:type`. The type ends with * where the element repeats. */
const structure: Record<string, string> = {};

function isPrimitive(type: string): boolean {
  return definitions[type]?._kind === "primitive-type" || type === "xhtml";
}

/** Adds the elements of a type under a name, and every type that they lead to. */
function add(name: string, properties: readonly Property[]): void {
  if (Object.hasOwn(structure, name)) return;
  structure[name] = "";
  const elements = properties
    // Names with an underscore hold what a primitive element says beside its value; the reader knows them by rule.
    .filter(({ _name }) => !_name.startsWith("_"))
    .map(({ _name, _type, _multiple, _properties = [] }) => {
      const isDefinedHere = _properties.some((inner) => !["id", "extension"].includes(inner._name));
      // A # leads to a type that is defined inside another one.
      const type = isDefinedHere ? `${name}.${_name}` : _type.replace("#", "");
      if (isDefinedHere) add(type, _properties);
      else if (!isPrimitive(type) && type !== "Resource" && !_type.startsWith("#"))
        add(type, elementsOf(type));
      return `${_name}:${type}${_multiple ? "*" : ""}`;
    });
  structure[name] = elements.join(" ");
}

function elementsOf(type: string): readonly Property[] {
  const properties = definitions[type]?._properties;
  if (properties === undefined) throw new Error(`FHIR R4 defines no type ${type}.`);
  return properties;
}

function structureText(): string {
  for (const resource of RESOURCE_TYPES) add(resource, elementsOf(resource));
  for (const type of Object.values(structure).flatMap(
    (elements) => elements.match(/[^:*\s]+(?=\*?(?:\s|$))/g) ?? [],
  )) {
    if (!Object.hasOwn(structure, type) && !isPrimitive(type) && type !== "Resource") {
      throw new Error(`${type} is used and not defined.`);
    }
  }
  const sorted = Object.fromEntries(
    Object.entries(structure).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

await main(
  generatorCommand({
    name: "npm run fhir-structure",
    summary: "write which elements FHIR R4 gives to what a record is read from",
    generate: async () => [{ path: PATH, text: structureText() }],
  }),
);
