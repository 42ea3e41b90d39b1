import type { Bundle, Resource } from "./bundle.ts";
import { mayBeOne, referentOf } from "./same-referent.ts";

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
  if (!mayBeOne(referentOf(bundle, procedure, mine), referentOf(bundle, other, theirs))) {
    throw other.element.refuse(name, "the patient of the procedure");
  }
}
