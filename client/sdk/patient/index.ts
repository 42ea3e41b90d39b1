export { Patient } from "./patient.ts";
export {
  SurgeonNotLicensedError,
  TooManyOpenOffersError,
  type BookingRequest,
  type SignedOffer,
} from "./book.ts";
export type {
  AgreedCoverage,
  ChallengeAnswer,
  ClaimWish,
  CoveredDays,
  InsuredSurgery,
  OpenClaim,
} from "./claims.ts";
export type { OwnBooking } from "./find-bookings.ts";
export { NotClosedError, NotFlushedError } from "./own-surgery.ts";
export { AlreadyReviewedError, NotReviewedError, type ReviewWish } from "./review.ts";
