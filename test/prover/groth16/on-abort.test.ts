import { expect, it, vi } from "vitest";

import { onAbort } from "../../../prover/groth16/threads/on-abort.ts";

it("who waits for a signal is called once when it aborts, and not any more once it has left", () => {
  const controller = new AbortController();
  const [staying, leaving] = [vi.fn(), vi.fn()];
  onAbort(controller.signal, staying);
  onAbort(controller.signal, leaving)();
  controller.abort();
  expect(staying).toHaveBeenCalledTimes(1);
  expect(leaving).not.toHaveBeenCalled();
});

it("however many wait for a signal, it has one listener", () => {
  const { signal } = new AbortController();
  const listen = vi.spyOn(signal, "addEventListener");
  for (let waiting = 0; waiting < 20; waiting++) onAbort(signal, () => {});
  expect(listen).toHaveBeenCalledTimes(1);
});
