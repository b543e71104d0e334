import type { ClusterProfile } from '../model/profile-of-cluster';
import { YES } from '../model/tri';
import type { FelixConfigurations } from './felix-configurations';
import { felixParameter, readSwitch } from './felix-parameter';
import { countBits, readGoInteger } from './parameter-texts';

type MaskName = 'iptablesMarkMask' | 'nftablesMarkMask';

/** A mask that leaves Felix too few bits of the packet mark: it crashes when it starts. */
export interface MarkShortage {
  readonly name: MaskName;
  /** Where the mask comes from, as `felixParameter` tells it. */
  readonly from: string;
  readonly why: string;
  /** False: the files do not tell whether Felix takes its bits from this mask or from the other one. */
  readonly certain: boolean;
}

/** What eBPF programs use, whatever the mask (calico: felix/bpf/tc/defs/defs.go MarksMask). */
const EBPF_BITS = 0x1f_f0_00_00;

/**
 * The masks of a node without bits enough for accept, pass, drop and two of scratch, for WireGuard where it is on, and for eBPF programs
 * (calico: felix/dataplane/driver.go StartDataplaneDriver). Before v3.32 the drop bit is not counted: early versions have none.
 */
export function findMarkShortages(
  configurations: FelixConfigurations,
  node: string,
  profile: Pick<ClusterProfile, 'dataplane' | 'naming'>,
): readonly MarkShortage[] {
  const needed = (profile.naming === 'plain' ? 5 : 4) + (encrypts(configurations, node, profile.naming) ? 1 : 0);
  const masks = masksInUse(configurations, node, profile.dataplane);
  const certain = masks.length === 1;
  return masks.flatMap((name): readonly MarkShortage[] => {
    const parameter = felixParameter(configurations, node, name);
    if (parameter.tag !== 'set' || typeof parameter.written !== 'string') return [];
    const mask = readGoInteger(parameter.written);
    const why = mask === null ? null : describeShortage(mask, needed, profile.dataplane);
    return why === null ? [] : [{ name, from: parameter.from, why: `${name} ${parameter.written} ${why}`, certain }];
  });
}

function encrypts(configurations: FelixConfigurations, node: string, naming: ClusterProfile['naming']): boolean {
  const isOn = (name: 'wireguardEnabled' | 'wireguardEnabledV6') =>
    readSwitch(felixParameter(configurations, node, name)) === YES;
  return isOn('wireguardEnabled') || (naming === 'plain' && isOn('wireguardEnabledV6'));
}

/** calico: felix/config/config_params.go MarkMask. */
function masksInUse(
  configurations: FelixConfigurations,
  node: string,
  dataplane: ClusterProfile['dataplane'],
): readonly MaskName[] {
  if (dataplane === 'iptables') return ['iptablesMarkMask'];
  if (dataplane === 'nftables') return ['nftablesMarkMask'];
  const mode = felixParameter(configurations, node, 'nftablesMode');
  const word = mode.tag === 'set' && typeof mode.written === 'string' ? mode.written.toLowerCase() : '';
  if (word === 'enabled') return ['nftablesMarkMask'];
  return word === 'disabled' ? ['iptablesMarkMask'] : ['iptablesMarkMask', 'nftablesMarkMask'];
}

function describeShortage(mask: number, needed: number, dataplane: ClusterProfile['dataplane']): string | null {
  const shared = (mask & EBPF_BITS) >>> 0;
  if (dataplane === 'ebpf' && shared !== EBPF_BITS) {
    return `lacks bits of 0x${EBPF_BITS.toString(16)}, which eBPF programs use`;
  }
  const left = countBits(mask) - (dataplane === 'ebpf' ? countBits(shared) : 0);
  return left < needed ? `leaves Felix ${left} bits of the packet mark, and it needs ${needed}` : null;
}
