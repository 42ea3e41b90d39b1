import { concat, toBeHex } from "ethers";
import { network } from "hardhat";

const connection = await network.create({ network: "local", chainType: "op" });
const { ethers, provider } = connection;

export const endChain = (): Promise<void> => connection.close();
export const deployContract = (name: string) => ethers.deployContract(name);

/** Creates a contract from its creation code. */
export async function create(creation: string): Promise<string> {
  const [sender] = await ethers.getSigners();
  const receipt = await (await sender!.sendTransaction({ data: creation })).wait();
  return receipt!.contractAddress!;
}

let installed = 0;

/** Puts runtime code at an address of its own, without a transaction. */
export async function install(runtime: Uint8Array): Promise<string> {
  const address = toBeHex(0xc0de_0000n + BigInt(installed++), 20);
  await provider.request({
    method: "hardhat_setCode",
    params: [address, `0x${Buffer.from(runtime).toString("hex")}`],
  });
  return address;
}

export const codeAt = (address: string): Promise<string> => ethers.provider.getCode(address);

/** What a call with these bytes returns. */
export const call = (address: string, data: string): Promise<string> =>
  ethers.provider.call({ to: address, data });

/** Groups that one call hashes: about half of what a block's gas allows. */
const GROUPS_A_CALL = 500;

/** The hashes of the groups, many to a call. */
export async function hashGroups(address: string, groups: readonly (readonly bigint[])[]): Promise<bigint[]> {
  const hashes: bigint[] = [];
  for (let start = 0; start < groups.length; start += GROUPS_A_CALL) {
    const words = groups.slice(start, start + GROUPS_A_CALL).flat();
    const result = await call(address, concat(words.map((word) => toBeHex(word, 32))));
    for (let at = 2; at < result.length; at += 64) hashes.push(BigInt(`0x${result.slice(at, at + 64)}`));
  }
  return hashes;
}
