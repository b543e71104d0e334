import type { Address, IPv6Words } from './address';
import { fromWords } from './address';
import type { Prefix } from './prefix';

/** The address right after a network, then the one right before it; fewer where the network reaches an end of its family. */
export function besidePrefix(prefix: Prefix): readonly Address[] {
  return [addressAfter(prefix) ?? [], addressBefore(prefix) ?? []].flat();
}

/** The address right after a network; `undefined` where the network reaches the end of its family. */
export function addressAfter({ address, length }: Prefix): Address | undefined {
  return address.family === 4
    ? fromNumber4(address.value + 2 ** (32 - length))
    : fromNumber6(numberOf(address.words) + 2n ** BigInt(128 - length));
}

function addressBefore({ address }: Prefix): Address | undefined {
  return address.family === 4 ? fromNumber4(address.value - 1) : fromNumber6(numberOf(address.words) - 1n);
}

function fromNumber4(value: number): Address | undefined {
  return value >= 0 && value <= 0xffffffff ? { family: 4, value } : undefined;
}

function fromNumber6(value: bigint): Address | undefined {
  if (value < 0n || value >= 2n ** 128n) return undefined;
  const address = fromWords(wordsOf(value));
  return address.family === 6 ? address : undefined;
}

function numberOf(words: IPv6Words): bigint {
  return words.reduce((sum, word) => sum * 2n ** 32n + BigInt(word), 0n);
}

function wordsOf(value: bigint): IPv6Words {
  const word = (place: number) => Number((value / 2n ** BigInt(32 * place)) % 2n ** 32n);
  return [word(3), word(2), word(1), word(0)];
}
