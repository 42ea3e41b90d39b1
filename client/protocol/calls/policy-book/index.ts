export { publish } from "./publish.ts";
export { setCoverage } from "./set-coverage.ts";
