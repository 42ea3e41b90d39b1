import { fileURLToPath } from "node:url";

import { build, type Rolldown } from "vite";
import { describe, expect, it } from "vitest";

/** What provers, contracts and readers take from the circuits, in browsers too. */
const FACES = ["errors", "field", "manifest", "points", "proving-key", "sections", "verification-key"];

async function bundled(face: string): Promise<Rolldown.OutputChunk[]> {
  const output = await build({
    configFile: false,
    publicDir: false,
    logLevel: "silent",
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL(`../../circuits/${face}.ts`, import.meta.url)),
        formats: ["es"],
        fileName: face,
      },
    },
  });
  return [output]
    .flat()
    .flatMap((bundle) => ("output" in bundle ? bundle.output : []))
    .filter((file) => file.type === "chunk");
}

describe("the circuits' faces", () => {
  it.each(FACES)("%s is the circuits' own code alone, and runs in browsers", async (face) => {
    const chunks = await bundled(face);
    for (const chunk of chunks) {
      expect(chunk.imports).toEqual([]);
      const strangers = Object.keys(chunk.modules).filter((id) => !/\/circuits\/[a-z-]+\.ts$/.test(id));
      expect(strangers).toEqual([]);
    }
    expect(chunks).toHaveLength(1);
  });
});
