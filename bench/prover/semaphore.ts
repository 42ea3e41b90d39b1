// The anchor: Semaphore v4 through its own package, at the depth that holds as many members as our tree.
import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { Group } from "@semaphore-protocol/core/group";
import { Identity } from "@semaphore-protocol/core/identity";
import { generateProof } from "@semaphore-protocol/core/proof";

import type { Contender } from "../statistics.ts";

const DEPTH = 20;

const BENCH = fileURLToPath(new URL("..", import.meta.url));
const artifact = (extension: string): string =>
  `${BENCH}node_modules/@zk-kit/semaphore-artifacts/semaphore-${DEPTH}.${extension}`;

/** Installs what only benchmarks need, as their own lock file says. */
async function install(): Promise<void> {
  const installed = await access(artifact("zkey")).then(
    () => true,
    () => false,
  );
  if (installed) return;
  await new Promise<void>((resolve, reject) => {
    const npm = spawn("npm", ["ci", "--no-audit", "--no-fund"], {
      cwd: BENCH,
      stdio: ["ignore", "ignore", "inherit"],
    });
    npm.on("error", reject);
    npm.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`npm ci in bench/ ended with code ${code}.`)),
    );
  });
}

/** A proof of membership among a hundred, as an application makes it. */
export async function semaphoreContender(): Promise<Contender> {
  await install();
  const identity = new Identity("a patient of the benchmark");
  const others = Array.from({ length: 99 }, (_, index) => BigInt(index + 1));
  const group = new Group([identity.commitment, ...others]);
  const artifacts = { wasm: artifact("wasm"), zkey: artifact("zkey") };
  return { name: "semaphore", run: () => generateProof(identity, group, 1n, 2n, DEPTH, artifacts) };
}
