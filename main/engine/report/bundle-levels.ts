import type { Bundle, Link } from './bundle';
import { bundleFrames, bundleInto, bundleLinks } from './bundle';

/** So many lines a person can follow on one picture. */
export const READABLE_LINES = 40;

/** What is told of a link to choose how it is drawn. */
export interface LinkRank {
  /** It must not drown in others: it keeps a line of its own as long as possible. */
  readonly matters: boolean;
  /** It must stay open and will not: the last to be drawn together with others. */
  readonly alarms: boolean;
  /** The user looks at it: `pair` keeps its line, `frame` runs from frame to frame. */
  readonly focus: 'pair' | 'frame' | null;
}

type Bundler = <Item>(links: readonly Link<Item>[]) => readonly Bundle<Item>[];

/** How each class of links is bundled, from the most detailed picture to the plainest one. */
const LEVELS: readonly { readonly alarms: Bundler; readonly matters: Bundler; readonly mass: Bundler }[] = [
  { alarms: bundleLinks, matters: bundleLinks, mass: bundleFrames },
  { alarms: bundleLinks, matters: bundleLinks, mass: bundleInto },
  { alarms: bundleLinks, matters: bundleFrames, mass: bundleInto },
];

/**
 * Bundles links so that at most `READABLE_LINES` lines run across the picture, as detailed as that allows: all as lines
 * between nodes; then what is not worth a line of its own from frame to frame; then as one mark at the group it runs into.
 * What the user looks at is added in detail. Every link is in exactly one bundle, and the order of the links decides nothing.
 */
export function bundleReadably<Item>(
  links: readonly Link<Item>[],
  rankOf: (link: Link<Item>) => LinkRank,
): readonly Bundle<Item>[] {
  const all = bundleLinks(links);
  if (countLines(all) <= READABLE_LINES) return all;
  const ranked = links.map((link) => ({ link, rank: rankOf(link) }));
  const pick = (wanted: (rank: LinkRank) => boolean): readonly Link<Item>[] =>
    ranked.filter(({ rank }) => wanted(rank)).map(({ link }) => link);
  const alarms = pick(({ alarms: isAlarm, focus }) => focus === null && isAlarm);
  const matters = pick((rank) => rank.focus === null && !rank.alarms && rank.matters);
  const mass = pick((rank) => rank.focus === null && !rank.alarms && !rank.matters);
  const looked = [
    ...bundleLinks(pick(({ focus }) => focus === 'pair')),
    ...bundleFrames(
      pick(({ focus }) => focus === 'frame'),
      2,
    ),
  ];
  for (const level of LEVELS) {
    const drawn = [...level.alarms(alarms), ...level.matters(matters), ...level.mass(mass)];
    if (countLines(drawn) <= READABLE_LINES) return [...looked, ...drawn];
  }
  return [...looked, ...bundleInto(alarms), ...bundleInto([...matters, ...mass])];
}

/** What runs from one place to another: a loop or a mark at a group does not. */
function countLines<Item>(bundles: readonly Bundle<Item>[]): number {
  return bundles.filter(({ from, to }) => from !== null && from !== to).length;
}
