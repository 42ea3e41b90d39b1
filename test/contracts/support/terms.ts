import { id } from "ethers";
import type { Wallet } from "ethers";

import { DAY, HOUR, keyOf, PROTOCOL_FEE } from "./deployment.ts";

/** Windows in seconds, shares in basis points. */
export interface Rules {
  executionWindow: number;
  closingWindow: number;
  cancellationWindow: number;
  noShowWindow: number;
  contestWindow: number;
  settlementWindow: number;
  rulingWindow: number;
  lateCancellationShare: number;
  noShowShare: number;
  defaultShare: number;
  maximumReschedules: number;
}

/** Rules no two of whose windows or shares are the same, so that a test sees when one is taken for another. */
export const RULES: Rules = {
  executionWindow: 7 * DAY,
  closingWindow: 14 * DAY,
  cancellationWindow: 2 * DAY,
  noShowWindow: 12 * HOUR,
  contestWindow: 3 * DAY,
  settlementWindow: 5 * DAY,
  rulingWindow: 4 * DAY,
  lateCancellationShare: 3_003,
  noShowShare: 5_005,
  defaultShare: 4_004,
  maximumReschedules: 2,
};

/** The word of docs/protocol.md, put together without the contract. */
export function rulesWord(rules: Rules): bigint {
  const hours = (seconds: number) => BigInt(seconds / HOUR);
  const words = [
    hours(rules.executionWindow),
    hours(rules.closingWindow),
    hours(rules.cancellationWindow),
    hours(rules.noShowWindow),
    hours(rules.contestWindow),
    hours(rules.settlementWindow),
    hours(rules.rulingWindow),
    BigInt(rules.lateCancellationShare),
    BigInt(rules.noShowShare),
    BigInt(rules.defaultShare),
    BigInt(rules.maximumReschedules),
  ];
  return words.reduce((word, value, index) => word | (value << BigInt(16 * index)), 0n);
}

export interface Terms {
  patient: string;
  surgeon: string;
  arbiter: string;
  patientCommitment: bigint;
  deposit: bigint;
  protocolFee: bigint;
  appointmentTime: number;
  offerExpiry: number;
  rules: bigint;
  termsHash: string;
}

/** Terms for an appointment in a month, on a deposit that no share divides evenly. */
export function termsOf(
  patient: Wallet,
  surgeon: string,
  now: number,
  change: Partial<Terms & { agreed: Partial<Rules> }> = {},
): Terms {
  const { agreed, ...rest } = change;
  return {
    patient: patient.address,
    surgeon,
    arbiter: keyOf("arbiter").address,
    patientCommitment: BigInt(id(`secret of ${patient.address}`)) >> 8n,
    deposit: 500_000_007n,
    protocolFee: PROTOCOL_FEE,
    appointmentTime: now + 30 * DAY,
    offerExpiry: now + 2 * DAY,
    rules: rulesWord({ ...RULES, ...agreed }),
    termsHash: id("terms"),
    ...rest,
  };
}
