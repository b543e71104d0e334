/** Linear-light red, green and blue, 0 to 1. */
type Linear = readonly [number, number, number];

/** Machado, Oliveira and Fernandes (2009), severity 1: how the three kinds of colour blindness see linear light. */
export const COLOUR_BLINDNESS = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function linearOf(colour: string): Linear {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminanceOf([red, green, blue]: Linear): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast of two colours `#rrggbb`, 1 to 21. */
export function contrastOf(first: string, second: string): number {
  const [a, b] = [luminanceOf(linearOf(first)) + 0.05, luminanceOf(linearOf(second)) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

function labOf([red, green, blue]: Linear): Linear {
  const x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883;
  const bend = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  return [116 * bend(y) - 16, 500 * (bend(x) - bend(y)), 200 * (bend(y) - bend(z))];
}

function difference(first: Linear, second: Linear): number {
  const [a, b] = [labOf(first), labOf(second)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Lab ΔE (1976) of two colours as one kind of colour blindness sees them. */
export function distanceFor(kind: keyof typeof COLOUR_BLINDNESS, first: string, second: string): number {
  const matrix = COLOUR_BLINDNESS[kind];
  const see = ([red, green, blue]: Linear): Linear => {
    const row = (at: 0 | 3 | 6): number =>
      Math.min(
        1,
        Math.max(0, matrix[at] * red + matrix[(at + 1) as 1 | 4 | 7] * green + matrix[(at + 2) as 2 | 5 | 8] * blue),
      );
    return [row(0), row(3), row(6)];
  };
  return difference(see(linearOf(first)), see(linearOf(second)));
}

/** Lab ΔE of two colours printed in grey. */
export function distanceInGrey(first: string, second: string): number {
  const grey = (colour: string): Linear => {
    const light = luminanceOf(linearOf(colour));
    return [light, light, light];
  };
  return difference(grey(first), grey(second));
}
