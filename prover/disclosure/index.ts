export {
  createChallenge,
  formatChallenge,
  MOST_OPENED_FIELDS,
  parseChallenge,
  type DisclosureChallenge,
} from "./challenge.ts";
export {
  ChallengeExpiredError,
  InvalidChallengeError,
  MalformedDisclosureError,
  OtherClaimError,
} from "./errors.ts";
export { formatDisclosure, parseDisclosure, type Disclosure } from "./format.ts";
export { describeDisclosure } from "./report.ts";
export { prepareDisclosure, type DisclosureKnowledge, type DisclosureRequest } from "./request.ts";
export { disclosureProgram, disclosureSignal, openFields, type OpenedFields } from "./statement.ts";
export { verifyDisclosure, type DisclosureExpectations, type DisclosureVerdict } from "./verify.ts";
