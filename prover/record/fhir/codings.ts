import { CODE_SYSTEMS, codeSystemOf, parseCode } from "../codes.ts";
import type { Code, CodeSystem } from "../codes.ts";
import type { FhirElement } from "./element.ts";

/** The canonical code of a coding, or undefined where it is of none of these systems. */
function readCoding(coding: FhirElement, systems: readonly CodeSystem[]): Code | undefined {
  const system = codeSystemOf(coding.optionalString("system") ?? "");
  if (system === undefined || !systems.includes(system)) return undefined;
  const code = parseCode(system, coding.string("code"));
  if (code === undefined) throw coding.refuse("code", `a code of ${CODE_SYSTEMS[system].title}`);
  return code;
}

/**
 * Reads a CodeableConcept as one code. Its codings all say the same thing in different systems, so the one of the first
 * of `systems` that occurs is taken.
 *
 * @throws UnrepresentableFieldError where no coding is of these systems, or two of one system differ.
 */
export function readConcept(concept: FhirElement, systems: readonly CodeSystem[]): Code {
  const codings = concept.children("coding").map((coding) => ({ coding, code: readCoding(coding, systems) }));
  for (const system of systems) {
    const [first, ...others] = codings.filter(({ code }) => code?.system === system);
    const differing = others.find(({ code }) => code?.code !== first?.code?.code);
    if (differing !== undefined)
      throw differing.coding.refuse("code", "the same as in the other coding of its system");
    if (first?.code !== undefined) return first.code;
  }
  const titles = systems.map((system) => CODE_SYSTEMS[system].title).join(" or ");
  throw concept.refuse("coding", `a list with a code of ${titles}`);
}

/** The codes that a CodeableConcept has in one system, as written. */
export function codesOf(concept: FhirElement, systemUri: string): string[] {
  return concept
    .children("coding")
    .filter((coding) => coding.optionalString("system") === systemUri)
    .map((coding) => coding.string("code"));
}
