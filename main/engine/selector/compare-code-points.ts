/**
 * Orders texts as Go does, by their UTF-8 bytes, which is the order of their code points: negative, zero or positive.
 * UTF-16 order, JavaScript's own, differs for characters beyond U+FFFF.
 */
export function compareCodePoints(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const leftUnit = left.charCodeAt(index);
    const rightUnit = right.charCodeAt(index);
    if (leftUnit !== rightUnit) {
      return rank(leftUnit) - rank(rightUnit);
    }
  }
  return left.length - right.length;
}

/** Surrogates stand for characters beyond U+FFFF, so they come after every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
