import { spawn } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { StoryReport } from "../../client/demo/report.ts";

const MAIN = join(import.meta.dirname, "..", "..", "client", "demo", "main.ts");

function runStory(args: readonly string[]): Promise<{ stdout: string; stderr: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject).on("close", (code) => resolve({ stdout, stderr, code }));
  });
}

describe("the story with --once --json", () => {
  let report: StoryReport;
  let progress: string;

  beforeAll(async () => {
    const { stdout, stderr, code } = await runStory(["--once", "--json"]);
    expect(stderr).not.toContain("✘");
    expect(code).toBe(0);
    report = JSON.parse(stdout) as StoryReport;
    progress = stderr;
  });

  it("keeps stdout to one JSON object and shows its progress on stderr", () => {
    expect(progress).toContain("the board licenses");
  });

  it("ends seventeen bookings in every way that a surgery can go", () => {
    expect(report.bookings).toEqual({
      total: 17,
      closed: 11,
      refunded: 1,
      lapsed: 1,
      cancelled: 1,
      patientNoShows: 1,
      settled: 1,
      ruled: 1,
    });
  });

  it("shows each surgeon's counters", () => {
    expect(
      report.surgeons.map(({ counters }) => [
        counters.offered,
        counters.lapsed,
        counters.accidents,
        counters.cancelledByPatient,
        counters.patientNoShows,
        counters.surgeonNoShows,
      ]),
    ).toEqual([
      [6, 0, 1, 1, 0, 0],
      [6, 1, 0, 0, 1, 1],
      [5, 1, 1, 0, 0, 0],
    ]);
  });

  it("ends with every posted review verified by the reader", () => {
    expect(report.reviews).toEqual({ posted: 9, verified: 9 });
  });

  it("has every attack refused by the error that names it", () => {
    expect(report.refused).toEqual({
      doubleReview: true,
      forgedProof: true,
      alteredRating: true,
      otherSurgeon: true,
    });
    expect(report.refusals).toEqual({
      doubleReview: "NullifierUsed",
      forgedProof: "InvalidProof",
      alteredRating: "InvalidProof",
      otherSurgeon: "InvalidProof",
    });
  });

  it("pays two claims that patients' devices made by themselves, and refuses every false one", () => {
    expect(report.claims.paid).toBe(2);
    expect(report.claims.refused).toEqual({
      predicateFalse: true,
      doubleClaim: true,
      staleRoot: true,
      otherCoverage: true,
    });
  });

  it("proves within 4,096 constraints and says that its keys are development keys", () => {
    expect(report.circuit.review.constraints).toBeLessThanOrEqual(4_096);
    expect(report.circuit.review.ceremony).toBe("development");
  });

  it("charges every action its L1 data fee and counts it in the whole fee", () => {
    for (const { executionFeeWei, l1FeeWei, wholeFeeWei } of report.actions) {
      expect(BigInt(l1FeeWei)).toBeGreaterThan(0n);
      expect(BigInt(wholeFeeWei)).toBeGreaterThan(BigInt(executionFeeWei));
    }
    expect(report.actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        "register",
        "schedule",
        "confirm",
        "execute",
        "close",
        "cancel",
        "reportNoShow",
        "concludeNoShow",
        "reportAccident",
        "settle",
        "rule",
        "refund",
        "lapse",
        "flush",
        "post",
        "collect",
      ]),
    );
  });

  it("shows each surgeon's closed share, ratings and anonymity set", () => {
    expect(report.surgeons.map(({ executed, closed, reviews }) => [executed, closed, reviews])).toEqual([
      [5, 4, 3],
      [4, 4, 4],
      [5, 3, 2],
    ]);
    for (const { closed, anonymitySet } of report.surgeons) expect(anonymitySet).toBe(closed);
  });

  it("leaves in the escrow the fees of every surgery with a record, and nothing of anybody's deposit", () => {
    const [protocolFee, reviewFee] = [2_000_000n, 50_000n];
    const records = BigInt(report.surgeons.reduce((sum, { executed }) => sum + executed, 0));
    expect(report.money).toEqual({
      held: String(records * (protocolFee + reviewFee)),
      openDeposits: "0",
      balances: String(records * protocolFee),
      reviewPot: String(records * reviewFee),
    });
  });
});

describe("the story's command line", () => {
  it("prints its usage", async () => {
    const { stdout, code } = await runStory(["--help"]);
    expect(stdout).toContain("Usage: npm start");
    expect(code).toBe(0);
  });

  it.each([[["--onec"]], [["--port", "70000"]], [["--port", "abc"]]])(
    "refuses %j with exit code 2",
    async (args) => {
      const { stderr, code } = await runStory(args);
      expect(stderr).toContain("UsageError");
      expect(code).toBe(2);
    },
  );
});
