/**
 * Takes relaxed SIMD away from WebAssembly, as browsers have it that know the plain one only: neither Node nor Chromium has
 * a flag for it. A module is refused if it holds the bytes of a fused multiply-add.
 *
 * Uses nothing from outside, so that Playwright can run it in a page before the page's own scripts.
 *
 * @returns Gives it back.
 */
export function refuseRelaxedSimd(): () => void {
  const { validate, compile } = WebAssembly;
  const isRelaxed = (module: BufferSource): boolean => {
    const bytes = ArrayBuffer.isView(module)
      ? new Uint8Array(module.buffer, module.byteOffset, module.byteLength)
      : new Uint8Array(module);
    return bytes.some((byte, at) => byte === 0xfd && bytes[at + 1] === 0x87 && bytes[at + 2] === 0x02);
  };
  WebAssembly.validate = (bytes) => !isRelaxed(bytes) && validate(bytes);
  WebAssembly.compile = async (bytes) => {
    if (isRelaxed(bytes)) throw new WebAssembly.CompileError("no relaxed SIMD here");
    return compile(bytes);
  };
  return () => Object.assign(WebAssembly, { validate, compile });
}
