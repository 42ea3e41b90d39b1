export { InvalidProgramError } from "./errors.ts";
export {
  assertProgram,
  evaluateProgram,
  paddedClausesOf,
  PROGRAM_SLOTS,
  programHashOf,
  programWordsOf,
  type Clause,
  type Program,
} from "./program.ts";
