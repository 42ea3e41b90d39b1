export type { BookingKeys } from "./bookingKeys.ts";
export { PatientKeys } from "./patientKeys.ts";
export {
  createRecoveryPhrase,
  RecoveryPhraseChecksumError,
  RecoveryPhraseLengthError,
  UnknownRecoveryWordError,
} from "./recoveryPhrase.ts";
