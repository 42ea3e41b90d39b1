const CANCELS = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when a signal aborts, until it is told not to any more: what it returns does that.
 *
 * However many wait for a signal, it gets one listener. Node 20 warns of a leak at the eleventh, and a proof has more calls
 * under way than that.
 */
export function onAbort(signal: AbortSignal, cancel: () => void): () => void {
  const cancels = CANCELS.get(signal) ?? listenedTo(signal);
  cancels.add(cancel);
  return () => cancels.delete(cancel);
}

function listenedTo(signal: AbortSignal): Set<() => void> {
  const cancels = new Set<() => void>();
  CANCELS.set(signal, cancels);
  const cancelAll = () => {
    for (const cancel of cancels) cancel();
  };
  signal.addEventListener("abort", cancelAll, { once: true });
  return cancels;
}
