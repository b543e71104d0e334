import { parsePrefix } from '../net/prefix';

/** Why Felix cannot read a text; `null`: it can. */
export type TextFault = (text: string) => string | null;

/** In any case of letters (calico: felix/config/param_types.go OneofListParam). */
export function oneOf(...words: readonly string[]): TextFault {
  return (text) => (words.includes(text.toLowerCase()) ? null : `is none of ${words.join(', ')}`);
}

/** calico: felix/config/config_params.go IfaceListRegexp. */
export function describeBadPrefixes(text: string): string | null {
  return text.split(',').every((prefix) => /^[a-zA-Z0-9_-]{1,15}$/.test(prefix))
    ? null
    : 'is no list of interface names of 1 to 15 letters, digits, - and _, with commas and no blanks between them';
}

/** calico: felix/config/param_types.go CIDRListParam. */
export function describeBadNetworks(text: string): string | null {
  const networks = text.split(',').map((network) => network.replaceAll(/^ +| +$/g, ''));
  const bad = networks.find((network) => network !== '' && parsePrefix(network) === undefined);
  return bad === undefined ? null : `holds "${bad}", which is neither a CIDR nor an address`;
}

/** calico: felix/config/config_params.go HostnameRegexp. */
export function describeBadHost(text: string): string | null {
  return /^[a-zA-Z0-9_.-]+$/.test(text) ? null : 'is neither a host name nor an IPv4 address';
}

export function describeBadPort(text: string): string | null {
  const port = /^[+-]/.test(text) ? readGoInteger(text.slice(1)) : readGoInteger(text);
  const isPort = port !== null && port <= 65_535 && (port === 0 || !text.startsWith('-'));
  return isPort ? null : 'is no port from 0 to 65535';
}

/** `openstack-region-` and the region are one DNS label (calico: felix/config/param_types.go RegionParam). */
export function describeBadRegion(text: string): string | null {
  return text.length <= 46 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text)
    ? null
    : 'is no DNS label of at most 46 characters';
}

const FEWEST_MARK_BITS = 2;

/** calico: felix/config/param_types.go MarkBitmaskParam. */
export function describeBadMask(text: string): string | null {
  const mask = readGoInteger(text);
  if (mask === null || mask > 0xff_ff_ff_ff) return 'is no number of 32 bits';
  return countBits(mask) < FEWEST_MARK_BITS ? `has fewer than ${FEWEST_MARK_BITS} bits` : null;
}

/** The bits that are set in a number of 32 bits. */
export function countBits(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length;
}

/** calico: felix/config/param_types.go RouteTableRangeParam. */
export function describeBadTableRange(text: string): string | null {
  const [first, last] = /^(?<first>\d+)-(?<last>\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  const isRange = first !== undefined && last !== undefined && first >= 1 && first <= last && last <= 250;
  return isRange ? null : 'is no range of route tables within 1-250';
}

const LAST_TABLE = 0xff_ff_ff_ff;
const MOST_TABLES = 0xff_ff;

/** calico: felix/config/param_types.go RouteTableRangesParam. */
export function describeBadTableRanges(text: string): string | null {
  const ranges = [...text.matchAll(/(\d+)-(\d+)/g)].map(([, first, last]) => [Number(first), Number(last)] as const);
  if (ranges.length === 0) return 'holds no range of route tables';
  const isBad = ranges.some(([first, last]) => first < 1 || first > last || last > LAST_TABLE);
  if (isBad) return `holds a range that is none from 1 to ${LAST_TABLE}`;
  const tables = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return tables > MOST_TABLES ? `holds more than ${MOST_TABLES} route tables` : null;
}

/** A whole number without a sign, as Go's `strconv.ParseUint` reads it in base 0; `null`: it is none. */
export function readGoInteger(text: string): number | null {
  const written = /^(?:0x(?:_?[\da-f])+|0b(?:_?[01])+|0o(?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/i.test(text);
  if (!written) return null;
  const digits = text.replaceAll('_', '');
  return Number(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
