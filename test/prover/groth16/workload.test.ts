import { describe, expect, it } from "vitest";

import { parseProvingKey } from "../../../circuits/proving-key.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import { sectionsOf } from "../../../prover/groth16/sections.ts";
import { shareOut } from "../../../prover/groth16/workload.ts";

const key = parseProvingKey((await loadArtifacts("review")).zkey);
const sections = sectionsOf(key);

describe.each([1, 2, 3, 4, 8])("the work of a proof on %i threads", (threads) => {
  const shares = shareOut(sections, key.domainSize, threads);

  it("covers every point of every section once", () => {
    for (const section of sections) {
      const pieces = shares.flat().filter((piece) => piece.section === section);
      let covered = 0;
      for (const { first, end } of pieces) {
        expect(first).toBe(covered);
        expect(end).toBeGreaterThan(first);
        covered = end;
      }
      expect(covered).toBe(section.count);
    }
  });

  it("is shared out evenly", () => {
    const works = shares.map((pieces, thread) =>
      pieces.reduce(
        (sum, { section, first, end }) => sum + (end - first) * (section.group === "g2" ? 2.3 : 1),
        thread === 0 ? 0.4 * key.domainSize : 0,
      ),
    );
    expect(works).toHaveLength(threads);
    // Points at infinity cost nothing, but are counted here: a third of B.
    const mean = works.reduce((sum, work) => sum + work, 0) / threads;
    for (const work of works) expect(Math.abs(work - mean)).toBeLessThan(0.35 * mean);
  });

  it("starts with the quotient, whose scalars the first thread computes", () => {
    expect(shares[0]![0]?.section.name ?? "none").toBe("quotient");
  });
});
