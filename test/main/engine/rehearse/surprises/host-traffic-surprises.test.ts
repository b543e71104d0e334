import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import {
  clusterNode,
  endpointSlice,
  globalPolicy,
  hostEndpoint,
  kubernetesPolicy,
  networkPolicy,
  pod,
} from '../../evaluate/manifests';
import { told } from './find-surprises';

const HOST = hostEndpoint(
  'node1-eth0',
  { node: 'node1', interfaceName: 'eth0', expectedIPs: ['10.9.0.1'], profiles: ['projectcalico-default-allow'] },
  { role: 'node' },
);
const NODE_PORT = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'prod', name: 'web' },
  spec: {
    type: 'NodePort',
    clusterIP: '10.96.0.20',
    ports: [{ port: 8080, targetPort: 80, nodePort: 30080, protocol: 'TCP' }],
  },
};
const SLICE = endpointSlice('prod/web', ['10.0.1.1'], ['tcp/80']);
const forPort = (port: number, spec: JsonObject) =>
  globalPolicy('door', {
    selector: "role == 'node'",
    order: 10,
    applyOnForward: true,
    types: ['Ingress'],
    ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [port] } }],
    ...spec,
  });

describe('traffic of hosts', () => {
  it('H8: preDNAT sees the node port, applyOnForward the port of the pod', () => {
    const snapshot = [HOST, NODE_PORT, SLICE];
    expect(told('H8', { snapshot, changes: [forPort(80, { preDNAT: true })] })).toEqual([
      'warns H8: Rules for forwarded traffic name a port that the packet does not have where they look.',
      '- GlobalNetworkPolicy door ingress rule 0: port 80; of service prod/web it sees node port 30080 @ spec.ingress.0.destination.ports',
      'A preDNAT policy sees the node port, an applyOnForward policy the port of the pod: name the port of that side.',
    ]);
    expect(told('H8', { snapshot, changes: [forPort(30080, {})] })).toEqual([
      'warns H8: Rules for forwarded traffic name a port that the packet does not have where they look.',
      '- GlobalNetworkPolicy door ingress rule 0: port 30080; of service prod/web it sees port 80 of the pods @ spec.ingress.0.destination.ports',
      'A preDNAT policy sees the node port, an applyOnForward policy the port of the pod: name the port of that side.',
    ]);
  });

  it('H8: the port of the right side is no surprise', () => {
    const snapshot = [HOST, NODE_PORT, SLICE];
    expect(told('H8', { snapshot, changes: [forPort(30080, { preDNAT: true })] })).toEqual([]);
    expect(told('H8', { snapshot, changes: [forPort(80, {})] })).toEqual([]);
    expect(told('H8', { snapshot: [NODE_PORT, SLICE], changes: [forPort(30080, {})] })).toEqual([]);
  });

  it('H8: a port that packets do have there is no surprise', () => {
    const early = forPort(80, { preDNAT: true });
    const both = forPort(0, {
      ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [80, 30080] } }],
    });
    const published = {
      ...NODE_PORT,
      spec: { ...NODE_PORT.spec, type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }] },
    };
    expect(told('H8', { snapshot: [HOST, NODE_PORT, SLICE], changes: [both] })).toEqual([]);
    expect(told('H8', { snapshot: [HOST, published, SLICE], changes: [early] })).toEqual([]);
    const ofNode = [
      clusterNode('node1', '10.9.0.1'),
      HOST,
      NODE_PORT,
      endpointSlice('prod/web', ['10.9.0.1'], ['tcp/80']),
    ];
    expect(told('H8', { snapshot: ofNode, changes: [early] })).toEqual([]);
  });

  it('H9: a preDNAT Allow goes past the normal policy', () => {
    const normal = globalPolicy('closed', { selector: "role == 'node'", types: ['Ingress'] });
    expect(told('H9', { snapshot: [HOST], changes: [forPort(8443, { preDNAT: true }), normal] })).toEqual([
      'informs H9: A preDNAT Allow goes past the normal ingress policies of the host.',
      '- GlobalNetworkPolicy door ingress rule 0 lets in on node1-eth0 what closed denies @ spec.ingress.0',
      'What preDNAT allows is not asked again: what must stay denied has to be denied, or left out, there.',
    ]);
    const open = globalPolicy('open', {
      selector: "role == 'node'",
      types: ['Ingress'],
      ingress: [{ action: 'Allow' }],
    });
    expect(told('H9', { snapshot: [HOST], changes: [forPort(8443, { preDNAT: true }), open] })).toEqual([]);
    expect(told('H9', { snapshot: [HOST], changes: [forPort(8443, { preDNAT: true })] })).toEqual([]);
  });

  it('H11: selectors of pods that live in the network of their node', () => {
    const exporter = pod('prod/exporter', '10.9.0.1', { labels: { app: 'exporter' } });
    const hosted = { ...exporter, spec: { ...(exporter['spec'] as JsonObject), hostNetwork: true } };
    const changes = [
      networkPolicy('prod/exporter', { selector: "app == 'exporter'", types: ['Ingress'] }),
      networkPolicy('prod/db', {
        selector: "app == 'db'",
        types: ['Ingress'],
        ingress: [
          { action: 'Allow', source: { selector: "app == 'exporter'" } },
          { action: 'Allow', source: { selector: "app == 'web'" } },
        ],
      }),
    ];
    expect(told('H11', { snapshot: [hosted], changes })).toEqual([
      'warns H11: Selectors mean pods that live in the network of their node: policies neither apply to them nor match them.',
      '- NetworkPolicy prod/exporter selects nobody but prod/exporter @ spec.selector',
      '- NetworkPolicy prod/db ingress rule 0: source means nobody but prod/exporter @ spec.ingress.0.source',
      'Such a pod has the address of its node: police its host endpoint, and write rules with the addresses of the nodes.',
    ]);
    expect(
      told('H11', { snapshot: [pod('prod/exporter', '10.0.1.9', { labels: { app: 'exporter' } })], changes }),
    ).toEqual([]);
  });

  it('H8: egress rules and rules without ports name no port of the wrong side', () => {
    const snapshot = [HOST, NODE_PORT, SLICE];
    const rule = { action: 'Allow', protocol: 'TCP', destination: { ports: [30080] } };
    const out = forPort(30080, { types: ['Egress'], egress: [rule] });
    const any = forPort(30080, { ingress: [{ action: 'Allow', protocol: 'TCP' }] });
    expect(told('H8', { snapshot, changes: [out] })).toEqual([]);
    expect(told('H8', { snapshot, changes: [any] })).toEqual([]);
  });

  it('H9: only of the rule that lets the packet in, and on nodes whose address is known', () => {
    const normal = globalPolicy('closed', { selector: "role == 'node'", types: ['Ingress'] });
    const first = forPort(8443, { preDNAT: true });
    const second = { ...first, metadata: { name: 'second' } };
    expect(told('H9', { snapshot: [HOST], changes: [first, second, normal] }).slice(1, -1)).toEqual([
      '- GlobalNetworkPolicy door ingress rule 0 lets in on node1-eth0 what closed denies @ spec.ingress.0',
    ]);
    const hostOf = (node: string) =>
      hostEndpoint(`${node}-eth0`, { node, interfaceName: 'eth0', profiles: [] }, { role: 'node' });
    const snapshot = [clusterNode('node3', 'node3.example'), hostOf('node3'), hostOf('gone')];
    expect(told('H9', { snapshot, changes: [first, normal] })).toEqual([]);
    const overIPv6 = [clusterNode('node3', 'fd00::3'), hostOf('node3')];
    expect(told('H9', { snapshot: overIPv6, changes: [first, normal] }).slice(1, -1)).toEqual([
      '- GlobalNetworkPolicy door ingress rule 0 lets in on node3-eth0 what closed denies @ spec.ingress.0',
    ]);
  });

  it('H11: a Kubernetes policy says it with its podSelector', () => {
    const exporter = pod('prod/exporter', '10.9.0.1', { labels: { app: 'exporter' } });
    const hosted = { ...exporter, spec: { ...(exporter['spec'] as JsonObject), hostNetwork: true } };
    const changes = [kubernetesPolicy('prod/exporter', { podSelector: { matchLabels: { app: 'exporter' } } })];
    expect(told('H11', { snapshot: [hosted], changes })[1]).toBe(
      '- NetworkPolicy prod/exporter selects nobody but prod/exporter @ spec.podSelector',
    );
  });
});
