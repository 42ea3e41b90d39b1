export { Fhir } from "fhir";
