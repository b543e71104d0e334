import type { TextFault } from './parameter-texts';
import {
  describeBadHost,
  describeBadMask,
  describeBadNetworks,
  describeBadPort,
  describeBadPrefixes,
  describeBadRegion,
  describeBadTableRange,
  describeBadTableRanges,
  oneOf,
} from './parameter-texts';

interface Parameter {
  /** What ends Felix: a text that it cannot read and does not run without (calico: felix/config/config_params.go, tag `die-on-fail`). */
  readonly fault?: TextFault;
  /** It cannot be switched off: the word `none` ends Felix (calico: felix/config/config_params.go, tag `non-zero`). */
  readonly neverNone?: true;
}

const ALLOWS = oneOf('accept', 'return');
const DENIES = oneOf('drop', 'reject');

/**
 * Parameters of Felix that change verdicts, or end Felix where it cannot read them, as Felix calls them without its capitals (calico:
 * felix/config/config_params.go Config).
 */
const PARAMETERS = {
  allowIPIPPacketsFromWorkloads: {},
  allowVXLANPacketsFromWorkloads: {},
  awsSrcDstCheck: { neverNone: true },
  bpfAttachType: { neverNone: true },
  bpfConnectTimeLoadBalancing: { neverNone: true },
  bpfConntrackLogLevel: { neverNone: true },
  bpfEnabled: {},
  bpfEnforceRPF: { neverNone: true },
  bpfExternalServiceMode: { neverNone: true },
  bpfHostNetworkedNATWithoutCTLB: { neverNone: true },
  bpfJITHardening: { neverNone: true },
  bpfLogLevel: { neverNone: true },
  bpfMapSizeConntrackScaling: { neverNone: true },
  bpfProfiling: { neverNone: true },
  bpfRedirectToPeer: { neverNone: true },
  chainInsertMode: { neverNone: true, fault: oneOf('insert', 'append') },
  dataplaneDriver: { neverNone: true },
  defaultEndpointToHostAction: { neverNone: true, fault: oneOf('accept', 'drop', 'return') },
  externalNodesCIDRList: { fault: describeBadNetworks },
  failsafeInboundHostPorts: {},
  failsafeOutboundHostPorts: {},
  flowLogsPolicyEvaluationMode: {},
  interfacePrefix: { neverNone: true, fault: describeBadPrefixes },
  iptablesFilterAllowAction: { neverNone: true, fault: ALLOWS },
  iptablesFilterDenyAction: { neverNone: true, fault: DENIES },
  iptablesMangleAllowAction: { neverNone: true, fault: ALLOWS },
  iptablesMarkMask: { neverNone: true, fault: describeBadMask },
  metadataAddr: { fault: describeBadHost },
  metadataPort: { fault: describeBadPort },
  natOutgoingExclusions: {},
  nftablesFilterAllowAction: { neverNone: true, fault: ALLOWS },
  nftablesFilterDenyAction: { neverNone: true, fault: DENIES },
  nftablesMangleAllowAction: { neverNone: true, fault: ALLOWS },
  nftablesMarkMask: { neverNone: true, fault: describeBadMask },
  nftablesMode: {},
  openstackRegion: { fault: describeBadRegion },
  policySyncPathPrefix: {},
  routeTableRange: { fault: describeBadTableRange },
  routeTableRanges: { fault: describeBadTableRanges },
  vxlanPort: {},
  wireguardEnabled: {},
  wireguardEnabledV6: {},
  wireguardInterfaceName: { neverNone: true },
  wireguardInterfaceNameV6: { neverNone: true },
} as const satisfies Readonly<Record<string, Parameter>>;
export type ParameterName = keyof typeof PARAMETERS;

const ALL: ReadonlyMap<ParameterName, Parameter> = new Map(
  Object.entries<Parameter>(PARAMETERS) as [ParameterName, Parameter][],
);
const BY_SMALL_NAME: ReadonlyMap<string, ParameterName> = new Map(
  [...ALL.keys()].map((name) => [name.toLowerCase(), name]),
);

/** The parameter of that name: Felix compares names without case. */
export function parameterNamed(name: string): ParameterName | undefined {
  return BY_SMALL_NAME.get(name.toLowerCase());
}

/** The field of a FelixConfiguration that says the parameter (calico: api/pkg/apis/projectcalico/v3/felixconfig.go). */
export function fieldOf(name: ParameterName): string {
  return name === 'externalNodesCIDRList' ? 'externalNodesList' : name;
}

/** The parameters whose text may end Felix. */
export const FATAL_PARAMETERS: readonly ParameterName[] = [...ALL].flatMap(([name, { fault, neverNone }]) =>
  fault === undefined && neverNone === undefined ? [] : [name],
);

/**
 * Why Felix ends at what one of its sources says of a parameter, again and again; `null`: it does not. An empty text counts for nothing
 * (calico: felix/config/config_params.go UpdateFrom, resolve).
 */
export function describeBadParameter(name: ParameterName, text: string): string | null {
  if (text === '') return null;
  const { fault, neverNone }: Parameter = PARAMETERS[name];
  if (text.toLowerCase() === 'none') return neverNone === true ? `${name} cannot be none` : null;
  const why = fault?.(text) ?? null;
  return why === null ? null : `${name} "${text}" ${why}`;
}
