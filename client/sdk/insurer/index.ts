export { UnknownClaimError, type ChallengeAnswered, type ClaimQuestion } from "./challenge.ts";
export { UnknownCoverageError, type CoverageChange } from "./cover.ts";
export { Insurer } from "./insurer.ts";
export type { PolicyOffer, PublishedPolicy } from "./publish.ts";
