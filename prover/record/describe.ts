import { CODE_SYSTEMS } from "./codes.ts";
import type { Code } from "./codes.ts";
import { formatDay } from "./days.ts";
import type { SurgeryRecord } from "./schema.ts";

const ASA_NUMERALS = ["I", "II", "III", "IV", "V", "VI"] as const;

function describeCode({ system, code }: Code): string {
  return `${CODE_SYSTEMS[system].title} ${code}`;
}

function describeCost({ totalCostCents, currency }: SurgeryRecord): string | null {
  if (totalCostCents === null || currency === null) return null;
  const units = (totalCostCents / 100n).toLocaleString("en-US");
  return `${units}.${(totalCostCents % 100n).toString().padStart(2, "0")} ${currency}`;
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
