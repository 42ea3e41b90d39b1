import { join } from "node:path";

import { rolldown } from "rolldown";

import { entryFile, NODE_FOLDER, nodeName, type RootManifest } from "./manifest.ts";

/** What a worker thread runs; the module that starts it looks for it in its own folder. */
const WORKER = "prover/groth16/threads/worker.js";

// What the prover's own entry loads, and most others need. Keys, the validator and the fall-back bring large packages of
// others; the loader of artifacts names a folder beside it, at which bundlers for servers stop.
const COMMON =
  /\/(?:circuits|prover)\/(?!keys\/|artifacts\/node|record\/fhir-validation|groth16\/(?:workers|.*snarkjs|kernel\/module-integer))/;

/**
 * Puts the modules of each entry together into a few files, for Node: it takes longer to find and to read a hundred and fifty
 * modules than to make a third of a proof. Bundlers for pages get the modules themselves, of which they drop what a page does not use.
 *
 * @param folder The package, compiled.
 */
export async function writeNodeFiles(folder: string, exports: RootManifest["exports"]): Promise<void> {
  const entries = Object.entries(exports).flatMap(([entry, target]) =>
    entryFile(target).endsWith(".js") ? [[nodeName(entry), join(folder, entryFile(target))] as const] : [],
  );
  await write(folder, Object.fromEntries(entries), [{ name: "prover-common", test: COMMON }]);
  // A thread shares nothing with the others, and loads one file only.
  await write(folder, { worker: join(folder, WORKER) });
}

async function write(
  folder: string,
  input: Readonly<Record<string, string>>,
  groups: readonly { readonly name: string; readonly test: RegExp }[] = [],
): Promise<void> {
  const bundle = await rolldown({
    input: { ...input },
    cwd: folder,
    platform: "node",
    // Packages are their users' own.
    external: (id) => !/^[./]/.test(id),
    onLog: (level, { message }) => {
      if (level === "warn") throw new Error(message);
    },
  });
  await bundle.write({
    dir: join(folder, NODE_FOLDER),
    format: "esm",
    chunkFileNames: "[name]-[hash].js",
    codeSplitting: { groups: [...groups] },
  });
  await bundle.close();
}
