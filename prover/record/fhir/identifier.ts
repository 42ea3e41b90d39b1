import { fingerprint, parseCode } from "../codes.ts";
import type { Code } from "../codes.ts";
import { codeSystemOf } from "../system-names.ts";
import { expectedCode } from "./codings.ts";
import type { FhirElement } from "./element.ts";
import type { BusinessIdentifier } from "./reference.ts";

/** Systems of identifiers that are numbers; of all others a record holds a fingerprint. */
type NumberedSystem = "us-npi" | "gs1-gtin";

/** An identifier with the place it was read from. */
interface PlacedIdentifier extends BusinessIdentifier {
  readonly system: string;
  readonly place: FhirElement;
  /** Name of the element that holds the value. */
  readonly name: string;
}

/** The number itself where the identifier is of this system, a fingerprint else. A mistyped number is neither. */
export function identifierCode(
  { system, value, place, name }: PlacedIdentifier,
  numbered: NumberedSystem,
): Code {
  if (codeSystemOf(system) !== numbered) return fingerprint(system, value);
  const code = parseCode(numbered, value);
  if (code === undefined) throw place.refuse(name, expectedCode(numbered, value));
  return code;
}

/**
 * The identifier that stands for a resource: one of the preferred system where it has one, else the first whose use is
 * not "old".
 *
 * @throws UnrepresentableFieldError where it has none with both system and value, or where that one is mistyped.
 */
export function readIdentifier(resource: FhirElement, preferred: NumberedSystem): Code {
  const identifiers = resource
    .children("identifier")
    .filter((identifier) => identifier.optionalString("use") !== "old")
    .filter((identifier) => identifier.has("system") && identifier.has("value"))
    .map((place) => ({ place, name: "value", system: place.string("system"), value: place.string("value") }));
  const chosen = identifiers.find(({ system }) => codeSystemOf(system) === preferred) ?? identifiers[0];
  if (chosen === undefined)
    throw resource.refuse("identifier", "a list with an identifier that has system and value");
  return identifierCode(chosen, preferred);
}
