import { readFileSync, readdirSync } from "node:fs";

const FOLDER = new URL("../../../fixtures/fhir/", import.meta.url);

/** A FHIR resource as the tests edit it. */
export type Json = { [name: string]: JsonValue };
export type JsonValue = string | number | boolean | null | JsonValue[] | Json;

export interface EditableBundle extends Json {
  entry: { fullUrl: string; resource: Json }[];
}

export const FIXTURE_NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

export function fixtureText(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

/** A fresh copy that a test may change. */
export function fixture(name: string): EditableBundle {
  return JSON.parse(fixtureText(name)) as EditableBundle;
}

/** The first resource of a type in a bundle. */
export function resourceOf(bundle: EditableBundle, type: string): Json {
  const entry = bundle.entry.find(({ resource }) => resource["resourceType"] === type);
  if (entry === undefined) throw new Error(`the fixture has no ${type}`);
  return entry.resource;
}

/** The path of the first resource of a type, as errors name it. */
export function pathOf(bundle: EditableBundle, type: string): string {
  return `Bundle.entry[${bundle.entry.findIndex(({ resource }) => resource["resourceType"] === type)}].resource`;
}
