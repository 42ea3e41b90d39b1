export { AftercareError, type ErrorDetails } from "../circuits/errors.ts";
