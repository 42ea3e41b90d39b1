/** Node's; browsers have none. */
declare const setImmediate: ((callback: () => void) => unknown) | undefined;

/** Lets timers, messages and clicks through. */
function turn(): Promise<void> {
  // In Node a channel's message may overtake others that came first; what is due immediately runs after all of them.
  if (typeof setImmediate === "function") return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      "message",
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(undefined);
  });
}

/**
 * Works off steps one after another. Everything else of the thread gets a turn before each, so that a cancellation that
 * came in during one step is heeded before the next.
 */
export class StepQueue {
  readonly #waiting = new Map<number, () => Promise<void>>();
  #working: Promise<void> | undefined;

  /** @param step Never rejects. */
  add(id: number, step: () => Promise<void>): void {
    this.#waiting.set(id, step);
    this.#working ??= this.#work();
  }

  /** Takes a step out, unless it has begun; whether it has not. */
  cancel(id: number): boolean {
    return this.#waiting.delete(id);
  }

  /** Takes out every step that has not begun, and waits for the one that has. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    await this.#working;
  }

  async #work(): Promise<void> {
    for (;;) {
      await turn();
      const [next] = this.#waiting;
      if (next === undefined) break;
      const [id, step] = next;
      this.#waiting.delete(id);
      await step();
    }
    this.#working = undefined;
  }
}
