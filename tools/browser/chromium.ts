import { access } from "node:fs/promises";

import { chromium, type Browser } from "playwright-core";

/** Where Debian's package puts Chromium; CHROMIUM names another. */
export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export const CHROMIUM_MISSING = `There is no Chromium at ${CHROMIUM}: install Debian's package "chromium", or name one with CHROMIUM.`;

export function chromiumExists(): Promise<boolean> {
  return access(CHROMIUM).then(
    () => true,
    () => false,
  );
}

/** Starts Chromium without a window, and without anything that would reach for the network by itself. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
