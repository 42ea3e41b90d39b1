import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLocalRollup, type LocalRollup } from "../../client/local/local-rollup.ts";
import { formatParameters } from "../../deploy/parameters.ts";
import { STANDARD_TERMS } from "../../ignition/parameters.ts";
import { ROOT, start } from "./support/processes.ts";

const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const DEPLOYER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const PASSWORD = "correct horse battery";

let rollup: LocalRollup;
let folder: string;
let environment: Record<string, string | undefined>;

beforeAll(async () => {
  rollup = await startLocalRollup();
  folder = await mkdtemp(join(tmpdir(), "aftercare-keystore-"));
  // Nobody's own keystore, wherever the system keeps it; Hardhat reads none where a build server runs.
  const buildServer = [
    "CI",
    "CONTINUOUS_INTEGRATION",
    "GITHUB_ACTIONS",
    "BUILD_NUMBER",
    "RUN_ID",
    "CODEBUILD_BUILD_NUMBER",
    "DEPLOYMENT_ID",
    "NOW",
  ];
  environment = {
    ...Object.fromEntries(buildServer.map((name) => [name, undefined])),
    HOME: folder,
    XDG_CONFIG_HOME: folder,
  };
});
afterAll(async () => {
  await rollup.close();
  await rm(folder, { recursive: true, force: true });
});

describe("URL and key", () => {
  it("are taken from Hardhat's encrypted keystore, as docs/deploying.md says", async () => {
    const page = await readFile(join(ROOT, "docs", "deploying.md"), "utf8");
    const set = async (variable: string, value: string, isFirst: boolean) => {
      const command = `npx hardhat keystore set OP_SEPOLIA_${variable}`;
      expect(page).toContain(`\n   ${command}\n`);
      const { code, output } = await start(command.replace("OP_SEPOLIA", "CUSTOM"), environment, [
        ["Enter the password", PASSWORD],
        ...(isFirst ? [["confirm your password", PASSWORD] as const] : []),
        ["Enter secret", value],
      ]).done;
      expect(output).toContain(`CUSTOM_${variable}`);
      expect(code).toBe(0);
    };
    await set("RPC_URL", rollup.url, true);
    await set("DEPLOYER_KEY", KEY, false);

    const parameters = join(folder, "parameters.json");
    const { administrator, treasury } = { administrator: DEPLOYER, treasury: DEPLOYER };
    const token = { kind: "test" } as const;
    const chainId = 31_337;
    await writeFile(
      parameters,
      JSON.stringify(formatParameters({ ...STANDARD_TERMS, chainId, administrator, treasury, token })),
    );
    const command = `npm run deploy -- --network custom --plan --parameters '${parameters}'`;
    const { code, output } = await start(command, environment, [["Enter the password", PASSWORD]]).done;
    expect(output).toContain(`deployer        ${DEPLOYER}`);
    expect(code).toBe(0);
  });
});
