import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { build } from "vite";

/**
 * Packages, or entries of packages, of which the prover needs a small part, and which bring their users tens of megabytes:
 * test data, tools and packages of their own that no proof touches. The part is bundled into the package, and they are no
 * dependencies of it.
 */
const PARTS = {
  snarkjs: join(import.meta.dirname, "heavy", "snarkjs.ts"),
  fhir: join(import.meta.dirname, "heavy", "fhir.ts"),
  "@semaphore-protocol/core/identity": join(import.meta.dirname, "heavy", "semaphore-identity.ts"),
} as const;

export type HeavyPackage = keyof typeof PARTS;

export const HEAVY_PACKAGES = Object.keys(PARTS) as readonly HeavyPackage[];

/** Where the part of a package is, from the root of the built package. */
export const heavyFile = (name: HeavyPackage): string => `bundled/${fileName(name)}.js`;

const fileName = (name: HeavyPackage): string => name.replace("@", "").replaceAll("/", "-");

/** Bundles the part of one package, in the flavour that runs in browsers and Node alike. */
export async function bundleHeavyPackage(name: HeavyPackage, folder: string): Promise<void> {
  const output = await build({
    configFile: false,
    publicDir: false,
    logLevel: "error",
    resolve: { alias: { stream: join(import.meta.dirname, "heavy", "stream.ts") } },
    build: {
      write: false,
      target: "esnext",
      // Whoever bundles this for a page drops what the page does not use, and cannot where it was minified before.
      minify: false,
      license: { fileName: "licences.md" },
      lib: { entry: PARTS[name], formats: ["es"] },
      rolldownOptions: { checks: { bundlerTimings: false }, onwarn: () => {} },
    },
  });
  const [chunk, licences, ...others] = [output]
    .flat()
    .flatMap((made) => ("output" in made ? made.output : []));
  if (chunk?.type !== "chunk" || licences?.type !== "asset" || others.length > 0 || chunk.imports.length > 0)
    throw new Error(`${name} does not fit into one file that imports nothing.`);
  await writeFile(join(folder, heavyFile(name)), chunk.code);
  await writeFile(join(folder, "bundled", `${fileName(name)}.licences.md`), licences.source);
}
