import { applyBeaconToCeremony } from "../ceremony/beacon.ts";
import { contributeToCeremony } from "../ceremony/contribute.ts";
import { finishCeremony } from "../ceremony/finish.ts";
import { newCeremony } from "../ceremony/new.ts";
import { verifyCeremony } from "../ceremony/verify.ts";
import { circuitNamed } from "../circuits.ts";
import { parseOptions, required } from "../command-line.ts";
import { UsageError } from "../errors.ts";
import { publicPowersOfTau } from "../powers-of-tau.ts";
import { step } from "../progress.ts";
import { ARTIFACTS_FOLDER, VERIFIERS_FOLDER } from "../project.ts";

const ACTIONS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  async new(args) {
    const options = parseOptions(args, ["circuit", "ptau", "folder"]);
    const circuit = circuitNamed(required(options, "circuit"));
    const [powersOfTau, folder] = [required(options, "ptau"), required(options, "folder")];
    const trusted = await publicPowersOfTau();
    await step(`Starting a ceremony in ${folder}`, () => newCeremony(circuit, powersOfTau, folder, trusted));
  },

  async contribute(args) {
    const options = parseOptions(args, ["folder", "name", "entropy"]);
    const [folder, name] = [required(options, "folder"), required(options, "name")];
    const { hash } = await step("Contributing", () => contributeToCeremony(folder, name, options.entropy));
    console.log(`Publish this hash of your contribution:\n${hash}`);
  },

  async beacon(args) {
    const options = parseOptions(args, ["folder", "randomness", "iterations", "source"]);
    const beacon = {
      randomness: required(options, "randomness"),
      iterationsExponent: Number(required(options, "iterations")),
      source: required(options, "source"),
    };
    const folder = required(options, "folder");
    const { hash } = await step("Applying the beacon", () => applyBeaconToCeremony(folder, beacon));
    console.log(hash);
  },

  async verify(args) {
    const options = parseOptions(args, ["folder", "ptau"]);
    const [folder, powersOfTau] = [required(options, "folder"), required(options, "ptau")];
    const trusted = await publicPowersOfTau();
    const contributions = await step("Verifying the ceremony", () =>
      verifyCeremony(folder, powersOfTau, trusted, ({ transcript }) =>
        Promise.resolve(transcript.contributions),
      ),
    );
    for (const { kind, name, hash } of contributions) console.log(`${kind} ${name}\n  ${hash}`);
  },

  async finish(args) {
    const options = parseOptions(args, ["folder", "ptau", "artifacts", "verifiers"]);
    const [folder, powersOfTau] = [required(options, "folder"), required(options, "ptau")];
    const folders = {
      artifacts: options.artifacts ?? ARTIFACTS_FOLDER,
      verifiers: options.verifiers ?? VERIFIERS_FOLDER,
    };
    const trusted = await publicPowersOfTau();
    await step("Verifying the ceremony and writing artifacts", () =>
      finishCeremony(folder, powersOfTau, trusted, folders),
    );
    console.log(`Written to ${folders.artifacts}. Check them with: circuits verify --ptau ${powersOfTau}`);
  },
};

/** Steps of a public ceremony, each for another person to run. */
export async function ceremony([name = "", ...args]: readonly string[]): Promise<void> {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    throw new UsageError(name === "" ? "No ceremony step given." : `Unknown ceremony step "${name}".`);
  }
  await action(args);
}
