import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a transaction on its way to the node. */
export type Fault =
  /** It never gets there. */
  | "lost on the way"
  /** It is mined, but nobody hears of it. */
  | "answer lost";

/** The line between a deployment and its node, which can be cut at a transaction. */
export interface Line extends AsyncDisposable {
  readonly url: string;
  /** Cuts the line at the transaction that comes after so many others from now on; resolves when that has happened. */
  cutAfter(transactions: number, fault: Fault): Promise<void>;
}

interface Cut {
  left: number;
  readonly fault: Fault;
  readonly happened: () => void;
}

export async function startLine(node: string): Promise<Line> {
  let cut: Cut | undefined;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const fault = body.includes("eth_sendRawTransaction") ? faultNow() : undefined;
    if (fault === "lost on the way") return;
    const answer = await fetch(node, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const text = await answer.text();
    if (fault === undefined) response.setHeader("content-type", "application/json").end(text);
  }

  /** Whoever is cut off never gets an answer, until it is killed. */
  function faultNow(): Fault | undefined {
    if (cut === undefined || cut.left-- > 0) return undefined;
    const { fault, happened } = cut;
    cut = undefined;
    // The node has to have the transaction before the one who sent it dies.
    setTimeout(happened, 500);
    return fault;
  }

  const server = createServer((request, response) => void pass(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAfter: (left, fault) =>
      new Promise((happened) => {
        cut = { left, fault, happened };
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk as string;
  return body;
}
