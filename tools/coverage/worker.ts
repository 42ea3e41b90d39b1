import hre from "hardhat";
import { afterAll } from "vitest";

import { RUN } from "./run.ts";

afterAll(() => hre.hooks.runHandlerChain("test", "onTestWorkerDone", [RUN], async () => {}));
