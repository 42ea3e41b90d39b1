import { fingerprint, looksLike, parseCode } from "../codes.ts";
import type { Code } from "../codes.ts";
import { codeSystemOf } from "../system-names.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { expectedCode, readConcept } from "./codings.ts";
import type { FhirElement } from "./element.ts";
import { readIdentifier } from "./identifier.ts";

/** The device identifier of a UDI: the GTIN of a GS1 label, a fingerprint for the other issuers. */
function udiCode(carrier: FhirElement): Code {
  const identifier = carrier.string("deviceIdentifier");
  const issuer = carrier.optionalString("issuer");
  // Many bundles leave the issuer out; an identifier of a GTIN's digits is then taken for one.
  const isGtin =
    issuer === undefined ? looksLike("gs1-gtin", identifier) : codeSystemOf(issuer) === "gs1-gtin";
  if (!isGtin) return fingerprint(issuer ?? "udi", identifier);
  const gtin = parseCode("gs1-gtin", identifier);
  if (gtin === undefined) throw carrier.refuse("deviceIdentifier", expectedCode("gs1-gtin", identifier));
  return gtin;
}

function deviceCode(device: FhirElement): Code {
  const [carrier] = device.children("udiCarrier").filter((candidate) => candidate.has("deviceIdentifier"));
  if (carrier !== undefined) return udiCode(carrier);
  const type = device.optionalChild("type");
  return type === undefined ? readIdentifier(device, "gs1-gtin") : readConcept(type, ["snomed-ct"]);
}

/**
 * The device that the surgery implanted, removed or changed (`Procedure.focalDevice`): the most exact of its UDI, its
 * type and its identifier. Null where there is none. Instruments (`usedReference`, `usedCode`) are not read.
 *
 * @throws UnrepresentableFieldError where two devices differ: a record has room for one.
 */
export function readDevice(bundle: Bundle, surgery: Resource): Code | null {
  let code: Code | null = null;
  for (const focalDevice of surgery.element.children("focalDevice")) {
    const reference = focalDevice.child("manipulated");
    const next = deviceCode(bundle.follow(surgery, reference, ["Device"]).element);
    if (code !== null && (code.system !== next.system || code.code !== next.code)) {
      throw focalDevice.refuse("manipulated", "the same kind of device as the first");
    }
    code = next;
  }
  return code;
}
