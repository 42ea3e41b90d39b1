import { codeSystemOf, fingerprint, parseCode } from "../codes.ts";
import type { Code } from "../codes.ts";
import type { FhirElement } from "./element.ts";

/** A business identifier as a code: the number itself for an NPI, a fingerprint for any other. */
export function identifierCode(system: string, value: string): Code {
  const numeric = codeSystemOf(system) === "us-npi" ? parseCode("us-npi", value) : undefined;
  return numeric ?? fingerprint(system, value);
}

/**
 * The identifier that stands for a resource: an NPI where it has one, else the first whose use is not "old".
 *
 * @throws UnrepresentableFieldError where it has none with both system and value.
 */
export function readIdentifier(resource: FhirElement): Code {
  const codes = resource
    .children("identifier")
    .filter((identifier) => identifier.optionalString("use") !== "old")
    .filter((identifier) => identifier.has("system") && identifier.has("value"))
    .map((identifier) => identifierCode(identifier.string("system"), identifier.string("value")));
  const chosen = codes.find(({ system }) => system === "us-npi") ?? codes[0];
  if (chosen === undefined)
    throw resource.refuse("identifier", "a list with an identifier that has system and value");
  return chosen;
}
