import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { SignedClosing } from "../../../../client/protocol/calls/signed-closing.ts";
import { ContractRefusedError } from "../../../../client/protocol/refusal.ts";
import { executedSurgeries, waitForClosing, type ExecutedSurgeries } from "../../../../fixtures/surgeries.ts";

describe("a relayer of many closings", () => {
  let scene: ExecutedSurgeries;
  let closings: SignedClosing[];

  beforeAll(async () => {
    scene = await executedSurgeries(4);
    closings = [];
    for (const surgery of scene.surgeries) {
      await waitForClosing(scene.stage, surgery);
      const { closing } = await surgery.patient.signClosing(surgery.offer, {
        ...surgery.reported,
        lifetime: 48n * 3_600n,
      });
      closings.push(closing);
    }
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it("closes all of them but one that the escrow refuses, in one transaction, and says which and why", async () => {
    const [first, second, third, fourth] = closings as [
      SignedClosing,
      SignedClosing,
      SignedClosing,
      SignedClosing,
    ];
    const forged = { ...third, patientSignature: fourth.patientSignature };
    const { receipts, refused } = await scene.stage.relayer.relayClosings([first, second, forged, fourth]);

    expect(receipts.map(({ action }) => action)).toEqual(["closeMany"]);
    expect(refused.map(({ item }) => item)).toEqual([forged]);
    expect(refused[0]?.reason).toBeInstanceOf(ContractRefusedError);
    expect(refused[0]?.reason).toMatchObject({ refusal: "InvalidSignature" });
    const view = await scene.stage.aftercare.view();
    expect(
      scene.surgeries.map(({ offer: { bookingId } }) => view.bookings.get(bookingId)?.progress.state),
    ).toEqual(["CLOSED", "CLOSED", "EXECUTED", "CLOSED"]);
  });

  it("sends nothing where nothing is left", async () => {
    expect(await scene.stage.relayer.relayClosings([])).toEqual({ receipts: [], refused: [] });
    const [closed] = closings as [SignedClosing];
    const { receipts, refused } = await scene.stage.relayer.relayClosings([closed]);
    expect(receipts).toEqual([]);
    expect(refused.map(({ item }) => item)).toEqual([closed]);
  });
});
