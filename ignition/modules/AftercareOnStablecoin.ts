import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { deployAround } from "../contracts.ts";

/** Aftercare on a stablecoin that exists: the parameter `token` is its address, and it has to know ERC-3009. */
export default buildModule("AftercareOnStablecoin", (m) => {
  const token = m.contractAt("IDepositToken", m.getParameter<string>("token"));
  return { token, ...deployAround(m, token) };
});
