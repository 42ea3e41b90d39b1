import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What was handed in for one contract. */
export interface Submission {
  readonly contractIdentifier: string;
  readonly compilerVersion: string;
  readonly stdJsonInput: { readonly settings: object };
}

/** Stands in for Sourcify: takes every source, believes it, and remembers it. */
export interface SourcifyStandIn extends AsyncDisposable {
  readonly url: string;
  readonly submissions: ReadonlyMap<string, Submission>;
}

export async function startSourcify(): Promise<SourcifyStandIn> {
  const submissions = new Map<string, Submission>();

  async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const [, , what = "", chainId = "", address = ""] = (request.url ?? "").split("/");
    const unverified = { chainId, address, match: null, creationMatch: null, runtimeMatch: null };
    if (what === "contract") return { status: 404, body: unverified };
    if (request.method === "POST") {
      const chunks = (await request.setEncoding("utf8").toArray()) as string[];
      submissions.set(address, JSON.parse(chunks.join("")) as Submission);
      return { status: 202, body: { verificationId: address } };
    }
    const contract = { ...unverified, match: "exact_match", runtimeMatch: "exact_match" };
    return {
      status: 200,
      body: { isJobCompleted: true, verificationId: chainId, jobStartTime: "", contract },
    };
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await answer(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    submissions,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
