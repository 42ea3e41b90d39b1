import { command, commandGroup, flag, listOption, option, UsageError } from "../circuits/command-line.ts";
import { SECTIONS, type Section } from "./gas/steps.ts";

const json = flag("print the result as JSON");
const write = flag("keep the result in bench/results/");

function sectionNamed(text: string, name: string): Section {
  const section = SECTIONS.find((candidate) => candidate === text);
  if (section === undefined) throw new UsageError(`${name} is none of ${SECTIONS.join(", ")}.`);
  return section;
}

function wholeNumber(text: string, name: string): number {
  if (!/^[1-9][0-9]{0,3}$/.test(text)) throw new UsageError(`${name} is not a whole number from 1 to 9999.`);
  return Number(text);
}

/** `npm run -s bench`: what a benchmark needs is loaded when it runs. */
export const benchProgram = commandGroup({
  name: "npm run -s bench --",
  summary: "Measures, beside anchors, on this machine.",
  commands: [
    command({
      name: "claims",
      summary: "what a claim costs to prove, to verify and to pay",
      parameters: { json, write },
      run: async (values, terminal) => (await import("./claims/main.ts")).run(values, terminal),
    }),
    command({
      name: "gas",
      summary: "gas and whole fees beside anchors",
      parameters: {
        json,
        write,
        check: flag("compare with the committed result, and fail if a step rose by more than 1 %"),
        only: listOption("SECTION", `one part alone: ${SECTIONS.join(", ")}`, sectionNamed),
      },
      run: async (values, terminal) => (await import("./gas/main.ts")).run(values, terminal),
    }),
    command({
      name: "package",
      summary: "what the package costs its users, and whether it proves in their bundlers and Nodes",
      details: "Takes npm's registry, and Chromium.",
      parameters: { json, write },
      run: async (values, terminal) => (await import("./package/main.ts")).run(values, terminal),
    }),
    command({
      name: "prover",
      summary: "the prover beside Semaphore, snarkjs and rapidsnark",
      parameters: { json, write, rounds: option("N", "proofs of each kind (default 15)", wholeNumber) },
      run: async (values, terminal) => (await import("./prover/main.ts")).run(values, terminal),
    }),
  ],
});
