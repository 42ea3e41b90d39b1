/**
 * Holds the Markdown pages against the code: every path, command, name, example and link in them has to exist.
 */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

import { findingsIn, type Project } from "./docs-check/check.ts";
import { entriesOf } from "./docs-check/exports.ts";
import { FOREIGN } from "./docs-check/foreign.ts";
import { readPage } from "./docs-check/markdown.ts";
import { vocabularyOf } from "./docs-check/names.ts";
import { projectFiles } from "./sources.ts";

const read = (path: string) => readFileSync(path, "utf8");
const files = await projectFiles("\\w+");
const texts = (wanted: (path: string) => boolean) =>
  Promise.all(files.filter(wanted).map(async (path) => ({ path, text: await readFile(path, "utf8") })));

const isTest = (path: string) => path.startsWith("test/");
/** A fixture's own page says where others made it. */
const isPage = (path: string) => path.endsWith(".md") && !isTest(path) && !path.startsWith("fixtures/");
/** What pages may name: the names that only a test or this check itself holds are none of the project's. */
const isNameable = (path: string) =>
  !isTest(path) && !path.startsWith("tools/docs-check/") && !path.endsWith("package-lock.json");
const isSource = (path: string) => /\.(?:[cm]?[jt]sx?|sol|circom|json)$/.test(path);
const isScript = (path: string) => /\.[cm]?ts$/.test(path);

const pages = await texts(isPage);
const manifest = JSON.parse(read("package.json")) as Parameters<typeof entriesOf>[0] & {
  readonly scripts: Readonly<Record<string, string>>;
};
const project: Project = {
  files,
  ...vocabularyOf(await texts((path) => isSource(path) && isNameable(path))),
  variables: vocabularyOf(await texts((path) => isScript(path) && (isTest(path) || isNameable(path)))).words,
  scripts: new Set(Object.keys(manifest.scripts)),
  entries: entriesOf(manifest, read),
  foreign: FOREIGN,
  anchors: new Map(pages.map(({ path, text }) => [path, readPage(text).anchors])),
};

const findings = pages.flatMap((page) => findingsIn(page, project));
for (const { page, line, problem } of findings) console.error(`${page}:${line}: ${problem}`);
console.log(
  findings.length === 0
    ? `${pages.length} pages name what exists.`
    : `${findings.length} times a page names what does not exist.`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
