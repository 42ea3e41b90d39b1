import { main } from "../circuits/command-line.ts";
import { benchProgram } from "./program.ts";

await main(benchProgram);
