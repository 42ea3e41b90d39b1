import hre from "hardhat";

/** Compiles the contracts once before any test file starts, so that every worker finds finished artifacts. */
export default async function buildContracts(): Promise<void> {
  await hre.tasks.getTask("build").run({ quiet: true });
}
