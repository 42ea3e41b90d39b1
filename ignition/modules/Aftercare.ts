import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { deployAround } from "../contracts.ts";

/** Aftercare with a test dollar of its own: local chains and test networks. */
export default buildModule("Aftercare", (m) => {
  const token = m.contract("TestDollar");
  return { token, ...deployAround(m, token) };
});
