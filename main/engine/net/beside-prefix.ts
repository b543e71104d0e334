import type { Address, IPv6Words } from './address';
import { fromWords } from './address';
import type { Prefix } from './prefix';

/** The address right after a network, then the one right before it; fewer where the network reaches an end of its family. */
export function besidePrefix({ address, length }: Prefix): readonly Address[] {
  if (address.family === 4) {
    return [address.value + 2 ** (32 - length), address.value - 1]
      .filter((value) => value >= 0 && value <= 0xffffffff)
      .map((value) => ({ family: 4, value }));
  }
  const first = numberOf(address.words);
  return [first + 2n ** BigInt(128 - length), first - 1n]
    .filter((value) => value >= 0n && value < 2n ** 128n)
    .map((value) => fromWords(wordsOf(value)))
    .filter(({ family }) => family === 6);
}

function numberOf(words: IPv6Words): bigint {
  return words.reduce((sum, word) => sum * 2n ** 32n + BigInt(word), 0n);
}

function wordsOf(value: bigint): IPv6Words {
  const word = (place: number) => Number((value / 2n ** BigInt(32 * place)) % 2n ** 32n);
  return [word(3), word(2), word(1), word(0)];
}
