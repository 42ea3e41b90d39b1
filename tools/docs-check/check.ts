import { posix } from "node:path";

import { parseSync, Visitor } from "vite";

import { claimsOf, claimsOfLine, type Claim } from "./claims.ts";
import { readPage, type Fence, type Page } from "./markdown.ts";
import type { Vocabulary } from "./names.ts";

/** Names in backticks that are not the project's own. */
export interface Foreign {
  /** Matches whole names. */
  readonly names: RegExp;
  /** Whose they are, or what they mean. */
  readonly reason: string;
}

/** What there is for pages to name. */
export interface Project extends Vocabulary {
  /** Every file, from the root; folders are those of files. */
  readonly files: readonly string[];
  readonly scripts: ReadonlySet<string>;
  /** Variables of the environment, those that only tests read among them. */
  readonly variables: ReadonlySet<string>;
  /** What each entry of the package exports. */
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of others that pages may use, and whose they are. */
  readonly foreign: readonly Foreign[];
  /** The anchors of each page. */
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Finding {
  readonly page: string;
  readonly line: number;
  readonly problem: string;
}

export interface Source {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

/** npm has these without a script of that name. */
const BUILT_IN_SCRIPTS = ["start", "test"];

function matcher(path: string): RegExp {
  const pattern = path
    .replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("**", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("\0", ".*")
    .replaceAll("…", "[^/]*");
  return new RegExp(`^${pattern}${path.endsWith("/") ? "" : "(?:/|$)"}`);
}

function pathExists(path: string, page: string, { files }: Project): boolean {
  const beside = posix.join(posix.dirname(page), path);
  if ([path, beside].some((candidate) => files.some((file) => matcher(candidate).test(file)))) return true;
  // A file named alone may be anywhere: pages name files of the folder that they tell of.
  return files.some((file) => matcher(path).test(posix.basename(file)));
}

function problemWith(claim: Claim, page: string, project: Project): string | undefined {
  switch (claim.kind) {
    case "path":
      return pathExists(claim.path, page, project) ? undefined : `there is no file or folder ${claim.path}`;
    case "script":
      return project.scripts.has(claim.name) || BUILT_IN_SCRIPTS.includes(claim.name)
        ? undefined
        : `package.json has no script ${claim.name}`;
    case "entry":
      return project.entries.has(claim.name) ? undefined : `the package has no entry ${claim.name}`;
    case "word":
      return project.words.has(claim.word) || project.scripts.has(claim.word)
        ? undefined
        : `no code declares ${claim.word}`;
    case "variable":
      return project.variables.has(claim.name) ? undefined : `nothing reads the variable ${claim.name}`;
    case "type":
      return project.texts.includes(claim.text) ? undefined : `no code encodes the type ${claim.text}`;
  }
}

const nameOf = (claim: Claim) => {
  switch (claim.kind) {
    case "path":
      return claim.path;
    case "word":
      return claim.word;
    case "type":
      return claim.text;
    case "script":
    case "entry":
    case "variable":
      return claim.name;
  }
};

function isForeign(name: string, { foreign }: Project): boolean {
  return foreign.some(({ names }) => names.test(name));
}

function problemsWithClaims(claims: readonly Claim[], page: string, project: Project): string[] {
  return claims
    .filter((claim) => !isForeign(nameOf(claim), project))
    .flatMap((claim) => problemWith(claim, page, project) ?? []);
}

function problemsInCode(code: string, project: Project): string[] {
  const { program, errors } = parseSync("example.ts", code);
  if (errors.length > 0) return [`the example is not TypeScript: ${errors[0]?.message}`];
  const problems: string[] = [];
  const declared = new Set<string>();
  const used = new Set<string>();
  new Visitor({
    ImportDeclaration: ({ source, specifiers }) => {
      const exported = project.entries.get(source.value);
      if (source.value.startsWith("aftercare") && exported === undefined)
        problems.push(`the package has no entry ${source.value}`);
      for (const specifier of specifiers) {
        declared.add(specifier.local.name);
        const imported = specifier.type === "ImportSpecifier" ? specifier.imported : undefined;
        if (imported?.type === "Identifier" && exported?.has(imported.name) === false)
          problems.push(`${source.value} does not export ${imported.name}`);
      }
    },
    VariableDeclarator: ({ id }) => {
      if (id.type === "Identifier") declared.add(id.name);
    },
    Identifier: ({ name }) => void used.add(name),
  }).visit(program);
  const unknown = [...used].filter(
    (name) => !declared.has(name) && !project.words.has(name) && !isForeign(name, project),
  );
  return [...problems, ...unknown.map((name) => `no code declares ${name}`)];
}

function findingsInFence({ language, text, line }: Fence, page: string, project: Project): Finding[] {
  switch (language) {
    case "ts":
      return problemsInCode(text, project).map((problem) => ({ page, line, problem }));
    case "json":
      try {
        JSON.parse(text);
        return [];
      } catch {
        return [{ page, line, problem: "the example is not JSON" }];
      }
    case "":
    case "sh":
      return text.split("\n").flatMap((row, index) =>
        problemsWithClaims(claimsOfLine(row), page, project).map((problem) => ({
          page,
          line: line + index,
          problem,
        })),
      );
    default:
      return [];
  }
}

function problemWithLink(target: string, page: string, project: Project): string | undefined {
  if (/^[a-z][a-z+.-]*:/.test(target)) return undefined;
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
  if (!project.files.some((known) => matcher(file).test(known))) return `the link leads nowhere: ${target}`;
  if (anchor === undefined || project.anchors.get(file)?.has(anchor) !== false) return undefined;
  return `${file} has no heading for the link ${target}`;
}

/** A count of tests is wrong after the next commit. */
const TEST_COUNT = /\b\d[\d,]* (?:tests\b|passed\b)/;

/** Every name, path, command, example and link of a page that leads nowhere. */
export function findingsIn({ path: page, text }: Source, project: Project): readonly Finding[] {
  const { spans, fences, links }: Page = readPage(text);
  const found = [
    ...spans.flatMap(({ text: span, line }) =>
      problemsWithClaims(claimsOf(span), page, project).map((problem) => ({ page, line, problem })),
    ),
    ...fences.flatMap((fence) => findingsInFence(fence, page, project)),
    ...links.flatMap(({ text: target, line }) => {
      const problem = problemWithLink(target, page, project);
      return problem === undefined ? [] : [{ page, line, problem }];
    }),
    ...text.split("\n").flatMap((row, index) => {
      const count = TEST_COUNT.exec(row)?.[0];
      return count === undefined
        ? []
        : [{ page, line: index + 1, problem: `a number of tests goes stale: ${count}` }];
    }),
  ];
  return found.toSorted((left, right) => left.line - right.line);
}
