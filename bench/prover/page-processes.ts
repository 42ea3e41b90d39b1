import type { Browser } from "playwright-core";

/** Tells the numbers of the processes in which a browser runs its pages, at any time until it is closed. */
export interface PageProcesses extends AsyncDisposable {
  list(): Promise<readonly number[]>;
}

export async function pageProcesses(browser: Browser): Promise<PageProcesses> {
  const session = await browser.newBrowserCDPSession();
  return {
    list: async () => {
      const { processInfo } = await session.send("SystemInfo.getProcessInfo");
      return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    },
    [Symbol.asyncDispose]: () => session.detach(),
  };
}
