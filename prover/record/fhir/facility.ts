import type { Code } from "../codes.ts";
import type { Bundle, Resource } from "./bundle.ts";
import type { FhirElement } from "./element.ts";
import { identifierCode, readIdentifier } from "./identifier.ts";
import { parseLiteral } from "./reference.ts";

/** The facility by the identifier that the reference itself gives; undefined where it gives none. */
function namedFacility(reference: FhirElement): Code | undefined {
  const text = reference.optionalString("reference");
  const literal = text === undefined ? undefined : parseLiteral(text);
  if (literal?.kind === "conditional") {
    const { system, value } = literal.identifier ?? {};
    if (system === undefined || value === undefined) return undefined;
    return identifierCode({ system, value, place: reference, name: "reference" }, "us-npi");
  }
  const place = reference.optionalChild("identifier");
  // A system is missing where a number is unique without one; the resource may have more.
  if (place === undefined || (text !== undefined && !place.has("system"))) return undefined;
  const identifier = { system: place.string("system"), value: place.string("value") };
  return identifierCode({ ...identifier, place, name: "value" }, "us-npi");
}

/**
 * Where the surgery was done: the Encounter's `serviceProvider`, or else the Procedure's `location`. Null where neither
 * is given.
 *
 * @throws UnrepresentableFieldError where it is given without an identifier, or not in the bundle.
 */
export function readFacility(
  bundle: Bundle,
  surgery: Resource,
  encounter: Resource | undefined,
): Code | null {
  const provider = encounter?.element.optionalChild("serviceProvider");
  const [from, reference] =
    encounter !== undefined && provider !== undefined
      ? ([encounter, provider] as const)
      : ([surgery, surgery.element.optionalChild("location")] as const);
  if (reference === undefined) return null;
  const named = namedFacility(reference);
  if (named !== undefined) return named;
  return readIdentifier(bundle.follow(from, reference, ["Organization", "Location"]).element, "us-npi");
}
