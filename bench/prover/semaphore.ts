// The anchor: Semaphore v4 through its own package, at the depth that holds as many members as our tree.
import { Group } from "@semaphore-protocol/core/group";
import { Identity } from "@semaphore-protocol/core/identity";
import { generateProof } from "@semaphore-protocol/core/proof";

import { benchPackage, installBenchPackages } from "../install.ts";
import type { Contender } from "../statistics.ts";

const DEPTH = 20;

const artifact = (extension: string): string => `@zk-kit/semaphore-artifacts/semaphore-${DEPTH}.${extension}`;

/** A proof of membership among a hundred, as an application makes it. */
export async function semaphoreContender(): Promise<Contender> {
  await installBenchPackages(artifact("zkey"));
  const identity = new Identity("a patient of the benchmark");
  const others = Array.from({ length: 99 }, (_, index) => BigInt(index + 1));
  const group = new Group([identity.commitment, ...others]);
  const artifacts = { wasm: benchPackage(artifact("wasm")), zkey: benchPackage(artifact("zkey")) };
  return { name: "semaphore", run: () => generateProof(identity, group, 1n, 2n, DEPTH, artifacts) };
}
