import { ROLES } from "../ignition/administration.ts";
import type { DeploymentRecord } from "./record.ts";

/** What is left to people once everything is deployed. */
export function describeNextSteps(
  { name, accessManager, developmentKeys }: DeploymentRecord,
  { network, isLocal }: { network: string; isLocal: boolean },
): string {
  const steps = [
    `Keep deployments/${name}.json: clients and services read it, and nothing else tells where the contracts are.`,
    // Explorers know no local chain.
    ...(isLocal ? [] : [`Publish the sources: npx hardhat ignition verify ${name} --network ${network}`]),
    `As the administrator, admit a medical board: grantRole(${ROLES.BOARD}, BOARD, 0) of the access manager ${accessManager}`,
    ...(developmentKeys
      ? ["Let nobody entrust anything to this deployment: its proofs can be forged by whoever made the keys."]
      : []),
  ];
  return [
    `\nDeployed. Written to deployments/${name}.json`,
    "Next",
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ].join("\n");
}
