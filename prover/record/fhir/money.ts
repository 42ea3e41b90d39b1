import { currencyNamed } from "../currencies.ts";
import type { Currency } from "../currencies.ts";
import type { FhirElement } from "./element.ts";

/** An amount in hundredths of its currency's unit. */
export interface Money {
  readonly cents: bigint;
  readonly currency: Currency;
}

/** A decimal of up to 15 digits passes through a JavaScript number unharmed; beyond that one cannot tell what was written. */
const EXACT_DIGITS = 15;

/** Share of an amount by which sums in binary floating point may miss the decimal that they mean: sixteen units in the last place. */
const SUMMATION_ERROR = 2 ** -48;

/** 410.20000000000005 as 410.2: many programs write out sums of binary fractions. */
function withoutSummationError(value: number): number {
  const rounded = Number(value.toFixed(2));
  return Math.abs(value - rounded) <= value * SUMMATION_ERROR ? rounded : value;
}

function centsOf(value: unknown): bigint | undefined {
  if (typeof value !== "number") return undefined;
  const match = /^([0-9]+)(?:\.([0-9]{1,2}))?$/.exec(String(withoutSummationError(value)));
  if (match === null) return undefined;
  const [, units = "", fraction = ""] = match;
  return units.length + fraction.length <= EXACT_DIGITS ? BigInt(units + fraction.padEnd(2, "0")) : undefined;
}

/**
 * Reads FHIR Money. The currency is required: an amount without one says nothing.
 *
 * @throws UnrepresentableFieldError for a negative amount, more than two decimals, more than 15 digits.
 */
export function readMoney(money: FhirElement): Money {
  const cents = centsOf(money.value("value"));
  if (cents === undefined)
    throw money.refuse("value", "an amount from 0 on with at most 2 decimals and 15 digits");
  const currency = currencyNamed(money.string("currency"));
  if (currency === undefined) throw money.refuse("currency", "a currency of ISO 4217");
  return { cents, currency };
}
