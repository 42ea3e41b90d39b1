import { command, commandGroup, option, requiredOption } from "../../command-line.ts";
import { applyBeaconToCeremony } from "../ceremony/beacon.ts";
import { contributeToCeremony } from "../ceremony/contribute.ts";
import { finishCeremony } from "../ceremony/finish.ts";
import { newCeremony } from "../ceremony/new.ts";
import { verifyCeremony } from "../ceremony/verify.ts";
import { circuitNamed } from "../circuits.ts";
import { publicPowersOfTau } from "../powers-of-tau.ts";
import { stepsOn } from "../progress.ts";
import { ARTIFACTS_FOLDER } from "../project.ts";
import { withWorkerThreads } from "../worker-threads.ts";
import { artifactsOption } from "./parameters.ts";

const folder = requiredOption("DIR", "the ceremony's folder");
const ptau = requiredOption("FILE", "powers of tau of the public ceremony");

const start = command({
  name: "new",
  summary: "start a ceremony",
  parameters: { circuit: requiredOption("NAME", "what to make keys for", circuitNamed), ptau, folder },
  run: ({ circuit, ptau, folder }, { stderr }) =>
    withWorkerThreads(async () => {
      const trusted = await publicPowersOfTau();
      await stepsOn(stderr)(`Starting a ceremony in ${folder}`, () =>
        newCeremony(circuit, ptau, folder, trusted),
      );
    }),
});

const contribute = command({
  name: "contribute",
  summary: "add a contribution to the latest key",
  parameters: {
    folder,
    name: requiredOption("NAME", "who contributes, as the key records it"),
    entropy: option("TEXT", "mixed in beside the randomness of the operating system"),
  },
  run: ({ folder, name, entropy }, { stderr, console }) =>
    withWorkerThreads(async () => {
      const { hash } = await stepsOn(stderr)("Contributing", () =>
        contributeToCeremony(folder, name, entropy),
      );
      console.log(`Publish this hash of your contribution:\n${hash}`);
    }),
});

const beacon = command({
  name: "beacon",
  summary: "end the contributions with public randomness",
  parameters: {
    folder,
    randomness: requiredOption("HEX", "16 to 255 bytes that nobody could know before"),
    iterations: requiredOption("EXPONENT", "hash them 2^EXPONENT times, 10 to 63", Number),
    source: requiredOption("TEXT", "in words, where anyone can look the value up"),
  },
  run: ({ folder, randomness, iterations, source }, { stderr, console }) =>
    withWorkerThreads(async () => {
      const { hash } = await stepsOn(stderr)("Applying the beacon", () =>
        applyBeaconToCeremony(folder, { randomness, iterationsExponent: iterations, source }),
      );
      console.log(hash);
    }),
});

const verify = command({
  name: "verify",
  summary: "check the latest key, and list the contributions to it",
  parameters: { folder, ptau },
  run: ({ folder, ptau }, { stderr, console }) =>
    withWorkerThreads(async () => {
      const trusted = await publicPowersOfTau();
      const contributions = await stepsOn(stderr)("Verifying the ceremony", () =>
        verifyCeremony(folder, ptau, trusted, ({ transcript }) => Promise.resolve(transcript.contributions)),
      );
      for (const { kind, name, hash } of contributions) console.log(`${kind} ${name}\n  ${hash}`);
    }),
});

const finish = command({
  name: "finish",
  summary: "verify, then put the key in the place of the artifacts",
  parameters: { folder, ptau, artifacts: artifactsOption },
  run: ({ folder, ptau, artifacts = ARTIFACTS_FOLDER }, { stderr, console }) =>
    withWorkerThreads(async () => {
      const trusted = await publicPowersOfTau();
      await stepsOn(stderr)("Verifying the ceremony and writing artifacts", () =>
        finishCeremony(folder, ptau, trusted, artifacts),
      );
      console.log(
        `Written to ${artifacts}. Check them with: npm run circuits -- verify --ptau ${ptau}\n` +
          "Write the contract that verifies under the key with: npm run verifiers",
      );
    }),
});

/** Steps of a public ceremony, each for another person to run. */
export const ceremony = commandGroup({
  name: "ceremony",
  summary: "make keys that nobody has to trust, step by step",
  commands: [start, contribute, beacon, verify, finish],
});
