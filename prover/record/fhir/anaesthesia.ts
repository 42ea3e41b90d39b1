import type { AnaesthesiaType } from "../schema.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { codesOf } from "./codings.ts";

const SNOMED_CT = "http://snomed.info/sct";

/** SNOMED CT procedures of giving anaesthesia. */
const ANAESTHESIA_PROCEDURES: Readonly<Record<string, AnaesthesiaType>> = {
  "386761002": "local",
  "72641008": "sedation",
  "27372005": "regional",
  "18946005": "regional", // epidural
  "50697003": "general",
};

const NOT_GIVEN = ["not-done", "entered-in-error"];

function anaesthesiaOf(bundle: Bundle, surgery: Resource, step: Resource): AnaesthesiaType[] {
  if (step === surgery) return [];
  const isStep = step.element.peek("partOf").some((whole) => bundle.leadsTo(step, whole, surgery));
  const codes = step.element.peek("code").flatMap((concept) => codesOf(concept, SNOMED_CT));
  const types = codes.flatMap((sctid) => typeOf(sctid) ?? []);
  if (!isStep || types.length === 0) return [];
  bundle.use("Procedure", step);
  const status = step.element.string("status");
  if (NOT_GIVEN.includes(status)) return [];
  if (status !== "completed") throw step.element.refuse("status", "completed, not-done or entered-in-error");
  return types;
}

function typeOf(sctid: string): AnaesthesiaType | undefined {
  return Object.hasOwn(ANAESTHESIA_PROCEDURES, sctid) ? ANAESTHESIA_PROCEDURES[sctid] : undefined;
}

/** The anaesthesia given, by the Procedures that are `partOf` the surgery; null where none of them is an anaesthesia. */
export function readAnaesthesia(bundle: Bundle, surgery: Resource): AnaesthesiaType | null {
  const types = new Set(bundle.ofType("Procedure").flatMap((step) => anaesthesiaOf(bundle, surgery, step)));
  const [only = null] = types;
  return types.size > 1 ? "combined" : only;
}
