import { describe, expect, it } from 'vitest';
import {
  clusterPolicy,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  networkPolicy,
  profile,
  stagedGlobalPolicy,
} from '../../evaluate/manifests';
import { told } from './find-surprises';

function pings(icmp: Readonly<Record<string, number>>) {
  return globalPolicy('ping', {
    selector: "app == 'web'",
    types: ['Ingress'],
    ingress: [{ action: 'Allow', protocol: 'ICMP', icmp }],
  });
}

describe('objects that stop Felix', () => {
  it('H19: an ICMP type with a code blocks in nftables mode, and where nobody tells the dataplane', () => {
    expect(told('H19', { changes: [pings({ type: 8, code: 0 })], dataplane: 'nftables' })).toEqual([
      'blocks H19: An ICMP type with a code stops Felix.',
      '- GlobalNetworkPolicy ping ingress rule 0: icmp type 8 with code 0 @ spec.ingress.0.icmp.code',
      'Leave the code out: the type alone works. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
    expect(told('H19', { changes: [pings({ type: 8, code: 0 })], dataplane: 'unknown' })[0]).toBe(
      'blocks H19: An ICMP type with a code stops Felix if the cluster runs nftables, which the files do not tell.',
    );
  });

  it('H19: the type alone, iptables, and a policy that selects nobody are harmless', () => {
    expect(told('H19', { changes: [pings({ type: 8 })], dataplane: 'nftables' })).toEqual([]);
    expect(told('H19', { changes: [pings({ type: 8, code: 0 })] })).toEqual([]);
    const idle = globalPolicy('ping', {
      selector: "app == 'gone'",
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'ICMP', icmp: { type: 8, code: 0 } }],
    });
    expect(told('H19', { changes: [idle], dataplane: 'nftables' })).toEqual([]);
    const onPods = {
      selector: "app == 'web'",
      preDNAT: true,
      applyOnForward: true,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'ICMP', icmp: { type: 8, code: 0 } }],
    };
    expect(told('H19', { changes: [globalPolicy('early', onPods)], dataplane: 'nftables' })).toEqual([]);
  });

  it('R22, R29: what Felix filters out, deletes or applies to nobody crashes it not', () => {
    const blank = { action: 'Allow', source: { selector: "app == 'web'", notSelector: ' ' } };
    const ignored = globalPolicy('ignored', {
      types: ['Ingress'],
      ingress: [blank, { action: 'Allow', destination: { ports: [80] } }],
    });
    const deleted = {
      ...globalPolicy('deleted', { stagedAction: 'Delete', types: ['Ingress'], ingress: [blank] }),
      kind: 'StagedGlobalNetworkPolicy',
    };
    const idle = globalPolicy('idle', {
      selector: "app == 'gone'",
      types: ['Ingress'],
      ingress: [{ action: 'Permit' }],
    });
    const mute = globalPolicy('mute', { selector: "app == 'gone'", types: ['Ingress'], ingress: [{}] });
    for (const changes of [[ignored], [deleted], [idle], [mute]]) {
      expect([...told('R22', { changes, dataplane: 'ebpf' }), ...told('R29', { changes, dataplane: 'ebpf' })]).toEqual(
        [],
      );
    }
  });

  it('R22: a blank notSelector beside a selector, and an empty net of a source or of a network set', () => {
    const changes = [
      globalPolicy('blank', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', source: { selector: "app == 'web'", notSelector: ' ' } }],
      }),
      globalPolicy('nobody', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', source: { nets: ['10.0.0.0/8', ''] } }],
      }),
      globalNetworkSet('offices', ['10.2.0.0/16', '']),
    ];
    expect(told('R22', { changes })).toEqual([
      'blocks R22: Felix crashes on an object that some validator accepts.',
      '- GlobalNetworkPolicy blank: a blank notSelector beside another selector crashes Felix @ spec.ingress.0.source.notSelector',
      '- GlobalNetworkPolicy nobody: an empty text among the nets of a source crashes Felix @ spec.ingress.0.source.nets.1',
      '- GlobalNetworkSet offices: an empty text among the nets crashes Felix @ spec.nets.1',
      'Correct the field before anything is staged. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('R29: an absent action is Allow in iptables, and stops Felix in eBPF', () => {
    const changes = [globalPolicy('mute', { types: ['Ingress'], ingress: [{ protocol: 'TCP' }] })];
    expect(told('R29', { changes })).toEqual([]);
    expect(told('R22', { changes, dataplane: 'ebpf' })).toEqual([]);
    expect(told('R29', { changes, dataplane: 'ebpf' })).toEqual([
      'blocks R29: Felix cannot render a rule that some validator accepts, and crashes.',
      '- GlobalNetworkPolicy mute ingress rule 0: no action, which eBPF cannot render @ spec.ingress.0',
      'Correct the field before the policy is promoted. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('R29: a word that is no action', () => {
    const changes = [globalPolicy('odd', { types: ['Ingress'], ingress: [{ action: 'Permit' }] })];
    expect(told('R22', { changes })).toEqual([]);
    expect(told('R29', { changes })).toEqual([
      'blocks R29: Felix cannot render a rule that some validator accepts, and crashes.',
      '- GlobalNetworkPolicy odd: action "Permit" is unknown: Felix cannot render it @ spec.ingress.0.action',
      'Correct the field before the policy is promoted. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('R22: a rule of a profile that Felix crashes on, where a host endpoint has the profile', () => {
    const odd = profile('odd', {
      ingress: [{ action: 'Permit' }],
      egress: [{ action: 'Allow', source: { nets: [''] } }],
    });
    const host = hostEndpoint('h', { node: 'node1', interfaceName: 'eth0', profiles: ['odd'] });
    expect(told('R22', { snapshot: [odd, host] }).slice(1, -1)).toEqual([
      '- Profile odd: an empty text among the nets of a source crashes Felix @ spec.egress.0.source.nets.0',
      '- Profile odd: action "Permit" is unknown: Felix cannot render it @ spec.ingress.0.action',
    ]);
    expect(told('R22', { snapshot: [odd] })).toEqual([]);
  });

  it('R22: a Log rule of a profile that a host endpoint has, in eBPF', () => {
    const logs = profile('logs', { ingress: [{ action: 'Log' }, { action: 'Allow' }] });
    const host = hostEndpoint('h', { node: 'node1', interfaceName: 'eth0', profiles: ['logs'] });
    expect(told('R22', { snapshot: [logs, host], dataplane: 'ebpf' })[1]).toBe(
      '- Profile logs: a Log rule, which eBPF cannot render @ spec.ingress.0',
    );
    expect(told('R22', { snapshot: [logs], dataplane: 'ebpf' })).toEqual([]);
    expect(told('R22', { snapshot: [logs, host] })).toEqual([]);
  });

  it('R22: an empty net of a destination is only dropped', () => {
    const changes = [
      globalPolicy('out', {
        types: ['Egress'],
        egress: [{ action: 'Allow', destination: { nets: ['10.0.0.0/8', ''] } }],
      }),
    ];
    expect(told('R22', { changes })).toEqual([]);
  });

  it('R26: a port that does not decode makes its kind unreadable', () => {
    const changes = [
      networkPolicy('prod/web', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [65536] } }],
      }),
    ];
    expect(told('R26', { changes })).toEqual([
      'blocks R26: Once stored, NetworkPolicy cannot be read any more, whoever wrote it.',
      '- NetworkPolicy prod/web: port 65536 is not a whole number from 0 to 65535 @ spec.ingress.0.destination.ports.0',
      'Correct the field: native CRDs admit it, and then Calico loses every policy of the kind.',
    ]);
  });

  it('R26: a port that Felix refuses is another thing', () => {
    const changes = [
      stagedGlobalPolicy('zero', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [0] } }],
      }),
      clusterPolicy('fine', {
        tier: 'Admin',
        priority: 1,
        subject: { namespaces: {} },
        ingress: [{ action: 'Accept', from: [{ namespaces: {} }] }],
      }),
    ];
    expect(told('R26', { changes })).toEqual([]);
  });

  it('H19: what is left out by such a type and code stops it, too', () => {
    const changes = [
      globalPolicy('ping', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', protocol: 'ICMP', notICMP: { type: 8, code: 0 } }],
      }),
    ];
    expect(told('H19', { changes, dataplane: 'nftables' })[1]).toBe(
      '- GlobalNetworkPolicy ping ingress rule 0: notICMP type 8 with code 0 @ spec.ingress.0.notICMP.code',
    );
  });
});
