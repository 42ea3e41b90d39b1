import { getAddress, isAddress } from "ethers/address";
import { AftercareError } from "../../prover/errors.ts";
import type { ChainView } from "../reader/chain-view.ts";
import type { IndexedLicence } from "../reader/replay/licences.ts";

/** No board has attested a licence to this address. */
export class UnknownSurgeonError extends AftercareError {
  override readonly name = "UnknownSurgeonError";
}

/** A surgeon's entry in the registry, in force or not. @throws UnknownSurgeonError */
export function licenceOf(view: Pick<ChainView, "licences">, surgeon: string): IndexedLicence {
  const licence = isAddress(surgeon) ? view.licences.get(getAddress(surgeon)) : undefined;
  if (licence) return licence;
  throw new UnknownSurgeonError(
    `The registry has no surgeon ${surgeon}.`,
    "Check the address; a board has to attest a licence first.",
    { surgeon },
  );
}
