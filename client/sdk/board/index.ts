export type { Attestation, LicenceFacts } from "./attest.ts";
export { Board } from "./board.ts";
