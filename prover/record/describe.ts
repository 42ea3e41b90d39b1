import { CODE_SYSTEMS } from "./codes.ts";
import type { Code } from "./codes.ts";
import type { Currency } from "./currencies.ts";
import { formatDay } from "./days.ts";
import type { SurgeryRecord } from "./schema.ts";

/** Classes as clinicians write them, I to VI. */
export const ASA_NUMERALS = ["I", "II", "III", "IV", "V", "VI"] as const;

/** A code with the name of its system: `SNOMED CT 80146002`. */
export function describeCode({ system, code }: Code): string {
  return `${CODE_SYSTEMS[system].title} ${code}`;
}

/** An amount in hundredths of its currency's unit: `1,500.00 USD`. */
export function describeMoney(cents: bigint, currency: Currency): string {
  const units = (cents / 100n).toLocaleString("en-US");
  return `${units}.${(cents % 100n).toString().padStart(2, "0")} ${currency}`;
}

function describeCost({ totalCostCents, currency }: SurgeryRecord): string | null {
  return totalCostCents === null || currency === null ? null : describeMoney(totalCostCents, currency);
}

/** A record as readable lines, `label: value`, one for each thing it can say. It is medical data: show it to its owner only. */
export function describeRecord(record: SurgeryRecord): string {
  const { diagnosis, dischargeDay, asaClass, outcome, facility, device, medicinesRootPrefix } = record;
  const lines: readonly (readonly [label: string, value: string | null])[] = [
    ["Procedure", describeCode(record.procedure)],
    ["Diagnosis", diagnosis && describeCode(diagnosis)],
    ["Surgery", formatDay(record.surgeryDay)],
    ["Discharge", dischargeDay === null ? null : formatDay(dischargeDay)],
    ["Total cost", describeCost(record)],
    ["Anaesthesia", record.anaesthesiaType],
    ["ASA class", asaClass && ASA_NUMERALS[asaClass - 1]!],
    ["Complications (Clavien–Dindo)", record.complicationGrade],
    ["Outcome", outcome && describeCode(outcome)],
    ["Facility", facility && describeCode(facility)],
    ["Device", device && describeCode(device)],
    [
      "Medicines root",
      medicinesRootPrefix === 0n ? "none" : `0x${medicinesRootPrefix.toString(16).padStart(16, "0")}…`,
    ],
    ["Schema", `version ${record.schemaVersion}`],
  ];
  return lines.map(([label, value]) => `${label}: ${value ?? "not stated"}`).join("\n");
}
