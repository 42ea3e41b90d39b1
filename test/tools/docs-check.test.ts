import { describe, expect, it } from "vitest";

import { findingsIn, type Project } from "../../tools/docs-check/check.ts";
import { claimsOf, claimsOfLine } from "../../tools/docs-check/claims.ts";
import { entriesOf } from "../../tools/docs-check/exports.ts";
import { readPage } from "../../tools/docs-check/markdown.ts";
import { vocabularyOf } from "../../tools/docs-check/names.ts";

const CODE: Readonly<Record<string, string>> = {
  "prover/index.ts": `
    export * from "./keys.ts";
    export { proveReview as prove } from "./review.ts";
    // a comment names goneFunction
    const message = "a text of more words names lostFunction";
  `,
  "prover/keys.ts": `
    export class PatientKeys { readonly bookingSecret = 1n; }
    export const MAXIMUM_WEEKS = 3;
    export type Phrase = string;
  `,
  "prover/review.ts": `export function proveReview(content: string) { return content; }`,
  "client/cli/main.ts": `
    const name = "policy explain"; const coverageRoot = 1; const system = "icd-10-cm";
    export const runs = process.env.FUZZ_RUNS;
  `,
  "contracts/Escrow.sol": `
    struct Terms { address patient; uint64 offerExpiry; }
    contract Escrow {
      error NothingHeld(); // and GoneError
      bytes32 constant HASH = keccak256("Closing(bytes32 bookingId,"
        "uint64 deadline)");
      function lapse(bytes32 bookingId) external { revert NothingHeld(); }
    }
  `,
};
const SOURCES = Object.entries(CODE).map(([path, text]) => ({ path, text }));

const PROJECT: Project = {
  ...vocabularyOf(SOURCES),
  variables: new Set(["FUZZ_RUNS"]),
  files: [
    ...Object.keys(CODE),
    "README.md",
    "docs/protocol.md",
    "docs/record.md",
    "circuits/lib/leaf.circom",
    "circuits/README.md",
    "test/vectors/keys.json",
    "circuits/ptau/development_13.ptau",
  ],
  scripts: new Set(["lint", "circuits", "test:solidity", "fhir-structure"]),
  entries: entriesOf(
    {
      name: "aftercare",
      exports: { "./prover": { default: "./dist/prover/index.js" }, "./schema.json": "./schema.json" },
    },
    (path) => CODE[path]!,
  ),
  foreign: [{ names: /^Poseidon\d$/, reason: "a notation" }],
  anchors: new Map([["docs/record.md", new Set(["fields-and-units"])]]),
};

const problems = (text: string, page = "docs/protocol.md") =>
  findingsIn({ path: page, text }, PROJECT).map(({ problem }) => problem);

describe("a page may name", () => {
  it.each([
    ["a file from the root", "`prover/index.ts`"],
    ["a folder", "`circuits/lib/`, `circuits/lib`"],
    ["a file anywhere, by its name alone", "`leaf.circom`"],
    ["files by a pattern", "`test/vectors/*.json`, `…_13.ptau`"],
    ["a script, and arguments that code knows", "`npm run -s circuits -- explain --coverage-root FILE`"],
    ["npm's own commands", "`npm ci && npm start`, `npm test -- prover/keys.ts`"],
    ["a command with variables", "`FUZZ_RUNS=1000 npm run test:solidity`"],
    ["a command of the package", "`npx aftercare policy explain FILE`"],
    ["an entry of the package", "`aftercare/prover`"],
    ["a class, a member, a constant", "`PatientKeys`, `bookingSecret`, `MAXIMUM_WEEKS`"],
    ["a function, with arguments", "`lapse`, `lapse(bookingId)`, `proveReview(content)`"],
    ["an error", "`NothingHeld`"],
    ["a code that stands alone in a text", "`icd-10-cm`"],
    ["a type of EIP-712 that a contract puts together", "`Closing(bytes32 bookingId,uint64 deadline)`"],
    ["a struct by its members", "`Terms(address patient,uint64 offerExpiry)`"],
    ["values", "`9`, `0x00`, `2026-01-31`, `C50`, `H02.831`, `IIIb`, `s`, `https://host.example/goneThing`"],
    ["formulas of plain words", "`lo + 2⁶⁴ · hi`, `0 ≤ x < r`, `index = 3`"],
    ["formulas of declared names", "`bookingSecret + MAXIMUM_WEEKS`, `offerExpiry << 96 | 1`"],
    ["names on the list of foreign ones", "`Poseidon2(s, 0)`"],
    ["whatever it likes without backticks", "goneFunction, gone/file.ts"],
    ["whatever it likes in a fence of another language", "```solidity\ngoneFunction()\n```"],
  ])("%s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });
});

describe("a page may not name", () => {
  it.each([
    ["a file that is not there", "`prover/gone.ts`", "there is no file or folder prover/gone.ts"],
    ["a folder that is not there", "`gone/`", "there is no file or folder gone/"],
    ["a file by a name that none has", "`gone.circom`", "there is no file or folder gone.circom"],
    [
      "a pattern that matches nothing",
      "`test/vectors/*.csv`",
      "there is no file or folder test/vectors/*.csv",
    ],
    ["a script that is not there", "`npm run gone`", "package.json has no script gone"],
    ["a script behind another", "`npm ci && npm run gone`", "package.json has no script gone"],
    ["a flag that no code knows", "`npm run circuits -- --gone`", "no code declares gone"],
    ["an argument that no code knows", "`npm run circuits -- gone`", "no code declares gone"],
    ["a command that no code knows", "`npx aftercare policy gone`", "no code declares gone"],
    ["a path in a command", "`npm test -- test/gone`", "there is no file or folder test/gone"],
    ["a variable that nothing reads", "`GONE=1 npm test`", "nothing reads the variable GONE"],
    ["an entry that the package lacks", "`aftercare/gone`", "the package has no entry aftercare/gone"],
    ["a name that only a comment holds", "`goneFunction`", "no code declares goneFunction"],
    ["a name that only a message holds", "`lostFunction`", "no code declares lostFunction"],
    ["an error that only a comment holds", "`GoneError`", "no code declares GoneError"],
    ["a function that is not there", "`expire(bookingId)`", "no code declares expire"],
    ["a word that is nothing", "`expire`", "no code declares expire"],
    ["a member that is not there", "`PatientKeys.gone`", "no code declares gone"],
    ["a constant that is not there", "`MAXIMUM_DAYS`", "no code declares MAXIMUM_DAYS"],
    ["a name in a formula", "`bookingSecret + closedDay`", "no code declares closedDay"],
    ["a constant in a formula", "`lo + MAXIMUM_DAYS`", "no code declares MAXIMUM_DAYS"],
    ["a function in a formula", "`x = gone(y)`", "no code declares gone"],
    [
      "a type in another order",
      "`Closing(uint64 deadline,bytes32 bookingId)`",
      "no code encodes the type Closing(uint64 deadline,bytes32 bookingId)",
    ],
    [
      "a struct with another width",
      "`Terms(address patient,uint48 offerExpiry)`",
      "no code encodes the type Terms(address patient,uint48 offerExpiry)",
    ],
    ["a number of tests", "ends with 2546 passed", "a number of tests goes stale: 2546 passed"],
  ])("%s", (_, text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it("anything of it in a table, in a fence without a language, or in a list", () => {
    expect(problems("| a | b |\n| - | - |\n| `gone/x.ts` | `npm run lint \\| gone` |")).toHaveLength(2);
    expect(problems("```\nnpm run gone   # and why\nprover/   a folder\ngone/     another\n```")).toEqual([
      "package.json has no script gone",
      "there is no file or folder gone/",
    ]);
    expect(problems("- `goneFunction`")).toHaveLength(1);
  });
});

describe("an example", () => {
  const example = (code: string) => problems(`\`\`\`ts\n${code}\n\`\`\``);

  it("may import what the package exports, however it passes it on", () => {
    expect(
      example(`import { PatientKeys, prove, type Phrase, MAXIMUM_WEEKS } from "aftercare/prover";
        const made = await prove(new PatientKeys()); made.bookingSecret;`),
    ).toEqual([]);
  });

  it("may not import what it does not", () => {
    expect(example(`import { proveReview } from "aftercare/prover";`)).toEqual([
      "aftercare/prover does not export proveReview",
    ]);
    expect(example(`import { x } from "aftercare/gone";`)).toEqual([
      "the package has no entry aftercare/gone",
    ]);
  });

  it("may not use a name that no code declares", () => {
    expect(example(`const keys = new GoneKeys(); keys.goneMember;`)).toEqual([
      "no code declares GoneKeys",
      "no code declares goneMember",
    ]);
  });

  it("has to be TypeScript, or JSON, where it says so", () => {
    expect(example(`const = ;`)[0]).toContain("the example is not TypeScript");
    expect(problems("```json\n{ a: 1 }\n```")).toEqual(["the example is not JSON"]);
    expect(problems('```json\n{ "a": 1 }\n```')).toEqual([]);
  });
});

describe("a link", () => {
  it.each(["[a](record.md)", "[a](record.md#fields-and-units)", "[a](../README.md)", "[a](../circuits/)"])(
    "may lead to %s",
    (text) => expect(problems(text)).toEqual([]),
  );

  it("may lead to a heading of its own page, or out of the project", () => {
    const page = "# The `lapse` of a booking!\n\n[a](#the-lapse-of-a-booking) [b](https://host.example/x#y)";
    const anchors = new Map([...PROJECT.anchors, ["docs/protocol.md", readPage(page).anchors]]);
    expect(findingsIn({ path: "docs/protocol.md", text: page }, { ...PROJECT, anchors })).toEqual([]);
  });

  it.each([
    ["[a](gone.md)", "the link leads nowhere: gone.md"],
    ["[a](docs/record.md)", "the link leads nowhere: docs/record.md"],
    ["![a](gone.png)", "the link leads nowhere: gone.png"],
    ["[a][b]\n\n[b]: gone.md", "the link leads nowhere: gone.md"],
    ["[a](record.md#gone)", "docs/record.md has no heading for the link record.md#gone"],
  ])("may not lead nowhere: %j", (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });
});

describe("a page is read", () => {
  it("with the line of each piece", () => {
    const { spans, fences, links } = readPage("a\n`b`\n\n```ts\nc\n```\n[d](e.md)\n");
    expect(spans).toEqual([{ text: "b", line: 2 }]);
    expect(fences).toEqual([{ language: "ts", text: "c\n", line: 5 }]);
    expect(links).toEqual([{ text: "e.md", line: 7 }]);
  });

  it("with texts that go over a line's end, and bars of tables", () => {
    expect(readPage("`npm run\nlint` ``a`b`` `a \\| b`").spans.map(({ text }) => text)).toEqual([
      "npm run lint",
      "a`b",
      "a | b",
    ]);
  });

  it("with an anchor for every heading, numbered where one comes twice", () => {
    expect([...readPage("# A, b & `c`!\n## Same\n## Same\n```\n# none\n```\n").anchors]).toEqual([
      "a-b--c",
      "same",
      "same-1",
    ]);
  });
});

describe("the form of a text decides what it claims", () => {
  it("a command claims its script and its arguments, and not what is quoted or follows #", () => {
    expect(claimsOf(`npm run circuits -- verify "a gone thing" # gone-thing`)).toEqual([
      { kind: "script", name: "circuits" },
      { kind: "word", word: "verify" },
    ]);
  });

  it("a line of output claims nothing", () => {
    expect(claimsOfLine("doubleReview        yes      NullifierUsed")).toEqual([]);
    expect(claimsOfLine("register            3  253,118   1420.998")).toEqual([]);
  });
});
