/** Ports of one protocol, as a text for traffic names them. */
export interface NamedPorts {
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
}

/**
 * What a text for traffic (`evaluate/format-traffic.ts`, `rehearse/traffic-pieces.ts`) names, one by one: `tcp 80, 443; udp 53` is `tcp 80`,
 * `tcp 443` and `udp 53`. A text that says what is left out stays whole.
 */
export function splitTraffic(text: string): readonly string[] {
  return text.startsWith('all but ') ? [text] : text.split('; ').flatMap(splitProtocol);
}

/** The ports that a text names: none of `all but tcp 80`, of ICMP types, or of notes in brackets. */
export function namedPorts(text: string): readonly NamedPorts[] {
  return splitTraffic(text).flatMap((item): NamedPorts[] => {
    const match = /^([a-z]+) (\d+)(?:-(\d+))?(?: \(|$)/.exec(item);
    if (match === null) return [];
    const [, protocol = '', first = '', last = first] = match;
    return [{ protocol, first: Number(first), last: Number(last) }];
  });
}

/** Not inside the brackets of a note. */
const BETWEEN_ITEMS = /, (?![^(]*\))/;

/** The first item names the protocol, and so may others. */
function splitProtocol(text: string): readonly string[] {
  let protocol = '';
  return text.split(BETWEEN_ITEMS).map((item, index) => {
    if (index > 0 && /^\d/.test(item)) return `${protocol} ${item}`;
    protocol = item.replace(/ \d.*$/, '');
    return item;
  });
}
