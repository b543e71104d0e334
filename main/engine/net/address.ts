/** `value` is the address as an unsigned 32-bit integer. */
interface IPv4Address {
  readonly family: 4;
  readonly value: number;
}

/** The address as four unsigned 32-bit words, the most significant first. */
export type IPv6Words = readonly [number, number, number, number];

/** Never an IPv4 address in IPv6 clothes (`::ffff:a.b.c.d`): those are IPv4, as in Go. */
interface IPv6Address {
  readonly family: 6;
  readonly words: IPv6Words;
}

export type Address = IPv4Address | IPv6Address;

/**
 * Reads an address as Go's net.ParseIP does: no zone, no leading zeros in dotted form, `::` for at least one group. `undefined` when it is none.
 */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = parseDotted(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const words = parseIPv6Words(text);
  return words === undefined ? undefined : fromWords(words);
}

/** The addresses among some texts. */
export function parseAddresses(texts: readonly string[]): readonly Address[] {
  return texts.flatMap((text) => parseAddress(text) ?? []);
}

/** Reads the four words of an address in IPv6 notation, `::ffff:a.b.c.d` not yet turned into IPv4. */
export function parseIPv6Words(text: string): IPv6Words | undefined {
  const gap = text.indexOf('::');
  const head = parseGroups(gap === -1 ? text : text.slice(0, gap), gap === -1);
  const tail = gap === -1 ? [] : parseGroups(text.slice(gap + 2), true);
  if (head === undefined || tail === undefined) {
    return undefined;
  }
  const missing = 8 - head.length - tail.length;
  return (gap === -1 ? missing === 0 : missing >= 1) ? toWords(head, tail) : undefined;
}

/** The address that four words stand for: IPv4 when they are IPv4-mapped. */
export function fromWords(words: IPv6Words): Address {
  return isMapped(words) ? { family: 4, value: words[3] } : { family: 6, words };
}

/** Go's text of an address: dotted, or IPv6 in lower case with the longest run of zero groups (the first of equals) as `::`. */
export function formatAddress(address: Address): string {
  return address.family === 4 ? formatDotted(address.value) : formatGroups(address.words);
}

/** A text that two addresses share when they are equal, for keys of maps. */
export function addressKey(address: Address): string {
  return formatAddress(address);
}

/** Orders IPv4 before IPv6, then by number: negative, zero or positive. */
export function compareAddresses(left: Address, right: Address): number {
  if (left.family === 4) {
    return right.family === 4 ? left.value - right.value : -1;
  }
  return right.family === 4 ? 1 : compareWords(left.words, right.words);
}

function compareWords(left: IPv6Words, right: IPv6Words): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2] || left[3] - right[3];
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

function parseDotted(text: string): number | undefined {
  const octets = text.split('.');
  if (octets.length !== 4) {
    return undefined;
  }
  let value = 0;
  for (const octet of octets) {
    const number = Number(octet);
    if (!OCTET.test(octet) || number > 255) {
      return undefined;
    }
    value = value * 256 + number;
  }
  return value;
}

/** The 16-bit groups of one side of `::`, or of a whole address. Only at the very end may the last two be written dotted. */
function parseGroups(text: string, atEnd: boolean): readonly number[] | undefined {
  if (text === '') {
    return [];
  }
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (GROUP.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const value = atEnd && index === parts.length - 1 ? parseDotted(part) : undefined;
    if (value === undefined) {
      return undefined;
    }
    groups.push(value >>> 16, value & 0xffff);
  }
  return groups;
}

/** Groups from both ends of an address; all between them are zero. */
function toWords(head: readonly number[], tail: readonly number[]): IPv6Words {
  const group = (index: number): number => head[index] ?? tail[index - 8 + tail.length] ?? 0;
  const word = (index: number): number => group(index) * 0x10000 + group(index + 1);
  return [word(0), word(2), word(4), word(6)];
}

function isMapped(words: IPv6Words): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
}

function formatDotted(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 0xff}.${(value >>> 8) & 0xff}.${value & 0xff}`;
}

function formatGroups(words: IPv6Words): string {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  const { start, length } = longestZeroRun(groups);
  const print = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? print(groups) : `${print(groups.slice(0, start))}::${print(groups.slice(start + length))}`;
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) {
      start = index + 1;
    } else if (index + 1 - start > longest.length) {
      longest = { start, length: index + 1 - start };
    }
  }
  return longest;
}
