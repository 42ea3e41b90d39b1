import { network } from "hardhat";

// Serves a chain that is not a local one by its id, and that mines at intervals as real rollups do, until it is ended.
// Started by rollup-process.ts.

const BLOCK_TIME = 200;

const server = await network.createServer(
  {
    network: "local",
    chainType: "op",
    override: {
      chainId: Number(process.argv[2]),
      mining: { auto: false, interval: BLOCK_TIME },
      allowBlocksWithSameTimestamp: true,
    },
  },
  "127.0.0.1",
  0,
);
const { port } = await server.listen();
process.stdout.write(`${port}\n`);
