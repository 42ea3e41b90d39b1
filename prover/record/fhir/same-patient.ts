import type { Bundle, Resource } from "./bundle.ts";
import type { FhirElement } from "./element.ts";
import { comparableUrl, identifierIn, identifiersOf, parseLiteral, restfulParts } from "./reference.ts";
import type { BusinessIdentifier } from "./reference.ts";

/** All that a reference tells about whom it means. */
interface Person {
  readonly resource: Resource | undefined;
  /** Absolute or relative URL without version, where the reference has one. */
  readonly url: string | undefined;
  readonly identifiers: readonly BusinessIdentifier[];
}

function personOf(bundle: Bundle, from: Resource, reference: FhirElement): Person {
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

/** Whether identifiers contradict each other: one system gives the two people different values, and no value is shared. */
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

function mayBeOnePerson(one: Person, other: Person): boolean {
  const isContained = one.resource?.container !== undefined || other.resource?.container !== undefined;
  if (one.resource !== undefined && one.resource.element.path === other.resource?.element.path) return true;
  // A contained patient has no address of its own.
  if (!isContained && one.resource !== undefined && other.resource !== undefined) return false;
  if (!isContained && one.url !== undefined && other.url !== undefined) {
    // What the bundle holds would have been found by the other's URL too.
    const isHeldOnce = (one.resource === undefined) !== (other.resource === undefined);
    return !isHeldOnce && mayBeOneUrl(one.url, other.url);
  }
  return !differ(one.identifiers, other.identifiers);
}

/** Refuses a resource that is about another patient than the procedure is, however the two are referred to. */
export function assertSamePatient(
  bundle: Bundle,
  procedure: Resource,
  other: Resource,
  name: "subject" | "patient",
): void {
  const [mine] = procedure.element.peek("subject");
  const [theirs] = other.element.peek(name);
  if (mine === undefined || theirs === undefined) return;
  if (!mayBeOnePerson(personOf(bundle, procedure, mine), personOf(bundle, other, theirs))) {
    throw other.element.refuse(name, "the patient of the procedure");
  }
}
