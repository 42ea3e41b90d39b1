import { CODE_SYSTEMS, looksLike, parseCode } from "../codes.ts";
import type { Code, CodeSystem } from "../codes.ts";
import { codeSystemOf, isSameSystem, unusableSystemOf } from "../system-names.ts";
import type { FhirElement } from "./element.ts";

/** What a text that is no code of the system has to be instead, for an error. */
export function expectedCode(system: CodeSystem, text: string): string {
  const { title } = CODE_SYSTEMS[system];
  return looksLike(system, text)
    ? `a code of ${title}: its check digit says that it was mistyped`
    : `a code of ${title}`;
}

interface ReadCoding {
  readonly coding: FhirElement;
  readonly system: CodeSystem;
  /** Undefined where the text is no code of the system. */
  readonly code: Code | undefined;
}

function readCoding(coding: FhirElement): ReadCoding[] {
  const named = codeSystemOf(coding.peekText("system") ?? "");
  const text = coding.peekText("code");
  if (named === undefined || text === undefined) return [];
  const code = parseCode(named, text);
  // HCPCS Level I is CPT, and bills write both under one name.
  const levelOne = named === "hcpcs" && code === undefined ? parseCode("cpt", text) : undefined;
  return [{ coding, system: levelOne?.system ?? named, code: levelOne ?? code }];
}

/** The systems of a concept's codings by the names that people know, for an error about a concept that has none of use. */
function systemsThere(concept: FhirElement): string {
  const titles = concept.peek("coding").map((coding) => {
    const uri = coding.peekText("system") ?? "";
    const known = codeSystemOf(uri);
    return known === undefined
      ? (unusableSystemOf(uri) ?? "a system not known here")
      : CODE_SYSTEMS[known].title;
  });
  return titles.length === 0 ? "" : `; what is there is of ${[...new Set(titles)].join(" and ")}`;
}

/**
 * Reads a CodeableConcept as one code. Its codings all say the same thing in different systems, so the one of the first
 * of `systems` that occurs is taken, and the others may say what they like.
 *
 * @throws UnrepresentableFieldError where no coding is of these systems, the preferred one is no code of its system, or two
 * of one system differ.
 */
export function readConcept(concept: FhirElement, systems: readonly CodeSystem[]): Code {
  const codings = concept.children("coding").flatMap(readCoding);
  for (const system of systems) {
    const ofSystem = codings.filter((coding) => coding.system === system);
    const [first, ...others] = ofSystem.filter(({ code }) => code !== undefined);
    const differing = others.find(({ code }) => code?.code !== first?.code?.code);
    if (differing !== undefined)
      throw differing.coding.refuse("code", "the same as in the other coding of its system");
    if (first?.code !== undefined) return first.code;
    const [wrong] = ofSystem;
    if (wrong !== undefined)
      throw wrong.coding.refuse("code", expectedCode(system, wrong.coding.string("code")));
  }
  const titles = systems.map((system) => CODE_SYSTEMS[system].title).join(" or ");
  throw concept.refuse("coding", `a list with a code of ${titles}${systemsThere(concept)}`);
}

/** The codes that a CodeableConcept has in one system, as written. The concept need not be right otherwise. */
export function codesOf(concept: FhirElement, systemUri: string): string[] {
  return concept
    .peek("coding")
    .filter((coding) => isSameSystem(coding.peekText("system") ?? "", systemUri))
    .flatMap((coding) => coding.peekText("code") ?? []);
}
