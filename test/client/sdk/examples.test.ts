// Every method of every role has an example in its documentation, and every example runs as it stands.
import { describe, expect, it } from "vitest";

import { contextOf } from "./support/context.ts";
import { methodsOfRoles, namesTaken } from "./support/examples.ts";
import { onBranch, sceneOfFile } from "./support/scene.ts";

type AsyncFunctionConstructor = new (...parts: string[]) => (...values: unknown[]) => Promise<void>;
const AsyncFunction = (async () => {}).constructor as AsyncFunctionConstructor;

const methods = await methodsOfRoles();

const scene = sceneOfFile();

/** Runs code on a branch of the chain of its own. */
function runExample(code: string): Promise<void> {
  return onBranch(scene(), async () => {
    const context = await contextOf(scene());
    const names = namesTaken(code, Object.keys(context));
    const values: unknown[] = [];
    for (const name of names) values.push(await context[name]!());
    await new AsyncFunction(...names, `"use strict";\n${code}`)(...values);
  });
}

describe("the roles", () => {
  it("have the methods that the search for examples finds", () => {
    const names = methods.map(({ name }) => name);
    for (const name of ["Patient.book", "BookingParty.settle", "Surgeon.constructor", "Keeper.flush"]) {
      expect(names).toContain(name);
    }
    expect(names.length).toBeGreaterThanOrEqual(73);
  });

  it("have an example at each of them", () => {
    expect(methods.filter(({ example }) => example === undefined).map(({ name }) => name)).toEqual([]);
  });
});

describe("the example of", () => {
  it.each(methods.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]])))(
    "%s runs",
    async (_name, example) => {
      await expect(runExample(example)).resolves.toBeUndefined();
    },
  );

  it("a method that is not there would fail", async () => {
    await expect(runExample("await patient.forget(booking);")).rejects.toThrow("patient.forget");
  });
});
