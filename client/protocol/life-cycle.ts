// oxlint-disable max-lines -- one table, and what reads it: cut in two, neither half could be checked against the contract by eye
/**
 * The life cycle of a surgery: every transition that the escrow allows. `docs/protocol.md` is written from this table
 * (`npm run protocol`), and the contract is tested against it: state by state, action by action, caller by caller.
 */
import { STATES, type State } from "./progress.ts";
import type { Rules } from "./rules.ts";

/** States that a booking is in with a record or without one. */
const EITHER_WAY = ["ACCIDENT", "SETTLED", "RULED", "DEFAULTED"] as const satisfies readonly State[];

/** Where a booking stands: its state and, where it can be either way, whether the surgeon has supplied a record. */
export type Standing = State | `${(typeof EITHER_WAY)[number]} with record`;

const isEitherWay = (state: State): state is (typeof EITHER_WAY)[number] =>
  (EITHER_WAY as readonly State[]).includes(state);

export const STANDINGS: readonly Standing[] = STATES.flatMap((state): Standing[] =>
  isEitherWay(state) ? [state, `${state} with record`] : [state],
);

export const ACTIONS = [
  "propose",
  "withdrawOffer",
  "expire",
  "schedule",
  "confirm",
  "reschedule",
  "cancel",
  "reportNoShow",
  "contest",
  "concludeNoShow",
  "refund",
  "execute",
  "close",
  "lapse",
  "reportAccident",
  "settle",
  "rule",
  "concludeByDefault",
] as const;
export type Action = (typeof ACTIONS)[number];

export type Party = "patient" | "surgeon" | "arbiter";

/** A second of a booking, or a length of time that its terms or the escrow fix. */
export type Quantity =
  | "offerExpiry"
  | "surgeryTime"
  | "enteredAt"
  | "MINIMUM_CLOSING_DWELL"
  | Extract<keyof Rules, `${string}Window`>;

/** A second as a sum: `surgeryTime + executionWindow`. */
export type Moment =
  Quantity | `${Quantity} ${"+" | "−"} ${Quantity}` | `${Quantity} + ${Quantity} + ${Quantity}`;

/** When an action is taken: at the first second named or later, at the last one named or earlier. */
export interface Window {
  readonly from?: Moment;
  /** From the second after this one. */
  readonly after?: Moment;
  readonly until?: Moment;
  /** Until the second before this one. */
  readonly before?: Moment;
}

/** Who gets how much of what there is to distribute; the patient gets what the surgeon does not. */
export type Payment =
  | "deposit in"
  | "all to the surgeon"
  | "all to the patient"
  | "as signed"
  | "surgeonShare"
  | Extract<keyof Rules, `${string}Share`>;

export type Condition =
  | "surgeon licensed"
  | "surgeon not licensed"
  | "no arbiter"
  | "an arbiter"
  | "fewer than maximumReschedules before"
  | "surgery time with notice"
  | "surgery time as agreed and ahead, or with notice";

export interface Transition {
  readonly action: Action;
  readonly from: readonly Standing[];
  /** The same standing where absent. A record stays with the booking wherever it goes. */
  readonly to?: State;
  /** All of them sign; an empty list is for anyone. */
  readonly signedBy: readonly Party[];
  /** One signature of those named is enough. */
  readonly either?: true;
  readonly window?: Window;
  /** What else has to be so. */
  readonly given?: readonly Condition[];
  readonly pays?: Payment;
  /** What the escrow says one second outside the window, where not TooEarly and TooLate. */
  readonly tooEarly?: string;
  readonly tooLate?: string;
}

const BEFORE_SURGERY = ["SCHEDULED", "CONFIRMED"] as const;

export const TRANSITIONS: readonly Transition[] = [
  {
    action: "propose",
    from: ["NONE"],
    to: "PROPOSED",
    signedBy: ["patient"],
    window: { before: "offerExpiry" },
    given: ["surgeon licensed"],
    tooLate: "OfferExpired",
  },
  {
    action: "withdrawOffer",
    from: ["NONE", "PROPOSED"],
    to: "WITHDRAWN",
    signedBy: ["patient"],
    window: { before: "offerExpiry" },
    tooLate: "OfferExpired",
  },
  {
    action: "expire",
    from: ["PROPOSED"],
    to: "EXPIRED",
    signedBy: [],
    window: { from: "offerExpiry" },
    tooEarly: "OfferNotExpired",
  },
  {
    action: "schedule",
    from: ["NONE", "PROPOSED"],
    to: "SCHEDULED",
    signedBy: ["patient", "surgeon"],
    window: { before: "offerExpiry" },
    given: ["surgeon licensed"],
    pays: "deposit in",
    tooLate: "OfferExpired",
  },
  {
    action: "confirm",
    from: ["SCHEDULED"],
    to: "CONFIRMED",
    signedBy: ["patient", "surgeon"],
    given: ["surgeon licensed", "surgery time as agreed and ahead, or with notice"],
  },
  {
    action: "reschedule",
    from: BEFORE_SURGERY,
    signedBy: ["patient", "surgeon"],
    window: { until: "surgeryTime + executionWindow" },
    given: ["surgeon licensed", "fewer than maximumReschedules before", "surgery time with notice"],
  },
  {
    action: "cancel",
    from: BEFORE_SURGERY,
    to: "CANCELLED",
    signedBy: ["patient"],
    window: { before: "surgeryTime − cancellationWindow" },
    pays: "all to the patient",
    tooLate: "AmountMismatch",
  },
  {
    action: "cancel",
    from: BEFORE_SURGERY,
    to: "CANCELLED",
    signedBy: ["patient"],
    window: { from: "surgeryTime − cancellationWindow", before: "surgeryTime" },
    pays: "lateCancellationShare",
    tooEarly: "AmountMismatch",
  },
  {
    action: "cancel",
    from: BEFORE_SURGERY,
    to: "CANCELLED",
    signedBy: ["patient"],
    given: ["surgeon not licensed"],
    pays: "all to the patient",
  },
  {
    action: "cancel",
    from: BEFORE_SURGERY,
    to: "CANCELLED",
    signedBy: ["surgeon"],
    window: { until: "surgeryTime + executionWindow" },
    pays: "all to the patient",
  },
  {
    action: "reportNoShow",
    from: BEFORE_SURGERY,
    to: "NO_SHOW_REPORTED",
    signedBy: ["surgeon"],
    window: { from: "surgeryTime", until: "surgeryTime + noShowWindow" },
    given: ["surgeon licensed"],
  },
  {
    action: "contest",
    from: ["NO_SHOW_REPORTED"],
    to: "DISPUTED",
    signedBy: ["patient"],
    window: { until: "enteredAt + contestWindow" },
  },
  {
    action: "concludeNoShow",
    from: ["NO_SHOW_REPORTED"],
    to: "PATIENT_NO_SHOW",
    signedBy: [],
    window: { after: "enteredAt + contestWindow" },
    pays: "noShowShare",
  },
  {
    action: "refund",
    from: BEFORE_SURGERY,
    to: "SURGEON_NO_SHOW",
    signedBy: [],
    window: { after: "surgeryTime + executionWindow" },
    pays: "all to the patient",
  },
  {
    action: "execute",
    from: ["CONFIRMED"],
    to: "EXECUTED",
    signedBy: ["surgeon"],
    window: { from: "surgeryTime", until: "surgeryTime + executionWindow" },
  },
  { action: "execute", from: ["ACCIDENT"], signedBy: ["surgeon"] },
  {
    action: "close",
    from: ["EXECUTED", "ACCIDENT with record"],
    to: "CLOSED",
    signedBy: ["patient"],
    window: { from: "enteredAt + MINIMUM_CLOSING_DWELL" },
    pays: "all to the surgeon",
  },
  {
    action: "close",
    from: ["LAPSED", "SETTLED with record", "RULED with record", "DEFAULTED with record"],
    to: "CLOSED",
    signedBy: ["patient"],
    window: { from: "enteredAt + MINIMUM_CLOSING_DWELL" },
  },
  {
    action: "lapse",
    from: ["EXECUTED"],
    to: "LAPSED",
    signedBy: [],
    window: { after: "enteredAt + closingWindow" },
    pays: "all to the surgeon",
  },
  {
    action: "reportAccident",
    from: ["CONFIRMED"],
    to: "ACCIDENT",
    signedBy: ["patient", "surgeon"],
    either: true,
    window: { from: "surgeryTime", until: "surgeryTime + executionWindow" },
  },
  {
    action: "reportAccident",
    from: ["EXECUTED"],
    to: "ACCIDENT",
    signedBy: ["patient", "surgeon"],
    either: true,
    window: { until: "enteredAt + closingWindow" },
  },
  {
    action: "settle",
    from: [
      "SCHEDULED",
      "CONFIRMED",
      "NO_SHOW_REPORTED",
      "EXECUTED",
      "ACCIDENT",
      "ACCIDENT with record",
      "DISPUTED",
    ],
    to: "SETTLED",
    signedBy: ["patient", "surgeon"],
    pays: "as signed",
  },
  {
    action: "rule",
    from: ["ACCIDENT", "ACCIDENT with record", "DISPUTED"],
    to: "RULED",
    signedBy: ["arbiter"],
    window: { after: "enteredAt + settlementWindow", until: "enteredAt + settlementWindow + rulingWindow" },
    pays: "surgeonShare",
  },
  {
    action: "concludeByDefault",
    from: ["ACCIDENT with record", "DISPUTED"],
    to: "DEFAULTED",
    signedBy: [],
    window: { after: "enteredAt + settlementWindow + rulingWindow" },
    given: ["an arbiter"],
    pays: "defaultShare",
  },
  {
    action: "concludeByDefault",
    from: ["ACCIDENT with record", "DISPUTED"],
    to: "DEFAULTED",
    signedBy: [],
    window: { after: "enteredAt + settlementWindow" },
    given: ["no arbiter"],
    pays: "defaultShare",
  },
  {
    action: "concludeByDefault",
    from: ["ACCIDENT"],
    to: "DEFAULTED",
    signedBy: [],
    window: { after: "enteredAt + settlementWindow + rulingWindow" },
    given: ["an arbiter"],
    pays: "all to the patient",
  },
  {
    action: "concludeByDefault",
    from: ["ACCIDENT"],
    to: "DEFAULTED",
    signedBy: [],
    window: { after: "enteredAt + settlementWindow" },
    given: ["no arbiter"],
    pays: "all to the patient",
  },
];

const WITH_RECORD: readonly State[] = ["EXECUTED", "CLOSED", "LAPSED"];

export function hasRecord(standing: Standing): boolean {
  return standing.endsWith("with record") || (WITH_RECORD as readonly string[]).includes(standing);
}

export function stateOf(standing: Standing): State {
  return standing.replace(" with record", "") as State;
}

/** Where a transition leads from a standing. */
export function landingOf({ action, to }: Transition, from: Standing): Standing {
  const state = to ?? stateOf(from);
  const record = hasRecord(from) || action === "execute";
  return record && isEitherWay(state) ? `${state} with record` : state;
}

/** Standings in which the escrow holds the deposit for both. */
export const OPEN: readonly Standing[] = [
  "SCHEDULED",
  "CONFIRMED",
  "EXECUTED",
  "NO_SHOW_REPORTED",
  "ACCIDENT",
  "ACCIDENT with record",
  "DISPUTED",
];

/** A moment in seconds, given what its quantities stand for. */
export function secondOf(moment: Moment, valueOf: (quantity: Quantity) => number): number {
  return moment
    .split(" ")
    .reduce(
      ({ sum, sign }, word) =>
        word === "+" || word === "−"
          ? { sum, sign: word === "+" ? 1 : -1 }
          : { sum: sum + sign * valueOf(word as Quantity), sign: 1 },
      { sum: 0, sign: 1 },
    ).sum;
}

/** First and last second of a window, both included; undefined where it has no such end. */
export function secondsOf(
  window: Window,
  valueOf: (quantity: Quantity) => number,
): { first?: number; last?: number } {
  const at = (moment: Moment | undefined, offset: number) =>
    moment === undefined ? undefined : secondOf(moment, valueOf) + offset;
  const first = at(window.from, 0) ?? at(window.after, 1);
  const last = at(window.until, 0) ?? at(window.before, -1);
  return { ...(first === undefined ? {} : { first }), ...(last === undefined ? {} : { last }) };
}
