import { option } from "../../command-line.ts";
import { CIRCUITS, type Circuit, circuitNamed } from "../circuits.ts";

/** `--circuit`: the circuit named, or all of them if none is. */
export const circuitOption = option(
  "NAME",
  `${CIRCUITS.map(({ name }) => name).join(" or ")}; both if left out`,
  circuitNamed,
);

export const artifactsOption = option("DIR", "where the artifacts are (default circuits/artifacts)");

export function selectCircuits(circuit: Circuit | undefined): readonly Circuit[] {
  return circuit === undefined ? CIRCUITS : [circuit];
}
