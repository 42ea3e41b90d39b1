import { main } from "../command-line.ts";
import { circuitsProgram } from "./program.ts";

await main(circuitsProgram);
