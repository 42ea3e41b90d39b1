export type { SurgeonFigures } from "./figures.ts";
export { Reader, UnknownReviewError, type PublicAnswer } from "./reader.ts";
