import type { FhirElement } from "./element.ts";

/** A business identifier, as FHIR writes it instead of, or beside, a literal reference. The system may be left out. */
export interface BusinessIdentifier {
  readonly system: string | undefined;
  readonly value: string;
}

/** What the text of a reference says. */
export type Literal =
  | { readonly kind: "contained"; readonly id: string }
  | {
      readonly kind: "conditional";
      readonly type: string;
      readonly identifier: BusinessIdentifier | undefined;
    }
  | { readonly kind: "url"; readonly url: string; readonly version: string | undefined };

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The identifier that a search asks for by `identifier=system|value`; other parameters only narrow it down. */
function searchedIdentifier(query: string): BusinessIdentifier | undefined {
  const wanted = query.split("&").filter((parameter) => parameter.startsWith("identifier="));
  const text = wanted.length === 1 ? decoded(wanted[0]!.slice("identifier=".length)) : undefined;
  if (text === undefined) return undefined;
  const bar = text.indexOf("|");
  const [system, value] = bar < 0 ? ["", text] : [text.slice(0, bar), text.slice(bar + 1)];
  return value === "" ? undefined : { system: system === "" ? undefined : system, value };
}

/** URNs of UUIDs and object identifiers mean the same in either case. */
export function comparableUrl(url: string): string {
  return /^urn:(?:uuid|oid):/i.test(url) ? url.toLowerCase() : url;
}

/** Takes the text of a reference apart. */
export function parseLiteral(text: string): Literal {
  if (text.startsWith("#")) return { kind: "contained", id: text.slice(1) };
  const [, type, query] = /^(?:.*\/)?([A-Za-z]+)\?(.*)$/s.exec(text) ?? [];
  if (type !== undefined && query !== undefined) {
    return { kind: "conditional", type, identifier: searchedIdentifier(query) };
  }
  const [url = "", version] = text.split("/_history/");
  return { kind: "url", url: comparableUrl(url), version };
}

/** `Type/id` at the end of a URL that a FHIR server gives its resources, and what precedes it. */
export function restfulParts(url: string): { readonly base: string; readonly typeAndId: string } | undefined {
  const [, base, typeAndId] = /^(.*\/|)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/s.exec(url) ?? [];
  return base === undefined || typeAndId === undefined ? undefined : { base, typeAndId };
}

/** The identifiers of a resource that have a value, leniently read. */
export function identifiersOf(resource: FhirElement): BusinessIdentifier[] {
  return resource.peek("identifier").flatMap((identifier) => {
    const value = identifier.peekText("value");
    return value === undefined ? [] : [{ system: identifier.peekText("system"), value }];
  });
}

/** Whether a search for one identifier finds the other. */
export function matches(sought: BusinessIdentifier, found: BusinessIdentifier): boolean {
  return sought.value === found.value && (sought.system === undefined || sought.system === found.system);
}

/** The identifier that a reference gives beside its text or instead of it, or that its text searches for. */
export function identifierIn(reference: FhirElement): BusinessIdentifier | undefined {
  const text = reference.peekText("reference");
  const literal = text === undefined ? undefined : parseLiteral(text);
  if (literal?.kind === "conditional") return literal.identifier;
  const [identifier] = reference.peek("identifier");
  const value = identifier?.peekText("value");
  return value === undefined ? undefined : { system: identifier?.peekText("system"), value };
}
