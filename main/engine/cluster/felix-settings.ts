import { assertNever } from '../model/assert-never';
import { oncePer } from '../model/once-per';
import type { Dataplane } from '../model/profile-of-cluster';
import type { Tri } from '../model/tri';
import { MAYBE, NO, YES } from '../model/tri';
import type { Doubt } from '../model/verdict';
import type { FailsafeList } from './failsafe';
import {
  DEFAULT_FAILSAFE_INBOUND,
  DEFAULT_FAILSAFE_OUTBOUND,
  parseFailsafeText,
  readFailsafeEntries,
} from './failsafe';
import type { FelixConfigurations } from './felix-configurations';
import type { FelixParameter } from './felix-parameter';
import { felixParameter, readSwitch } from './felix-parameter';
import type { ParameterName } from './parameters';

/** What Felix on one node is configured to do, as far as it changes verdicts. */
export interface FelixSettings {
  readonly failsafeInbound: FailsafeList;
  readonly failsafeOutbound: FailsafeList;
  /** What happens to packets from pods to their own node after pod egress allowed them. */
  readonly endpointToHostAction: 'accept' | 'drop' | 'return' | 'unknown';
  /** Where that comes from. */
  readonly endpointToHostFrom: string;
  /** Whether HTTP matches are enforced by Dikastes beside Felix. */
  readonly applicationLayer: Tri;
  /** Whether pods may send packets of the node's own tunnels. */
  readonly allowsVxlan: Tri;
  readonly allowsIpip: Tri;
  /** Where VXLAN packets go, whose port nobody knows to be another. */
  readonly vxlanPort: number;
  /** Whether what pods send to hosts keeps their address (`natOutgoingExclusions`). */
  readonly sparesHosts: Tri;
  /** What the files do not tell of all this, with the command that does. */
  readonly doubts: readonly SettingDoubt[];
}

/** What the files do not tell of one setting. */
export interface SettingDoubt extends Doubt {
  readonly about: ParameterName;
}

/** calico: felix/config/config_params.go VXLANPort. */
const VXLAN_PORT = 4789;

const SETTINGS = [
  'failsafeInboundHostPorts',
  'failsafeOutboundHostPorts',
  'defaultEndpointToHostAction',
  'policySyncPathPrefix',
  'allowVXLANPacketsFromWorkloads',
  'allowIPIPPacketsFromWorkloads',
  'natOutgoingExclusions',
  'vxlanPort',
] as const satisfies readonly ParameterName[];

/** Why nobody can tell a setting: the files do not, or Felix ends at what they say. */
export function doubtAbout({ doubts }: FelixSettings, about: ParameterName): string {
  return doubts.find((doubt) => doubt.about === about)?.why ?? `${about} is a word that ends Felix`;
}

/** By node: settings are asked for at every host endpoint of every path. */
const knownSettings = oncePer((_configurations: FelixConfigurations) => new Map<string, FelixSettings>());

/** What the settings of a node come to; `''` is a node of which nothing is known. */
export function felixSettings(configurations: FelixConfigurations, node: string): FelixSettings {
  const known = knownSettings(configurations);
  const found = known.get(node) ?? readSettings(configurations, node);
  known.set(node, found);
  return found;
}

function readSettings(configurations: FelixConfigurations, node: string): FelixSettings {
  const read = (name: ParameterName) => felixParameter(configurations, node, name);
  const inbound = read('failsafeInboundHostPorts');
  const outbound = read('failsafeOutboundHostPorts');
  const action = read('defaultEndpointToHostAction');
  const paths = read('policySyncPathPrefix');
  const vxlan = read('allowVXLANPacketsFromWorkloads');
  const ipip = read('allowIPIPPacketsFromWorkloads');
  const exclusions = read('natOutgoingExclusions');
  const port = read('vxlanPort');
  return {
    failsafeInbound: failsafeList(inbound, DEFAULT_FAILSAFE_INBOUND),
    failsafeOutbound: failsafeList(outbound, DEFAULT_FAILSAFE_OUTBOUND),
    ...endpointToHost(action, configurations.environmentKnown),
    applicationLayer: isGiven(paths),
    allowsVxlan: readSwitch(vxlan),
    allowsIpip: readSwitch(ipip),
    vxlanPort: Number(smallText(port)) || VXLAN_PORT,
    sparesHosts: isWord(exclusions, 'ippoolsandhostips'),
    doubts: [
      ...SETTINGS.flatMap((about) => {
        const one = read(about);
        return one.tag === 'unknown' ? [{ about, ...one.doubt }] : [];
      }),
      ...(action.tag === 'unset' && !configurations.environmentKnown ? [unsaidAction(configurations)] : []),
    ],
  };
}

const UNSAID_ACTION = 'neither FelixConfiguration nor calico-node says defaultEndpointToHostAction';

function unsaidAction({ namespace }: FelixConfigurations): SettingDoubt {
  const command = `kubectl get felixconfigurations.v3.projectcalico.org -o yaml; kubectl -n ${namespace} get daemonset calico-node -o yaml`;
  return { about: 'defaultEndpointToHostAction', why: UNSAID_ACTION, command };
}

function failsafeList(parameter: FelixParameter, fallback: FailsafeList): FailsafeList {
  switch (parameter.tag) {
    case 'unset':
      return fallback;
    case 'unknown':
      return { ports: [], from: parameter.from, fatal: [], doubt: parameter.doubt };
    case 'set':
      return typeof parameter.written === 'string'
        ? parseFailsafeText(parameter.written, parameter.from)
        : readFailsafeEntries(parameter.written, parameter.from);
    default:
      return assertNever(parameter);
  }
}

function endpointToHost(
  parameter: FelixParameter,
  environmentKnown: boolean,
): Pick<FelixSettings, 'endpointToHostAction' | 'endpointToHostFrom'> {
  switch (parameter.tag) {
    case 'unset':
      // Every shipped manifest sets the environment to Accept, so the built-in default is no safe guess.
      return environmentKnown
        ? { endpointToHostAction: 'drop', endpointToHostFrom: 'built-in default' }
        : { endpointToHostAction: 'unknown', endpointToHostFrom: UNSAID_ACTION };
    case 'unknown':
      return { endpointToHostAction: 'unknown', endpointToHostFrom: parameter.doubt.why };
    case 'set': {
      // Felix ends at any other word, and the rules stay as they are.
      const written = smallText(parameter);
      const action = written === 'accept' || written === 'drop' || written === 'return' ? written : 'unknown';
      return { endpointToHostAction: action, endpointToHostFrom: parameter.from };
    }
    default:
      return assertNever(parameter);
  }
}

function isGiven(parameter: FelixParameter): Tri {
  if (parameter.tag === 'unknown') return MAYBE;
  return parameter.tag === 'set' && parameter.written !== 'none' ? YES : NO;
}

/** Felix compares the words of a choice without case. */
function isWord(parameter: FelixParameter, word: string): Tri {
  if (parameter.tag === 'unknown') return MAYBE;
  return smallText(parameter) === word ? YES : NO;
}

function smallText(parameter: FelixParameter): string {
  return parameter.tag === 'set' && typeof parameter.written === 'string' ? parameter.written.toLowerCase() : '';
}

/** Whether some node may enforce HTTP matches. */
export function mayEnforceHttp(configurations: FelixConfigurations): boolean {
  return knownNodes(configurations).some((node) => felixSettings(configurations, node).applicationLayer !== NO);
}

/** The dataplanes that the nodes may run: more than one where the files do not tell, or tell different ones of different nodes. */
export function configuredDataplanes(configurations: FelixConfigurations): readonly Dataplane[] {
  const found = new Set(knownNodes(configurations).flatMap((node) => dataplanesOf(configurations, node)));
  return (['iptables', 'nftables', 'ebpf'] as const).filter((dataplane) => found.has(dataplane));
}

/** A word that Felix cannot read counts as its default, which is to find out itself. */
function dataplanesOf(configurations: FelixConfigurations, node: string): readonly Dataplane[] {
  const ebpf = readSwitch(felixParameter(configurations, node, 'bpfEnabled'));
  if (ebpf === YES) return ['ebpf'];
  const word = smallText(felixParameter(configurations, node, 'nftablesMode'));
  const filters: readonly Dataplane[] =
    word === 'enabled' ? ['nftables'] : word === 'disabled' ? ['iptables'] : ['iptables', 'nftables'];
  return ebpf === MAYBE ? [...filters, 'ebpf'] : filters;
}

/** The nodes that the files name; a cluster without nodes in the files is asked about one of which nothing is known, `''`. */
export function knownNodes({ nodeLabels, byNode }: FelixConfigurations): readonly string[] {
  const names = [...new Set([...nodeLabels.keys(), ...byNode.keys()])];
  return names.length === 0 ? [''] : names;
}
