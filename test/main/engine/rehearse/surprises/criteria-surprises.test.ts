import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import { globalPolicy, kubernetesPolicy, networkPolicy, pod } from '../../evaluate/manifests';
import { told } from './find-surprises';

const from = (source: JsonObject) => ({ types: ['Ingress'], ingress: [{ action: 'Allow', source }] });
const to = (destination: JsonObject) => ({
  types: ['Egress'],
  egress: [{ action: 'Allow', protocol: 'UDP', destination }],
});

const DENY = { action: 'Deny' };

describe('criteria of rules', () => {
  it('R24: a quote in the name of a service account', () => {
    expect(
      told('R24', { changes: [networkPolicy('prod/db', from({ serviceAccounts: { names: ['web', "o'brien"] } }))] }),
    ).toEqual([
      'warns R24: A quote in the name of a service account opens the rule: names are pasted as text.',
      "- NetworkPolicy prod/db ingress rule 0: the name o'brien drops the service accounts of source, and the rule matches by the rest @ spec.ingress.0.source.serviceAccounts.names.1",
      'No service account has a quote in its name: remove it.',
    ]);
    expect(told('R24', { changes: [networkPolicy('prod/db', from({ serviceAccounts: { names: ['web'] } }))] })).toEqual(
      [],
    );
    const pasted = { serviceAccounts: { names: ["a' } || has(b) || a in { 'c"] } };
    expect(told('R24', { changes: [networkPolicy('prod/db', from(pasted))] })[1]).toBe(
      "- NetworkPolicy prod/db ingress rule 0: the name a' } || has(b) || a in { 'c is read as text of the selector of source @ spec.ingress.0.source.serviceAccounts.names.0",
    );
  });

  it('R25: an ipBlock that Calico cannot read', () => {
    const policy = (ipBlock: JsonObject) =>
      kubernetesPolicy('prod/db', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock }] }] });
    expect(told('R25', { changes: [policy({ cidr: '010.0.0.0/8' })] })).toEqual([
      'warns R25: An ipBlock that Calico cannot read means anyone.',
      '- NetworkPolicy prod/db: cidr 010.0.0.0/8 means anyone @ spec.ingress.0.from.0.ipBlock.cidr',
      'Write the CIDR without leading zeros; kube-apiserver admits them unless StrictIPCIDRValidation is on.',
    ]);
    expect(told('R25', { changes: [policy({ cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.02.0.0/16'] })] })).toEqual(
      [
        'warns R25: An ipBlock that Calico cannot read means anyone.',
        '- NetworkPolicy prod/db: except "10.02.0.0/16" drops itself and the entries after it @ spec.ingress.0.from.0.ipBlock.except.1',
        'Write the CIDR without leading zeros; kube-apiserver admits them unless StrictIPCIDRValidation is on.',
      ],
    );
    expect(told('R25', { changes: [policy({ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] })] })).toEqual([]);
  });

  it('R7: a notNets list that leaves a family, or everybody, out', () => {
    expect(told('R7', { changes: [globalPolicy('out', to({ notNets: ['2001:db8::/32'] }))] })).toEqual([
      'warns R7: A notNets list switches its rule off for packets that it does not mention.',
      '- GlobalNetworkPolicy out egress rule 0: notNets has no IPv4 net, so no IPv4 packet matches @ spec.egress.0.destination.notNets',
      'A list without a net of the packet’s family never matches, negated or not: write one rule per family.',
    ]);
    expect(told('R7', { changes: [globalPolicy('out', to({ notNets: ['0.0.0.0/0'] }))] })).toEqual([
      'warns R7: A notNets list switches its rule off for packets that it does not mention.',
      '- GlobalNetworkPolicy out egress rule 0: notNets 0.0.0.0/0 leaves nobody, and the rule is dropped @ spec.egress.0.destination.notNets',
      'A list without a net of the packet’s family never matches, negated or not: write one rule per family.',
    ]);
  });

  it('R7: a list of the family that the cluster has is harmless', () => {
    expect(told('R7', { changes: [globalPolicy('out', to({ notNets: ['10.0.0.0/8'] }))] })).toEqual([]);
    expect(
      told('R7', { changes: [globalPolicy('out', to({ nets: ['2001:db8::/32'], notNets: ['2001:db8:1::/48'] }))] }),
    ).toEqual([]);
  });

  it('R8: names of protocols that eBPF does not know', () => {
    const ping = (protocol: string | number) => [
      globalPolicy('ping', { types: ['Ingress'], ingress: [{ action: 'Allow', protocol }] }),
    ];
    expect(told('R8', { changes: ping('ICMPv6'), dataplane: 'ebpf' })).toEqual([
      'warns R8: eBPF does not know the protocol names ICMPv6 and UDPLite.',
      '- GlobalNetworkPolicy ping ingress rule 0: protocol by this name never matches in eBPF; the number is 58 @ spec.ingress.0.protocol',
      'Write the numbers, 58 and 136.',
    ]);
    expect(told('R8', { changes: ping(58), dataplane: 'ebpf' })).toEqual([]);
    expect(told('R8', { changes: ping('ICMPv6') })).toEqual([]);
  });

  it('R8: ICMP for pods with IPv6 addresses', () => {
    const snapshot = [pod('prod/dual', '10.0.1.7 fd00::7', { labels: { app: 'dual' } })];
    const rules = (...protocols: readonly string[]) => [
      networkPolicy('prod/dual', {
        selector: "app == 'dual'",
        types: ['Ingress'],
        ingress: protocols.map((protocol) => ({ action: 'Allow', protocol })),
      }),
    ];
    expect(told('R8', { snapshot, changes: rules('ICMP') })).toEqual([
      'informs R8: Rules allow ICMP to pods with IPv6 addresses, for which ICMPv6 is not allowed.',
      '- NetworkPolicy prod/dual ingress rule 0: ICMP is IPv4 only, and it selects pods with IPv6 addresses @ spec.ingress.0.protocol',
      'The name ICMP means IPv4 alone: add a rule with protocol ICMPv6.',
    ]);
    expect(told('R8', { snapshot, changes: rules('ICMP', 'ICMPv6') })).toEqual([]);
    expect(told('R8', { changes: rules('ICMP') })).toEqual([]);
    const alone = (fields: JsonObject) => [
      networkPolicy('prod/dual', {
        selector: "app == 'dual'",
        ingress: [{ action: 'Allow', protocol: 'ICMP', ...fields }],
      }),
    ];
    expect(told('R8', { snapshot, changes: alone({ ipVersion: 4 }) })).toEqual([]);
    expect(told('R8', { snapshot, changes: alone({ source: { nets: ['10.0.0.0/8'] } }) })).toEqual([]);
  });

  it('R9: types that depend on how a policy is applied', () => {
    const untyped = (spec: JsonObject) => [globalPolicy('some', { selector: "app == 'db'", ...spec })];
    expect(told('R9', { changes: untyped({ ingress: [], egress: [{ action: 'Allow' }] }) })).toEqual([
      'warns R9: What a policy without types governs depends on how it is applied.',
      '- GlobalNetworkPolicy some has no types: calicoctl makes them Egress, native CRDs Ingress and Egress @ spec',
      'Write types: a direction that is governed by mistake is denied as a whole.',
    ]);
    expect(told('R9', { changes: untyped({ ingress: [{ action: 'Allow' }] }) })).toEqual([]);
    expect(told('R9', { changes: untyped({ types: ['Egress'], ingress: [], egress: [{ action: 'Allow' }] }) })).toEqual(
      [],
    );
  });

  it('R9: in storage form both directions are meant', () => {
    const raw = {
      ...globalPolicy('some', { selector: "app == 'db'", ingress: [{ action: 'Allow' }] }),
      apiVersion: 'crd.projectcalico.org/v1',
    };
    expect(told('R9', { changes: [raw] })).toEqual([
      'warns R9: What a policy without types governs depends on how it is applied.',
      '- GlobalNetworkPolicy some has no types: calicoctl makes them Ingress, applied to crd.projectcalico.org as it stands, Ingress and Egress @ spec',
      'Write types: a direction that is governed by mistake is denied as a whole.',
    ]);
  });

  it('R8: notProtocol by such a name excludes nothing', () => {
    const changes = [
      globalPolicy('ping', { types: ['Ingress'], ingress: [{ action: 'Allow', notProtocol: 'UDPLite' }] }),
    ];
    expect(told('R8', { changes, dataplane: 'ebpf' })[1]).toBe(
      '- GlobalNetworkPolicy ping ingress rule 0: notProtocol by this name excludes nothing in eBPF; the number is 136 @ spec.ingress.0.notProtocol',
    );
  });

  it('R7: IPv6 packets are switched off where the cluster has them', () => {
    const changes = [globalPolicy('out', to({ notNets: ['10.0.0.0/8'] }))];
    const snapshot = [pod('prod/dual', '10.0.1.7 fd00::7', { labels: { app: 'dual' } })];
    expect(told('R7', { snapshot, changes })[1]).toBe(
      '- GlobalNetworkPolicy out egress rule 0: notNets has no IPv6 net, so no IPv6 packet matches @ spec.egress.0.destination.notNets',
    );
  });

  it('R25: a block without exceptions is read, and one without cidr means anyone', () => {
    const policy = (ipBlock: JsonObject) =>
      kubernetesPolicy('prod/db', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock }] }] });
    expect(told('R25', { changes: [policy({ cidr: '10.0.0.0/8' })] })).toEqual([]);
    expect(told('R25', { changes: [policy({})] })[1]).toBe(
      '- NetworkPolicy prod/db: an ipBlock without cidr means anyone @ spec.egress.0.to.0.ipBlock.cidr',
    );
  });

  it('R7: a rule for one IP version looks at the nets of that version alone', () => {
    const rule = (ipVersion: number) => [
      globalPolicy('out', {
        types: ['Egress'],
        egress: [{ action: 'Allow', ipVersion, destination: { notNets: ['2001:db8::/32'] } }],
      }),
    ];
    expect(told('R7', { changes: rule(4) })[1]).toBe(
      '- GlobalNetworkPolicy out egress rule 0: notNets has no IPv4 net, so no IPv4 packet matches @ spec.egress.0.destination.notNets',
    );
    expect(told('R7', { changes: rule(6) })).toEqual([]);
  });

  it('R7: what the protocol or the nets of the other side leave out is no surprise', () => {
    const snapshot = [pod('prod/dual', '10.0.1.7 fd00::7', { labels: { app: 'dual' } })];
    const rule = (fields: JsonObject) =>
      told('R7', {
        snapshot,
        changes: [globalPolicy('in', { types: ['Ingress'], ingress: [{ ...DENY, ...fields }] })],
      });
    const source = { notNets: ['10.0.0.0/8'] };
    expect(rule({ source })).not.toEqual([]);
    expect(rule({ source, protocol: 'ICMP' })).toEqual([]);
    expect(rule({ source, protocol: 1 })).not.toEqual([]);
    expect(rule({ source, destination: { nets: ['10.0.1.0/24'] } })).toEqual([]);
  });

  it('R8: what pods with IPv6 addresses send is asked like what they receive', () => {
    const snapshot = [pod('prod/dual', '10.0.1.7 fd00::7', { labels: { app: 'dual' } })];
    const rules = (...protocols: readonly string[]) => [
      networkPolicy('prod/dual', {
        selector: "app == 'dual'",
        types: ['Egress'],
        egress: protocols.map((protocol) => ({ action: 'Allow', protocol })),
      }),
    ];
    expect(told('R8', { snapshot, changes: rules('ICMP') })[1]).toBe(
      '- NetworkPolicy prod/dual egress rule 0: ICMP is IPv4 only, and it selects pods with IPv6 addresses @ spec.egress.0.protocol',
    );
    expect(told('R8', { snapshot, changes: rules('ICMP', 'ICMPv6') })).toEqual([]);
  });
});
