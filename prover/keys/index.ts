export type { BookingKeys } from "./booking-keys.ts";
export { PatientKeys } from "./patient-keys.ts";
export { AmbiguousRecoveryNumbersError } from "./phrase-words.ts";
export {
  createRecoveryPhrase,
  RecoveryPhraseChecksumError,
  RecoveryPhraseLengthError,
  UnknownRecoveryWordError,
} from "./recovery-phrase.ts";
