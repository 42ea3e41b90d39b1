export { fetchArtifacts, type FetchArtifactsOptions } from "./browser.ts";
export {
  ArtifactHashMismatchError,
  ArtifactMissingError,
  ArtifactSizeMismatchError,
  checkArtifacts,
  UnknownCircuitError,
  type ArtifactsOf,
  type ClaimArtifacts,
  type ReviewArtifacts,
} from "./check.ts";
export {
  MalformedManifestError,
  parseManifest,
  type ArtifactManifest,
  type Ceremony,
  type CircuitManifest,
  type CircuitName,
} from "../../circuits/manifest.ts";
