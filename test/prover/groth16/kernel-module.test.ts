import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { i32, ModuleWriter, repeat, repeatDown, unsigned } from "../../../prover/groth16/kernel/assembler.ts";
import { writeKernel } from "../../../prover/groth16/kernel/kernel.ts";

// They change with every change of the kernel, and must not differ between machines: set them to what the test prints.
const KERNELS = [
  { arithmetic: "fused", sha256: "e2cb0617022809dc4012b3c5b4ce0979655cc19ad14e2ef8cb8858a5e083fd17" },
  { arithmetic: "integer", sha256: "84f42520fb3a8e6025ebbd27058d6d8b943ff62e93d5497163138af549bf69c5" },
] as const;

describe.each(KERNELS)("the kernel's module on $arithmetic arithmetic", ({ arithmetic, sha256 }) => {
  it("comes out the same, byte for byte, each time and everywhere", () => {
    const first = writeKernel(arithmetic);
    const second = writeKernel(arithmetic);
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    expect(first.reservedBytes).toBe(second.reservedBytes);
    expect(createHash("sha256").update(first.bytes).digest("hex")).toBe(sha256);
  });

  it("is valid, and takes nothing from outside but memory", async () => {
    const module = await WebAssembly.compile(writeKernel(arithmetic).bytes);
    expect(WebAssembly.Module.imports(module)).toEqual([
      { module: "kernel", name: "memory", kind: "memory" },
    ]);
    expect(WebAssembly.Module.exports(module).every(({ kind }) => kind === "function")).toBe(true);
  });
});

describe("the assembler", () => {
  it("encodes integers as LEB128", () => {
    expect(unsigned(0)).toEqual([0]);
    expect(unsigned(127)).toEqual([127]);
    expect(unsigned(128)).toEqual([0x80, 1]);
    expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26]);
    expect(unsigned(2 ** 32 - 1)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
  });

  it("writes loops that run as often as they are told, from none on", async () => {
    const module = new ModuleWriter();
    for (const [name, loop] of [
      ["up", repeat],
      ["down", repeatDown],
    ] as const) {
      module.function(name, ["i32"], ["i32"], (writer, count) => {
        const counter = writer.local("i32");
        const sum = writer.local("i32");
        return [
          // Tells apart how often and in which order: sum = 3·sum + counter.
          loop(
            counter,
            count.get,
            sum.set(i32.add(i32.multiply(sum.get, i32.constant(3)), i32.add(counter.get, i32.constant(1)))),
          ),
          sum.get,
        ];
      });
    }
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { instance } = await WebAssembly.instantiate(module.encode(), { kernel: { memory } });
    const { up, down } = instance.exports as Record<"up" | "down", (count: number) => number>;
    expect([0, 1, 2, 3].map((count) => up(count))).toEqual([0, 1, 5, 18]);
    expect([0, 1, 2, 3].map((count) => down(count))).toEqual([0, 1, 7, 34]);
  });

  it("keeps constants where it says, in both lanes", async () => {
    const module = new ModuleWriter();
    const place = module.reserveConstant();
    place.fill(-1n);
    const zeroes = module.reserveBytes(32);
    module.constant(5n);
    const memory = new WebAssembly.Memory({ initial: 1 });
    await WebAssembly.instantiate(module.encode(), { kernel: { memory } });
    const lanes = new BigUint64Array(memory.buffer, 0, module.reservedBytes / 8);
    expect(place.address).toBe(0);
    expect(zeroes).toBe(16);
    expect([...lanes]).toEqual([2n ** 64n - 1n, 2n ** 64n - 1n, 0n, 0n, 0n, 0n, 5n, 5n]);
  });
});
