import { Group } from "@semaphore-protocol/core/group";
import { Identity } from "@semaphore-protocol/core/identity";
import { generateProof } from "@semaphore-protocol/core/proof";
import { id, Wallet } from "ethers";

import { endWorkerThreads } from "../../../circuits/tools/worker-threads.ts";
import { benchPackage, installBenchPackages } from "../../install.ts";
import { HASHES, wordsToHash, type PoseidonGas } from "../poseidon.ts";
import type { MeasuringRollup } from "../rollup.ts";
import type { Step } from "../steps.ts";
import { compileAnchors, link, type Compiled } from "./compile.ts";

/** As many members as our tree has leaves. */
const SEMAPHORE_DEPTH = 20;
const artifact = (extension: string) =>
  `@zk-kit/semaphore-artifacts/semaphore-${SEMAPHORE_DEPTH}.${extension}`;
const SEMAPHORE = [
  "@semaphore-protocol/contracts/Semaphore.sol",
  "@semaphore-protocol/contracts/base/SemaphoreVerifier.sol",
];

export interface Anchors {
  readonly steps: readonly Step[];
  readonly poseidon: PoseidonGas;
}

/** Measures what others have published, compiled and run as our contracts are. */
export async function measureAnchors(chain: MeasuringRollup): Promise<Anchors> {
  await installBenchPackages(...SEMAPHORE, "poseidon-solidity/PoseidonT3.sol", artifact("zkey"));
  const own = compileAnchors(true, "PlainEscrow.sol");
  const published = compileAnchors(false, "PoseidonSolidity.sol", ...SEMAPHORE);
  return {
    steps: [...(await plainEscrow(chain, own("PlainEscrow"))), ...(await semaphore(chain, published))],
    poseidon: await poseidonSolidity(chain, published),
  };
}

/** A booking from its first transaction to its last, each sent by the party whose step it is. */
async function plainEscrow(chain: MeasuringRollup, { abi, bytecode }: Compiled): Promise<Step[]> {
  const token = await chain.deploy("TestDollar");
  const treasury = Wallet.createRandom().address;
  const escrow = await chain.create(abi, bytecode, [token, treasury]);
  const patient = await chain.sender.getAddress();
  const deposit = 500_000_000n;
  await chain.send(await token.getFunction("mint").populateTransaction(patient, 10n * deposit));

  const life = async () => {
    const booking = (await escrow.getFunction("count")()) as bigint;
    const { timestamp } = (await chain.rollup.provider.getBlock("latest"))!;
    // One account plays both parties: that changes no price.
    const calls: readonly [string, ...unknown[]][] = [
      ["book", patient, deposit, timestamp + 86_400, id("terms"), BigInt(id("commitment")) >> 3n],
      ["accept", booking],
      ["plan", booking, id("plan"), timestamp],
      ["confirm", booking],
      ["execute", booking, BigInt(id("record")) >> 3n],
      ["close", booking],
    ];
    const approval = await token.getFunction("approve").populateTransaction(escrow, deposit);
    const steps: Step[] = [{ name: "plain escrow: approve", items: 1, ...(await chain.measure(approval)) }];
    for (const [name, ...args] of calls) {
      const request = await escrow.getFunction(name).populateTransaction(...args);
      steps.push({ name: `plain escrow: ${name}`, items: 1, ...(await chain.measure(request)) });
    }
    return steps;
  };
  // The second booking finds a treasury that has been paid before.
  await life();
  return life();
}

async function semaphore(chain: MeasuringRollup, compiled: (contract: string) => Compiled): Promise<Step[]> {
  const poseidonT3 = compiled("PoseidonT3");
  const library = await chain.create(poseidonT3.abi, poseidonT3.bytecode);
  const addresses = { PoseidonT3: await library.getAddress() };
  const verifier = compiled("SemaphoreVerifier");
  const contract = compiled("Semaphore");
  const deployed = await chain.create(contract.abi, link(contract, addresses), [
    await chain.create(verifier.abi, verifier.bytecode),
  ]);
  const call = (name: string, ...args: readonly unknown[]) =>
    deployed.getFunction(name).populateTransaction(...args);

  const identity = new Identity("a patient of the benchmark");
  const members = [
    identity.commitment,
    ...Array.from({ length: 99 }, (_, index) => BigInt(id(`member ${index}`)) >> 3n),
  ];
  await chain.send(await call("createGroup()"));
  for (let start = 0; start < 84; start += 21) {
    await chain.send(await call("addMembers", 0, members.slice(start, start + 21)));
  }
  const added = await chain.measure(await call("addMembers", 0, members.slice(84)));
  const proof = await generateProof(identity, new Group(members), 1n, 2n, SEMAPHORE_DEPTH, {
    wasm: benchPackage(artifact("wasm")),
    zkey: benchPackage(artifact("zkey")),
  });
  await endWorkerThreads();
  return [
    { name: "Semaphore: addMembers, 16", items: 16, ...added },
    {
      name: "Semaphore: validateProof",
      items: 1,
      ...(await chain.measure(await call("validateProof", 0, proof))),
    },
  ];
}

/** Gas of one of twenty hashes from a contract. */
async function poseidonSolidity(
  chain: MeasuringRollup,
  compiled: (contract: string) => Compiled,
): Promise<PoseidonGas> {
  const addresses: Record<string, string> = {};
  for (const name of ["PoseidonT4", "PoseidonT5"]) {
    const { abi, bytecode } = compiled(name);
    addresses[name] = await (await chain.create(abi, bytecode)).getAddress();
  }
  const contract = compiled("PoseidonSolidity");
  const hasher = await chain.create(contract.abi, link(contract, addresses));
  const gasOf = async (inputs: 3 | 4) => {
    const words = wordsToHash(inputs);
    const groups = Array.from({ length: HASHES }, (_, index) =>
      words.slice(index * inputs, (index + 1) * inputs),
    );
    const gas = (await hasher.getFunction(`hashWithT${inputs + 1}`).staticCall(groups)) as bigint;
    return Number(gas) / HASHES;
  };
  return { t4: await gasOf(3), t5: await gasOf(4) };
}
