import { formatAddress, fromWords, parseAddress, parseIPv6Words } from './address';
import type { Address, IPv6Words } from './address';

/** A network: `address` has no bits beyond `length`, and is of the same family. */
export interface Prefix {
  readonly family: 4 | 6;
  readonly address: Address;
  /** 0 to 32 for IPv4, 0 to 128 for IPv6. */
  readonly length: number;
}

/**
 * Reads a network, or an address as the network of it alone; host bits are dropped and `::ffff:10.0.0.0/104` is `10.0.0.0/8`.
 * `undefined` when Calico cannot read it, and for `''`, which crashes Felix in some places.
 * Source: libcalico-go/lib/net/ipnet.go ParseCIDROrIP, Go's net.ParseCIDR.
 */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  if (slash === -1) {
    const address = parseAddress(text);
    return address === undefined ? undefined : hostPrefix(address);
  }
  const digits = text.slice(slash + 1);
  return /^\d+$/.test(digits) ? readPrefix(text.slice(0, slash), Number(digits)) : undefined;
}

/** The networks among some texts. */
export function parsePrefixes(texts: readonly string[]): readonly Prefix[] {
  return texts.flatMap((text) => parsePrefix(text) ?? []);
}

/** The network of one address alone. */
export function hostPrefix(address: Address): Prefix {
  return { family: address.family, address, length: address.family === 4 ? 32 : 128 };
}

/** Whether the address lies in the network; never across families. */
export function containsAddress(prefix: Prefix, address: Address): boolean {
  const base = prefix.address;
  if (base.family === 4) {
    return address.family === 4 && sameBits(base.value, address.value, prefix.length);
  }
  return address.family === 6 && sameWords(base.words, address.words, prefix.length);
}

/** Whether every address of `inner` lies in `outer`. */
export function containsPrefix(outer: Prefix, inner: Prefix): boolean {
  return outer.length <= inner.length && containsAddress(outer, inner.address);
}

/** e.g. `10.0.0.0/8`. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix.address)}/${prefix.length}`;
}

/** Whether the network is all of its family. */
export function isEverything(prefix: Prefix): boolean {
  return prefix.length === 0;
}

/** The network of `length` bits that the address lies in; `length` as in `Prefix`. */
export function maskAddress(address: Address, length: number): Address {
  return address.family === 4
    ? { family: 4, value: maskWord(address.value, length) }
    : { family: 6, words: maskWords(address.words, length) };
}

function readPrefix(text: string, length: number): Prefix | undefined {
  if (text.includes(':')) {
    const words = parseIPv6Words(text);
    return words === undefined || length > 128 ? undefined : prefixOfWords(maskWords(words, length), length);
  }
  const address = parseAddress(text);
  return address === undefined || length > 32
    ? undefined
    : { family: 4, address: maskAddress(address, length), length };
}

/** Words that are still IPv4-mapped after masking make an IPv4 network, and only /96 and longer can be. */
function prefixOfWords(words: IPv6Words, length: number): Prefix {
  const address = fromWords(words);
  return { family: address.family, address, length: address.family === 4 ? length - 96 : length };
}

function maskWords(words: IPv6Words, length: number): IPv6Words {
  return [
    maskWord(words[0], length),
    maskWord(words[1], length - 32),
    maskWord(words[2], length - 64),
    maskWord(words[3], length - 96),
  ];
}

/** Keeps the first `bits` of a word: none for 0 and less, all for 32 and more. */
function maskWord(word: number, bits: number): number {
  if (bits <= 0) {
    return 0;
  }
  return bits >= 32 ? word : (word & (0xffffffff << (32 - bits))) >>> 0;
}

function sameWords(left: IPv6Words, right: IPv6Words, bits: number): boolean {
  return (
    sameBits(left[0], right[0], bits) &&
    sameBits(left[1], right[1], bits - 32) &&
    sameBits(left[2], right[2], bits - 64) &&
    sameBits(left[3], right[3], bits - 96)
  );
}

/** Whether the first `bits` of two words agree: none are asked for 0 and less, all for 32 and more. */
function sameBits(left: number, right: number, bits: number): boolean {
  if (bits <= 0) {
    return true;
  }
  return bits >= 32 ? left === right : (left ^ right) >>> (32 - bits) === 0;
}
