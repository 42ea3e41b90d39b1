export type { ReviewAnswer } from "./answer.ts";
export type { PublicProfile } from "./register.ts";
export type { SignedReport, SurgeryReport } from "./report.ts";
export type { SurgeonIdentity } from "./session.ts";
export { Surgeon, type SurgeonsBooking } from "./surgeon.ts";
