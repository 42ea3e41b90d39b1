import { isCurrency } from "../currencies.ts";
import type { Currency } from "../currencies.ts";
import type { FhirElement } from "./element.ts";

/** An amount in hundredths of its currency's unit. */
export interface Money {
  readonly cents: bigint;
  readonly currency: Currency;
}

/** A decimal of up to 15 digits passes through a JavaScript number unharmed; beyond that one cannot tell what was written. */
const EXACT_DIGITS = 15;

function centsOf(value: unknown): bigint | undefined {
  const match = typeof value === "number" ? /^([0-9]+)(?:\.([0-9]{1,2}))?$/.exec(String(value)) : null;
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
  const currency = money.string("currency");
  if (!isCurrency(currency)) throw money.refuse("currency", "a currency of ISO 4217");
  return { cents, currency };
}
