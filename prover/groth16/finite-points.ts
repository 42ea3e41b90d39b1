/** Which of the encoded points are not at infinity, which is encoded as zeros. */
export function finitePoints(encoded: Uint8Array, pointBytes: number): number[] {
  const finite: number[] = [];
  for (let index = 0; (index + 1) * pointBytes <= encoded.length; index++) {
    let at = index * pointBytes;
    const end = at + pointBytes;
    while (at < end && encoded[at] === 0) at++;
    if (at < end) finite.push(index);
  }
  return finite;
}
