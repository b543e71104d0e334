import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import {
  clusterPolicy,
  globalNetworkSet,
  hostEndpoint,
  networkPolicy,
  pod,
  profile,
  stagedPolicy,
} from '../../evaluate/manifests';
import { told } from './find-surprises';

const NO_PROTOCOL = { types: ['Ingress'], ingress: [{ action: 'Deny', destination: { ports: [80] } }] };
const TYPED = { types: ['Ingress'], ingress: [{ action: 'Deny', protocol: 'TCP', destination: { ports: [80] } }] };

describe('what Calico leaves out', () => {
  it('R17, S12: a policy that Felix filters out, enforced or staged', () => {
    expect(told('R17', { changes: [networkPolicy('prod/web', NO_PROTOCOL)] })).toEqual([
      'warns R17: Felix ignores web as a whole: what it denies is open.',
      '- NetworkPolicy prod/web: numeric ports need protocol TCP, UDP or SCTP @ spec.ingress.0',
      'Correct the field; native CRDs admit such a policy without a word.',
    ]);
    expect(told('S12', { changes: [stagedPolicy('prod/web', NO_PROTOCOL)] })).toEqual([
      'warns S12: Felix ignores web: it previews nothing, and will do nothing when promoted.',
      '- StagedNetworkPolicy prod/web: numeric ports need protocol TCP, UDP or SCTP @ spec.ingress.0',
      'Correct the field before observing: an empty preview looks like a harmless policy.',
    ]);
  });

  it('R17, S12: one that it reads', () => {
    expect(told('R17', { changes: [networkPolicy('prod/web', TYPED), stagedPolicy('prod/db', NO_PROTOCOL)] })).toEqual(
      [],
    );
    expect(told('S12', { changes: [stagedPolicy('prod/web', TYPED), networkPolicy('prod/db', NO_PROTOCOL)] })).toEqual(
      [],
    );
  });

  it('R23: a selector of blanks', () => {
    expect(told('R23', { changes: [networkPolicy('prod/web', { selector: ' ', types: ['Ingress'] })] })).toEqual([
      'warns R23: A selector of blanks makes Felix ignore web as a whole.',
      '- NetworkPolicy prod/web: the selector does not parse as Calico pastes it together @ spec.selector',
      'Leave the selector out, or write all(): blanks mean all() only where nothing is combined with them.',
    ]);
    expect(told('R17', { changes: [networkPolicy('prod/web', { selector: ' ', types: ['Ingress'] })] })).toEqual([]);
    expect(told('R23', { changes: [networkPolicy('prod/web', { types: ['Ingress'] })] })).toEqual([]);
  });

  it('R14: a Deny with a peer that nobody knows denies everything', () => {
    const policy = (action: string, peer: JsonObject) =>
      clusterPolicy('edge', {
        tier: 'Admin',
        priority: 1,
        subject: { namespaces: {} },
        egress: [{ action, to: [peer] }],
      });
    expect(told('R14', { changes: [policy('Deny', { nodes: {} })] })).toEqual([
      'warns R14: A Deny or Pass rule with a peer that Calico does not know becomes a Deny of everything.',
      '- ClusterNetworkPolicy edge: the peer has none of the fields that Calico supports: the rule becomes a Deny of everything @ spec.egress.0',
      'Calico fails closed on such rules, and drops those that accept: write the peer with namespaces, pods or networks.',
    ]);
    expect(told('R14', { changes: [policy('Accept', { nodes: {} })] })).toEqual([]);
    expect(told('R14', { changes: [policy('Deny', { networks: ['10.0.0.0/8'] })] })).toEqual([]);
  });

  it('R28: a host endpoint that Felix drops', () => {
    const spec = { node: 'node1', interfaceName: 'eth0', ports: [{ name: 'ssh', protocol: 6, port: 22 }] };
    const wildcard = hostEndpoint('node1-auto-hep', {
      node: 'node1',
      interfaceName: '*',
      profiles: ['projectcalico-default-allow'],
    });
    expect(told('R28', { snapshot: [hostEndpoint('node1-eth0', spec)] })).toEqual([
      'warns R28: Felix drops host endpoint node1-eth0 as a whole: its policies do not protect the interface.',
      '- HostEndpoint node1-eth0: a port of the HostEndpoint cannot be read: Felix drops the whole object; nothing governs its interface @ spec.ports.0',
      'Correct the field. Until then the wildcard host endpoint of the node governs the interface, or nothing does.',
    ]);
    expect(told('R28', { snapshot: [wildcard, hostEndpoint('node1-eth0', spec)] })).toEqual([
      'warns R28: Felix drops host endpoint node1-eth0 as a whole: its policies do not protect the interface.',
      '- HostEndpoint node1-eth0: a port of the HostEndpoint cannot be read: Felix drops the whole object; node1-auto-hep governs its interface @ spec.ports.0',
      'Correct the field. Until then the wildcard host endpoint of the node governs the interface, or nothing does.',
    ]);
    expect(
      told('R28', {
        snapshot: [hostEndpoint('node1-eth0', { ...spec, ports: [{ name: 'ssh', protocol: 'TCP', port: 22 }] })],
      }),
    ).toEqual([]);
  });

  it('R20: labels that look inherited', () => {
    const snapshot = [
      globalNetworkSet('offices', ['10.2.0.0/16'], { 'pcns.team': 'blue' }),
      pod('prod/odd', '10.0.1.9', { labels: { 'pcsa.role': 'admin' } }),
    ];
    expect(told('R20', { snapshot })).toEqual([
      'informs R20: Labels that begin with pcns. or pcsa. count as those of a namespace or service account on host endpoints and sets, and are stripped from pods.',
      '- GlobalNetworkSet offices: pcns.team counts @ metadata.labels',
      '- Pod prod/odd: pcsa.role is stripped @ metadata.labels',
      'Rename the labels: what selects namespaces selects these objects, too.',
    ]);
    expect(told('R20', { snapshot: [globalNetworkSet('offices', ['10.2.0.0/16'], { team: 'blue' })] })).toEqual([]);
  });

  it('R17: a Profile that cannot be read as a whole is no policy', () => {
    expect(told('R17', { snapshot: [profile('kns.prod', NO_PROTOCOL)] })).toEqual([]);
  });
});
