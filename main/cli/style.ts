/** How text for a terminal is set off. Every function returns its text, possibly between escape sequences. */
export interface Style {
  readonly heading: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly good: (text: string) => string;
  readonly quiet: (text: string) => string;
}

const unchanged = (text: string): string => text;

function escaped(code: number): (text: string) => string {
  return (text) => `\u001b[${code}m${text}\u001b[0m`;
}

/** For files, pipes and terminals without colour. */
export const PLAIN_STYLE: Style = {
  heading: unchanged,
  bad: unchanged,
  warning: unchanged,
  good: unchanged,
  quiet: unchanged,
};

/** Bold, red, yellow, green and dim. Words say the same without them. */
export const COLOUR_STYLE: Style = {
  heading: escaped(1),
  bad: escaped(31),
  warning: escaped(33),
  good: escaped(32),
  quiet: escaped(2),
};

/** Colour only on a terminal that can show it and whose user did not refuse it (https://no-color.org). */
export function chooseStyle(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): Style {
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return isTerminal && !refused ? COLOUR_STYLE : PLAIN_STYLE;
}
