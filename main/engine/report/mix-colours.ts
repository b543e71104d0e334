/** So much (0 to 1) of a colour on a ground. Reads `#rrggbb` and `rgb(r, g, b)`. */
export function mixColours(colour: string, ground: string, part: number): string {
  const under = channelsOf(ground);
  const mixed = channelsOf(colour).map((value, index) => Math.round(value * part + (under[index] ?? 0) * (1 - part)));
  return `rgb(${mixed.join(', ')})`;
}

function channelsOf(colour: string): readonly number[] {
  const pairs = /^#(..)(..)(..)$/.exec(colour);
  if (pairs !== null) return pairs.slice(1).map((pair) => Number.parseInt(pair, 16));
  return (colour.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}
