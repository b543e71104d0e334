import type { ResourceKind } from '../model/resource';

/**
 * What a field may hold. `any`: not looked into; `port`: a whole number from 0 to 65535; `fields`: a mapping with these fields; `items`: a
 * list of such mappings.
 */
export type FieldType =
  | 'any'
  | 'text'
  | 'texts'
  | 'textByName'
  | 'number'
  | 'integer'
  | 'port'
  | 'boolean'
  | 'integerOrText'
  | 'integersOrTexts'
  | { readonly fields: FieldTable }
  | { readonly items: FieldTable };

export interface FieldTable {
  readonly [field: string]: FieldType;
}

export interface KnownSpec {
  readonly spec: FieldTable;
  /** The table names only fields that are read: others are reported when they resemble one of them, and else left alone. */
  readonly partial: boolean;
}

const ICMP: FieldType = { fields: { type: 'integer', code: 'integer' } };

const ENTITY: FieldType = {
  fields: {
    nets: 'texts',
    notNets: 'texts',
    selector: 'text',
    notSelector: 'text',
    namespaceSelector: 'text',
    ports: 'integersOrTexts',
    notPorts: 'integersOrTexts',
    serviceAccounts: { fields: { names: 'texts', selector: 'text' } },
    services: { fields: { name: 'text', namespace: 'text' } },
  },
};

const RULES: FieldType = {
  items: {
    action: 'text',
    protocol: 'integerOrText',
    notProtocol: 'integerOrText',
    ipVersion: 'integer',
    icmp: ICMP,
    notICMP: ICMP,
    source: ENTITY,
    destination: ENTITY,
    http: { fields: { methods: 'texts', paths: { items: { exact: 'text', prefix: 'text' } } } },
    metadata: { fields: { annotations: 'textByName' } },
  },
};

const NETWORK_POLICY: FieldTable = {
  tier: 'text',
  order: 'number',
  selector: 'text',
  serviceAccountSelector: 'text',
  types: 'texts',
  ingress: RULES,
  egress: RULES,
  performanceHints: 'texts',
};

const GLOBAL_NETWORK_POLICY: FieldTable = {
  ...NETWORK_POLICY,
  namespaceSelector: 'text',
  doNotTrack: 'boolean',
  preDNAT: 'boolean',
  applyOnForward: 'boolean',
};

const LABEL_SELECTOR: FieldType = {
  fields: {
    matchLabels: 'textByName',
    matchExpressions: { items: { key: 'text', operator: 'text', values: 'texts' } },
  },
};

const PEERS: FieldType = {
  items: {
    podSelector: LABEL_SELECTOR,
    namespaceSelector: LABEL_SELECTOR,
    ipBlock: { fields: { cidr: 'text', except: 'texts' } },
  },
};

const PORTS: FieldType = { items: { protocol: 'text', port: 'integerOrText', endPort: 'integer' } };

const KUBERNETES_NETWORK_POLICY: FieldTable = {
  podSelector: LABEL_SELECTOR,
  policyTypes: 'texts',
  ingress: { items: { from: PEERS, ports: PORTS } },
  egress: { items: { to: PEERS, ports: PORTS } },
};

const HOST_ENDPOINT: FieldTable = {
  node: 'text',
  interfaceName: 'text',
  expectedIPs: 'texts',
  profiles: 'texts',
  ports: { items: { name: 'text', protocol: 'integerOrText', port: 'port' } },
};

const ROUTE_TABLES: FieldTable = { min: 'integer', max: 'integer' };

const FELIX_CONFIGURATION: FieldTable = {
  failsafeInboundHostPorts: { items: { protocol: 'text', port: 'port', net: 'text' } },
  failsafeOutboundHostPorts: { items: { protocol: 'text', port: 'port', net: 'text' } },
  defaultEndpointToHostAction: 'text',
  bpfEnabled: 'boolean',
  nftablesMode: 'text',
  iptablesBackend: 'text',
  chainInsertMode: 'text',
  iptablesFilterAllowAction: 'text',
  iptablesFilterDenyAction: 'text',
  interfacePrefix: 'text',
  interfaceExclude: 'text',
  externalNodesList: 'texts',
  iptablesMarkMask: 'integer',
  nftablesMarkMask: 'integer',
  metadataAddr: 'text',
  metadataPort: 'integer',
  openstackRegion: 'text',
  routeTableRange: { fields: ROUTE_TABLES },
  routeTableRanges: { items: ROUTE_TABLES },
  nodeSelector: 'text',
};

const IP_POOL: FieldTable = {
  cidr: 'text',
  natOutgoing: 'boolean',
  disabled: 'boolean',
  ipipMode: 'text',
  vxlanMode: 'text',
  allowedUses: 'texts',
  nodeSelector: 'text',
  assignmentMode: 'text',
};

const STAGED = { stagedAction: 'text' } as const;

/** The fields of `spec` by kind, as in Calico's api/pkg/apis/projectcalico/v3 and Kubernetes' networking.k8s.io/v1. */
export const KNOWN_SPECS: Partial<Readonly<Record<ResourceKind, KnownSpec>>> = {
  NetworkPolicy: { spec: NETWORK_POLICY, partial: false },
  GlobalNetworkPolicy: { spec: GLOBAL_NETWORK_POLICY, partial: false },
  StagedNetworkPolicy: { spec: { ...NETWORK_POLICY, ...STAGED }, partial: false },
  StagedGlobalNetworkPolicy: { spec: { ...GLOBAL_NETWORK_POLICY, ...STAGED }, partial: false },
  StagedKubernetesNetworkPolicy: { spec: { ...KUBERNETES_NETWORK_POLICY, ...STAGED }, partial: false },
  KubernetesNetworkPolicy: { spec: KUBERNETES_NETWORK_POLICY, partial: false },
  Tier: { spec: { order: 'number', defaultAction: 'text' }, partial: false },
  HostEndpoint: { spec: HOST_ENDPOINT, partial: false },
  NetworkSet: { spec: { nets: 'texts' }, partial: false },
  GlobalNetworkSet: { spec: { nets: 'texts' }, partial: false },
  Profile: { spec: { ingress: RULES, egress: RULES, labelsToApply: 'textByName' }, partial: false },
  FelixConfiguration: { spec: FELIX_CONFIGURATION, partial: true },
  IPPool: { spec: IP_POOL, partial: true },
};

/** The fields of an object beside `spec`. */
export const ENVELOPE_FIELDS: FieldTable = {
  apiVersion: 'text',
  kind: 'text',
  metadata: 'any',
  spec: 'any',
  status: 'any',
};

export const METADATA_FIELDS: FieldTable = {
  name: 'any',
  generateName: 'any',
  namespace: 'any',
  selfLink: 'any',
  uid: 'any',
  resourceVersion: 'any',
  generation: 'any',
  creationTimestamp: 'any',
  deletionTimestamp: 'any',
  deletionGracePeriodSeconds: 'any',
  labels: 'any',
  annotations: 'any',
  ownerReferences: 'any',
  finalizers: 'any',
  managedFields: 'any',
  clusterName: 'any',
};
