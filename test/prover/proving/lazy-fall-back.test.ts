import { describe, expect, it } from "vitest";

import { ROOT, runScript } from "./run-script.ts";

const PROVE = `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
  const { createProver } = await import("${ROOT}prover/index.ts");
  const { loadArtifacts } = await import("${ROOT}prover/artifacts/node.ts");
  const { reviewRequest } = await import("${ROOT}fixtures/review-request.ts");
  const fallBack = () => loaded.filter((url) => /\\/(snarkjs|ffjavascript|web-worker|ejs)\\//.test(url)).length > 0;
`;

describe("the fall-back engine", () => {
  it("is not loaded with the library, nor by a prover that warms up on the kernel", async () => {
    const printed = await runScript(`${PROVE}
      const prover = await createProver({ artifacts: await loadArtifacts("review"), threads: 1 });
      await prover.warmUp();
      console.log(fallBack());
      await prover.close();
    `);
    expect(printed).toBe("false");
  });

  it("is loaded by a prover that was asked for it, which shows that this test would see it", async () => {
    const printed = await runScript(`${PROVE}
      const prover = await createProver({ artifacts: await loadArtifacts("review"), engine: "snarkjs" });
      await prover.warmUp();
      console.log(fallBack());
      await prover.close();
    `);
    expect(printed).toBe("true");
  });
});

describe("the library", () => {
  it("can be imported in a worker thread that was given no data", async () => {
    const printed = await runScript(`
      import { Worker } from "node:worker_threads";
      const script = \`import("${ROOT}prover/index.ts").then(
        ({ createProver }) => console.log(typeof createProver),
        (error) => console.log(String(error)),
      );\`;
      new Worker(script, { eval: true, execArgv: [] });
    `);
    expect(printed).toBe("function");
  });

  it("can be imported where no code may be made of strings", async () => {
    const printed = await runScript(
      `console.log(typeof (await import("${ROOT}prover/index.ts")).createProver);`,
      "--disallow-code-generation-from-strings",
    );
    expect(printed).toBe("function");
  });
});
