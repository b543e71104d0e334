import { parsePrefix } from '../net/prefix';
import type { ParameterName } from './parameter-name';

/** Why Felix cannot read a text; `null`: it can. */
type Rule = (text: string) => string | null;

const ALLOWS = oneOf('accept', 'return');
const DENIES = oneOf('drop', 'reject');

/** Parameters that Felix does not run without being able to read (calico: felix/config/config_params.go, tag `die-on-fail`). */
const RULES: ReadonlyMap<ParameterName, Rule> = new Map<ParameterName, Rule>([
  ['chainInsertMode', oneOf('insert', 'append')],
  ['defaultEndpointToHostAction', oneOf('accept', 'drop', 'return')],
  ['externalNodesCIDRList', describeBadNetworks],
  ['interfacePrefix', describeBadPrefixes],
  ['iptablesFilterAllowAction', ALLOWS],
  ['iptablesFilterDenyAction', DENIES],
  ['iptablesMangleAllowAction', ALLOWS],
  ['iptablesMarkMask', describeBadMask],
  ['metadataAddr', describeBadHost],
  ['metadataPort', describeBadPort],
  ['nftablesFilterAllowAction', ALLOWS],
  ['nftablesFilterDenyAction', DENIES],
  ['nftablesMangleAllowAction', ALLOWS],
  ['nftablesMarkMask', describeBadMask],
  ['openstackRegion', describeBadRegion],
  ['routeTableRange', describeBadTableRange],
  ['routeTableRanges', describeBadTableRanges],
]);

/** Parameters that cannot be switched off: the word `none` ends Felix (calico: felix/config/config_params.go, tag `non-zero`). */
const NEVER_NONE: ReadonlySet<ParameterName> = new Set<ParameterName>([
  'awsSrcDstCheck',
  'bpfAttachType',
  'bpfConnectTimeLoadBalancing',
  'bpfConntrackLogLevel',
  'bpfEnforceRPF',
  'bpfExternalServiceMode',
  'bpfHostNetworkedNATWithoutCTLB',
  'bpfJITHardening',
  'bpfLogLevel',
  'bpfMapSizeConntrackScaling',
  'bpfProfiling',
  'bpfRedirectToPeer',
  'chainInsertMode',
  'dataplaneDriver',
  'defaultEndpointToHostAction',
  'interfacePrefix',
  'iptablesFilterAllowAction',
  'iptablesFilterDenyAction',
  'iptablesMangleAllowAction',
  'iptablesMarkMask',
  'nftablesFilterAllowAction',
  'nftablesFilterDenyAction',
  'nftablesMangleAllowAction',
  'nftablesMarkMask',
  'wireguardInterfaceName',
  'wireguardInterfaceNameV6',
]);

/** The parameters whose text may end Felix. */
export const FATAL_PARAMETERS: readonly ParameterName[] = [...new Set([...RULES.keys(), ...NEVER_NONE])];

/**
 * Why Felix ends at what one of its sources says of a parameter, again and again; `null`: it does not. An empty text counts for nothing
 * (calico: felix/config/config_params.go UpdateFrom, resolve).
 */
export function describeBadParameter(name: ParameterName, text: string): string | null {
  if (text === '') return null;
  if (text.toLowerCase() === 'none') return NEVER_NONE.has(name) ? `${name} cannot be none` : null;
  const why = RULES.get(name)?.(text) ?? null;
  return why === null ? null : `${name} "${text}" ${why}`;
}

/** In any case of letters (calico: felix/config/param_types.go OneofListParam). */
function oneOf(...words: readonly string[]): Rule {
  return (text) => (words.includes(text.toLowerCase()) ? null : `is none of ${words.join(', ')}`);
}

/** calico: felix/config/config_params.go IfaceListRegexp. */
function describeBadPrefixes(text: string): string | null {
  return text.split(',').every((prefix) => /^[a-zA-Z0-9_-]{1,15}$/.test(prefix))
    ? null
    : 'is no list of interface names of 1 to 15 letters, digits, - and _, with commas and no blanks between them';
}

/** calico: felix/config/param_types.go CIDRListParam. */
function describeBadNetworks(text: string): string | null {
  const networks = text.split(',').map((network) => network.replaceAll(/^ +| +$/g, ''));
  const bad = networks.find((network) => network !== '' && parsePrefix(network) === undefined);
  return bad === undefined ? null : `holds "${bad}", which is neither a CIDR nor an address`;
}

/** calico: felix/config/config_params.go HostnameRegexp. */
function describeBadHost(text: string): string | null {
  return /^[a-zA-Z0-9_.-]+$/.test(text) ? null : 'is neither a host name nor an IPv4 address';
}

function describeBadPort(text: string): string | null {
  const port = /^[+-]/.test(text) ? readGoInteger(text.slice(1)) : readGoInteger(text);
  const isPort = port !== null && port <= 65_535 && (port === 0 || !text.startsWith('-'));
  return isPort ? null : 'is no port from 0 to 65535';
}

/** `openstack-region-` and the region are one DNS label (calico: felix/config/param_types.go RegionParam). */
function describeBadRegion(text: string): string | null {
  return text.length <= 46 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text)
    ? null
    : 'is no DNS label of at most 46 characters';
}

const FEWEST_MARK_BITS = 2;

/** calico: felix/config/param_types.go MarkBitmaskParam. */
function describeBadMask(text: string): string | null {
  const mask = readGoInteger(text);
  if (mask === null || mask > 0xff_ff_ff_ff) return 'is no number of 32 bits';
  return countBits(mask) < FEWEST_MARK_BITS ? `has fewer than ${FEWEST_MARK_BITS} bits` : null;
}

/** The bits that are set in a number of 32 bits. */
export function countBits(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length;
}

/** calico: felix/config/param_types.go RouteTableRangeParam. */
function describeBadTableRange(text: string): string | null {
  const [first, last] = /^(?<first>\d+)-(?<last>\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  const isRange = first !== undefined && last !== undefined && first >= 1 && first <= last && last <= 250;
  return isRange ? null : 'is no range of route tables within 1-250';
}

const LAST_TABLE = 0xff_ff_ff_ff;
const MOST_TABLES = 0xff_ff;

/** calico: felix/config/param_types.go RouteTableRangesParam. */
function describeBadTableRanges(text: string): string | null {
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
