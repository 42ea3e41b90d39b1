import hre from "hardhat";

import { RUN } from "./run.ts";

/** Builds the instrumented contracts before the tests, and adds up afterwards what they executed. */
export default async function setup(): Promise<() => Promise<void>> {
  await hre.hooks.runHandlerChain("test", "onTestRunStart", [RUN], async () => {});
  await hre.tasks.getTask("build").run({ quiet: true });
  return () => hre.hooks.runHandlerChain("test", "onTestRunDone", [RUN], async () => {});
}
