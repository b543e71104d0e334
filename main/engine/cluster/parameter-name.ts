/**
 * Parameters of Felix that change verdicts, or end Felix where it cannot read them, as Felix calls them without its capitals (calico:
 * felix/config/config_params.go Config).
 */
const PARAMETERS = [
  'allowIPIPPacketsFromWorkloads',
  'allowVXLANPacketsFromWorkloads',
  'awsSrcDstCheck',
  'bpfAttachType',
  'bpfConnectTimeLoadBalancing',
  'bpfConntrackLogLevel',
  'bpfEnabled',
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
  'externalNodesCIDRList',
  'failsafeInboundHostPorts',
  'failsafeOutboundHostPorts',
  'flowLogsPolicyEvaluationMode',
  'interfacePrefix',
  'iptablesFilterAllowAction',
  'iptablesFilterDenyAction',
  'iptablesMangleAllowAction',
  'iptablesMarkMask',
  'metadataAddr',
  'metadataPort',
  'natOutgoingExclusions',
  'nftablesFilterAllowAction',
  'nftablesFilterDenyAction',
  'nftablesMangleAllowAction',
  'nftablesMarkMask',
  'nftablesMode',
  'openstackRegion',
  'policySyncPathPrefix',
  'routeTableRange',
  'routeTableRanges',
  'vxlanPort',
  'wireguardEnabled',
  'wireguardEnabledV6',
  'wireguardInterfaceName',
  'wireguardInterfaceNameV6',
] as const;
export type ParameterName = (typeof PARAMETERS)[number];

const BY_SMALL_NAME: ReadonlyMap<string, ParameterName> = new Map(PARAMETERS.map((name) => [name.toLowerCase(), name]));

/** The parameter of that name: Felix compares names without case. */
export function parameterNamed(name: string): ParameterName | undefined {
  return BY_SMALL_NAME.get(name.toLowerCase());
}

/** The field of a FelixConfiguration that says the parameter (calico: api/pkg/apis/projectcalico/v3/felixconfig.go). */
export function fieldOf(name: ParameterName): string {
  return name === 'externalNodesCIDRList' ? 'externalNodesList' : name;
}
