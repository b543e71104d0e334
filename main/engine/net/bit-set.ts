/** A set of the numbers 0 to `size` − 1, one bit each. Sets that are combined or compared have the same size; bits beyond it are zero. */
export type BitSet = Uint32Array;

/** The empty set over `size` members. */
export function createBitSet(size: number): BitSet {
  return new Uint32Array(Math.ceil(size / 32));
}

/** The set of all `size` members. */
export function fullBitSet(size: number): BitSet {
  const set = createBitSet(size).fill(0xffffffff);
  const used = size % 32;
  if (used !== 0) {
    set[set.length - 1] = 0xffffffff >>> (32 - used);
  }
  return set;
}

/** Puts a member into the set. */
export function addBit(set: BitSet, member: number): void {
  set[member >>> 5] = wordAt(set, member >>> 5) | (1 << (member & 31));
}

/** Takes a member out of the set. */
export function removeBit(set: BitSet, member: number): void {
  set[member >>> 5] = wordAt(set, member >>> 5) & ~(1 << (member & 31));
}

/** Whether the member is in the set. */
export function hasBit(set: BitSet, member: number): boolean {
  return (wordAt(set, member >>> 5) & (1 << (member & 31))) !== 0;
}

/** Adds all members of `other` to `target`. */
export function orInto(target: BitSet, other: BitSet): void {
  for (let index = 0; index < target.length; index += 1) {
    target[index] = wordAt(target, index) | wordAt(other, index);
  }
}

/** Keeps in `target` only what is in `other` too. */
export function andInto(target: BitSet, other: BitSet): void {
  for (let index = 0; index < target.length; index += 1) {
    target[index] = wordAt(target, index) & wordAt(other, index);
  }
}

/** Takes all members of `other` out of `target`. */
export function andNotInto(target: BitSet, other: BitSet): void {
  for (let index = 0; index < target.length; index += 1) {
    target[index] = wordAt(target, index) & ~wordAt(other, index);
  }
}

/** The members of either set, as a new set. */
export function orBits(left: BitSet, right: BitSet): BitSet {
  const result = left.slice();
  orInto(result, right);
  return result;
}

/** The members of both sets, as a new set. */
export function andBits(left: BitSet, right: BitSet): BitSet {
  const result = left.slice();
  andInto(result, right);
  return result;
}

/** The members of `left` that are not in `right`, as a new set. */
export function andNotBits(left: BitSet, right: BitSet): BitSet {
  const result = left.slice();
  andNotInto(result, right);
  return result;
}

/** Whether the set has no member. */
export function isEmptyBitSet(set: BitSet): boolean {
  for (let index = 0; index < set.length; index += 1) {
    if (set[index] !== 0) {
      return false;
    }
  }
  return true;
}

/** A text that two sets of one size share when they are equal, for keys of maps. Not for reading. */
export function bitSetKey(set: BitSet): string {
  let key = '';
  for (let index = 0; index < set.length; index += 1) {
    const word = wordAt(set, index);
    key += String.fromCharCode(word >>> 16, word & 0xffff);
  }
  return key;
}

/** The smallest member; −1 for the empty set. */
export function firstBit(set: BitSet): number {
  for (let index = 0; index < set.length; index += 1) {
    const word = wordAt(set, index);
    if (word !== 0) return index * 32 + 31 - Math.clz32(word & -word);
  }
  return -1;
}

/** Calls `visit` for every member in ascending order. */
export function forEachBit(set: BitSet, visit: (member: number) => void): void {
  for (let index = 0; index < set.length; index += 1) {
    let word = wordAt(set, index);
    while (word !== 0) {
      const bit = 31 - Math.clz32(word & -word);
      visit(index * 32 + bit);
      word &= word - 1;
    }
  }
}

function wordAt(set: BitSet, index: number): number {
  return set[index] ?? 0;
}
