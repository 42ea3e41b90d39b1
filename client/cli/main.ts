import { main } from "../../circuits/command-line.ts";
import { cliProgram } from "./program.ts";

await main(cliProgram);
