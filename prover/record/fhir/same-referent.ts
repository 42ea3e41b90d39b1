import type { Bundle, Resource } from "./bundle.ts";
import type { FhirElement } from "./element.ts";
import { comparableUrl, identifierIn, identifiersOf, parseLiteral, restfulParts } from "./reference.ts";
import type { BusinessIdentifier } from "./reference.ts";

/** All that a reference tells about whom or what it means. */
export interface Referent {
  readonly resource: Resource | undefined;
  /** Absolute or relative URL without version, where the reference has one. */
  readonly url: string | undefined;
  readonly identifiers: readonly BusinessIdentifier[];
}

/** @throws UnrepresentableFieldError where several resources answer to the reference. */
export function referentOf(bundle: Bundle, from: Resource, reference: FhirElement): Referent {
  const resource = bundle.resolve(from, reference);
  const text = reference.peekText("reference");
  const literal = text === undefined ? undefined : parseLiteral(text);
  const identifier = identifierIn(reference);
  return {
    resource,
    url: literal?.kind === "url" ? literal.url : undefined,
    identifiers: [
      ...(identifier === undefined ? [] : [identifier]),
      ...(resource === undefined ? [] : identifiersOf(resource.element)),
    ],
  };
}

/** Whether identifiers contradict each other: one system gives the two different values, and no value is shared. */
function differ(one: readonly BusinessIdentifier[], other: readonly BusinessIdentifier[]): boolean {
  const pairs = one.flatMap((first) =>
    other.filter(({ system }) => system === first.system).map((second) => first.value === second.value),
  );
  return pairs.length > 0 && !pairs.includes(true);
}

/** Whether two URLs that the bundle does not resolve may name one resource: a relative one may continue any server's. */
function mayBeOneUrl(one: string, other: string): boolean {
  if (comparableUrl(one) === comparableUrl(other)) return true;
  const [first, second] = [restfulParts(one), restfulParts(other)];
  if (first === undefined || second === undefined) return false;
  return first.typeAndId === second.typeAndId && (first.base === "" || second.base === "");
}

/** Whether two references may mean the same, so far as the bundle tells: however differently they are written. */
export function mayBeOne(one: Referent, other: Referent): boolean {
  const isContained = one.resource?.container !== undefined || other.resource?.container !== undefined;
  if (one.resource !== undefined && one.resource.element.path === other.resource?.element.path) return true;
  // What is contained has no address of its own.
  if (!isContained && one.resource !== undefined && other.resource !== undefined) return false;
  if (!isContained && one.url !== undefined && other.url !== undefined) {
    // What the bundle holds would have been found by the other's URL too.
    const isHeldOnce = (one.resource === undefined) !== (other.resource === undefined);
    return !isHeldOnce && mayBeOneUrl(one.url, other.url);
  }
  return !differ(one.identifiers, other.identifiers);
}
