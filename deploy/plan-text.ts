import { formatEther, formatUnits } from "ethers";

import type { DeploymentParameters } from "./parameters.ts";
import type { Plan } from "./plan.ts";
import { isLocal } from "./target.ts";

const DAY = 24 * 60 * 60;

/** The plan in lines that a person reads before agreeing. */
export function describePlan(plan: Plan): string {
  const { target, parameters, steps, done } = plan;
  const rows: [string, string][] = [
    ["network", `${target.title}, chain ${target.chainId}`],
    ["deployer", `${target.deployer}, ${formatEther(plan.balance)} ether`],
    ...describeParameters(parameters, plan.token),
    [
      "transactions",
      `${steps.length}${done ? `; goes on with what was begun, ${done.length} are confirmed` : ""}`,
    ],
    ["cost", describeCost(plan)],
    ...(plan.hasDevelopmentKeys ? [["keys", DEVELOPMENT_KEYS] satisfies [string, string]] : []),
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  return [
    isLocal(target) ? "Plan (a local chain, which guards nothing)" : "Plan",
    ...rows.map(([title, value]) => `  ${title.padEnd(width)}  ${value}`),
  ].join("\n");
}

const DEVELOPMENT_KEYS =
  "DEVELOPMENT KEYS: whoever made them can forge reviews and claims; must not guard anything of value";

function describeParameters(parameters: DeploymentParameters, token: Plan["token"]): [string, string][] {
  const { protocolFee, maximumProtocolFee, reviewFee } = parameters;
  const delay = describeDays(parameters.administrationDelay);
  return [
    ["administrator", `${parameters.administrator}, with a delay of ${delay}`],
    ["treasury", parameters.treasury],
    ["token", describeToken(parameters, token)],
    [
      "protocol fee",
      `${formatUnits(protocolFee, 6)} of at most ${formatUnits(maximumProtocolFee, 6)} dollars`,
    ],
    ["review fee", `${formatUnits(reviewFee, 6)} dollars`],
    ["root lifetime", describeDays(parameters.rootLifetime)],
    ["minimum leaves", String(parameters.minimumLeaves)],
  ];
}

function describeToken({ token }: DeploymentParameters, description: Plan["token"]): string {
  if (token.kind === "test") return "a new test dollar, without value: anybody may mint it";
  // A token chooses its own name; control characters in it could rewrite the lines above.
  const clean = (text = "") => text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "?").slice(0, 40);
  return `${clean(description?.name)} (${clean(description?.symbol)}) at ${token.address}`;
}

function describeCost({ cost }: Plan): string {
  const price = `${cost.gas.toLocaleString("en")} gas at ${formatUnits(cost.gasPrice, "gwei")} gwei`;
  return `${formatEther(cost.total)} ether: ${price}, L1 data at most ${formatEther(cost.l1Data)} ether`;
}

function describeDays(seconds: number): string {
  return `${Number((seconds / DAY).toFixed(2))} days`;
}
