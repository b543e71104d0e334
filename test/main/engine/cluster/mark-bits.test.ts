import { describe, expect, it } from 'vitest';
import { findMarkShortages } from '../../../../main/engine/cluster/mark-bits';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ClusterProfile } from '../../../../main/engine/model/profile-of-cluster';
import { configuration, configurationsOf } from './felix-objects';

function shortages(
  spec: JsonObject,
  dataplane: ClusterProfile['dataplane'] = 'iptables',
  naming: ClusterProfile['naming'] = 'plain',
): readonly string[] {
  const found = findMarkShortages(configurationsOf(configuration('default', spec)), 'node1', { dataplane, naming });
  return found.map(({ from, why, certain }) => `${from}: ${why}${certain ? '' : ' (?)'}`);
}

const short = (mask: string, left: number, needed: number) =>
  `FelixConfiguration default: ${mask} leaves Felix ${left} bits of the packet mark, and it needs ${needed}`;

describe('the bits of the packet mark that Felix may use', () => {
  it('are five at least, from v3.32 on, and four before', () => {
    expect(shortages({ iptablesMarkMask: 0xf })).toEqual([short('iptablesMarkMask 15', 4, 5)]);
    expect(shortages({ iptablesMarkMask: 0x1f })).toEqual([]);
    expect(shortages({ iptablesMarkMask: 0x7 }, 'iptables', 'tier-prefixed')).toEqual([
      short('iptablesMarkMask 7', 3, 4),
    ]);
    expect(shortages({ iptablesMarkMask: 0xf }, 'iptables', 'tier-prefixed')).toEqual([]);
  });

  it('are one more for WireGuard, over IPv6 alone from v3.32 on', () => {
    const mask = { iptablesMarkMask: 0x1f };
    expect(shortages({ ...mask, wireguardEnabled: true })).toEqual([short('iptablesMarkMask 31', 5, 6)]);
    expect(shortages({ ...mask, wireguardEnabledV6: true })).toEqual([short('iptablesMarkMask 31', 5, 6)]);
    expect(shortages({ ...mask, wireguardEnabled: false })).toEqual([]);
    const early = { iptablesMarkMask: 0xf, wireguardEnabledV6: true };
    expect(shortages(early, 'iptables', 'tier-prefixed')).toEqual([]);
  });

  it('are those of the dataplane that runs; where nobody tells which, of both', () => {
    const spec = { iptablesMarkMask: 0x3, nftablesMarkMask: 0x7 };
    expect(shortages(spec)).toEqual([short('iptablesMarkMask 3', 2, 5)]);
    expect(shortages(spec, 'nftables')).toEqual([short('nftablesMarkMask 7', 3, 5)]);
    const both = [short('iptablesMarkMask 3', 2, 5), short('nftablesMarkMask 7', 3, 5)];
    expect(shortages(spec, 'unknown')).toEqual(both.map((text) => `${text} (?)`));
    expect(shortages({ ...spec, nftablesMode: 'Enabled' }, 'unknown')).toEqual([both[1]]);
    expect(shortages({ ...spec, nftablesMode: 'Disabled' }, 'unknown')).toEqual([both[0]]);
  });

  it('are those that eBPF programs leave, and theirs must be among them', () => {
    const ebpf = (mask: number) => shortages({ iptablesMarkMask: mask, nftablesMode: 'Disabled' }, 'ebpf');
    expect(ebpf(0x0f_ff_f0_00)).toEqual([
      'FelixConfiguration default: iptablesMarkMask 268431360 lacks bits of 0x1ff00000, which eBPF programs use',
    ]);
    expect(ebpf(0xff_f0_00_00)).toEqual([short('iptablesMarkMask 4293918720', 3, 5)]);
    expect(ebpf(0xff_f0_30_00)).toEqual([]);
  });

  it('are enough unless somebody sets a mask that Felix can read', () => {
    expect(shortages({}, 'ebpf')).toEqual([]);
    expect(shortages({ iptablesMarkMask: 'x' })).toEqual([]);
    const elsewhere = { ...configurationsOf(), elsewhere: new Set(['FELIX_IPTABLESMARKMASK']) };
    expect(findMarkShortages(elsewhere, 'node1', { dataplane: 'iptables', naming: 'plain' })).toEqual([]);
  });
});
