import type { Finding } from "./check.ts";
import type { FORMER_FOLDERS, Pending } from "./pending.ts";

interface Checked {
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
  readonly formerFolders: typeof FORMER_FOLDERS;
  readonly pending: readonly Pending[];
}

const isSame = (left: Pending, right: Pending) =>
  left.rule === right.rule && left.from === right.from && left.to === right.to;

/** A line for each finding that is not pending, and for each pending one that is gone: a list of debts must only shrink. */
export function unexpected({ files, findings, formerFolders, pending }: Checked): readonly string[] {
  return [
    ...findings
      .filter((finding) => !pending.some((known) => isSame(known, finding)))
      .map(({ file, line, problem, rule }) => `${file}:${line}: ${problem} (${rule})`),
    ...pending
      .filter((known) => !findings.some((finding) => isSame(known, finding)))
      .map(
        ({ rule, from, to }) =>
          `tools/one-way/pending.ts: ${rule}, ${from} → ${to} is mended: delete its line`,
      ),
    ...formerFolders
      .filter(({ folder }) => !files.some((file) => file.startsWith(`${folder}/`)))
      .map(({ folder }) => `tools/one-way/pending.ts: ${folder} has moved: delete its line`),
  ];
}
