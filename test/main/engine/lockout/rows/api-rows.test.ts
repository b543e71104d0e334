import { describe, expect, it } from 'vitest';
import {
  controlPlane,
  endpointSlice,
  globalPolicy,
  hostEndpoint,
  namespace,
  pod,
  service,
} from '../../evaluate/manifests';
import { HOSTS, TWO_NODES, hostPod, resolveRow, seenOf, verdictsOf } from '../resolve-row';
import { serviceWith } from '../cluster-objects';

const EMPTY = [namespace('prod')];
const NO_SERVER =
  'not checked: neither endpoints of service default/kubernetes nor a control-plane Node; fetch them: kubectl get nodes,endpointslices -A -o yaml';
const OUTSIDE = endpointSlice('default/kubernetes', ['192.168.0.1', '203.0.113.9'], ['tcp/8443']);
const KUBERNETES = service('default/kubernetes', '10.96.0.1', 443);

/** Untracked lists are for named interfaces: a `*` host endpoint has none. */
const NAMED_HOSTS = [
  ['cp', '192.168.0.1'],
  ['worker', '192.168.0.2'],
].map(([node = '', address = '']) =>
  hostEndpoint(
    `${node}-eth0`,
    { node, interfaceName: 'eth0', expectedIPs: [address], profiles: ['projectcalico-default-allow'] },
    { host: node },
  ),
);

describe('L05, the API server from an admin network', () => {
  it('is dialled where the service leads, on its port, and at a control-plane node without one', () => {
    expect(resolveRow('L05', TWO_NODES)).toEqual(['10.9.0.0/24 → cp tcp 6443: 10.9.0.0 → cp 192.168.0.1']);
    expect(resolveRow('L05', [...TWO_NODES, OUTSIDE])).toEqual([
      '10.9.0.0/24 → cp tcp 8443: 10.9.0.0 → cp 192.168.0.1',
      '10.9.0.0/24 → 203.0.113.9 tcp 8443: 10.9.0.0 → 203.0.113.9',
    ]);
  });

  it('is not checked without an admin network or a control plane', () => {
    expect(resolveRow('L05', EMPTY)).toEqual([NO_SERVER]);
    expect(resolveRow('L05', TWO_NODES, { adminCidrs: [] })).toEqual([
      'not checked: no admin network is given: name one with --admin or in the workspace',
    ]);
  });
});

describe('the API servers', () => {
  it('are on no control-plane Node that has no address', () => {
    const nodes = TWO_NODES.filter(({ kind }) => kind !== 'Node');
    const silent = { ...controlPlane('cp', ''), status: {} };
    expect(resolveRow('L05', [...nodes, silent])).toEqual([NO_SERVER]);
  });
});

describe('L06 and L07, the API server from a node', () => {
  it('is dialled by every node, its own among them', () => {
    expect(resolveRow('L06', [...TWO_NODES, OUTSIDE])).toEqual([
      'cp → cp tcp 8443: cp 192.168.0.1 → cp 192.168.0.1',
      'worker → cp tcp 8443: worker 192.168.0.2 → cp 192.168.0.1',
      'cp → 203.0.113.9 tcp 8443: cp 192.168.0.1 → 203.0.113.9',
      'worker → 203.0.113.9 tcp 8443: worker 192.168.0.2 → 203.0.113.9',
    ]);
    expect(resolveRow('L06', EMPTY)).toEqual([NO_SERVER]);
  });

  it('is dialled by the service address, and seen at the address and port behind it', () => {
    expect(resolveRow('L07', [...TWO_NODES, KUBERNETES])).toEqual([
      'every node → service 10.96.0.1 tcp 443 → 6443: worker 192.168.0.2 → cp 192.168.0.1 by 10.96.0.1:443, cp 192.168.0.1 → cp 192.168.0.1 by 10.96.0.1:443',
    ]);
    expect(seenOf('L07', [...TWO_NODES, KUBERNETES])).toEqual(['192.168.0.2 → 192.168.0.1:6443']);
  });

  it('is not checked by a service that is not there', () => {
    expect(resolveRow('L07', EMPTY)).toEqual([NO_SERVER]);
    expect(resolveRow('L07', TWO_NODES, { complete: false })).toEqual([
      'not checked: no service default/kubernetes is in the snapshot; fetch it: kubectl get services -A -o yaml',
    ]);
  });

  it('is closed in a doNotTrack hook that sees the service address, though 6443 is a failsafe port', () => {
    const untracked = globalPolicy('untracked', {
      selector: 'has(host)',
      order: 10,
      doNotTrack: true,
      applyOnForward: true,
      egress: [{ action: 'Deny', protocol: 'TCP', destination: { ports: [443] } }],
    });
    const objects = [...TWO_NODES, ...NAMED_HOSTS, KUBERNETES, untracked];
    expect(verdictsOf('L07', objects)[0]).toContain('blocked by untracked');
    expect(verdictsOf('L06', objects).join()).not.toContain('blocked');
  });
});

describe('L08, the API server from pods', () => {
  it('is dialled by the pods of every namespace, by the service where there is one', () => {
    expect(resolveRow('L08', TWO_NODES)).toEqual(['pods of prod → cp tcp 6443: web → cp 192.168.0.1']);
    expect(resolveRow('L08', [...TWO_NODES, KUBERNETES])).toEqual([
      'pods of prod → cp tcp 6443: web → cp 192.168.0.1 by 10.96.0.1:443',
    ]);
  });

  it('is dialled straight where the service has no address or no port', () => {
    const ports = [{ port: 443, protocol: 'TCP' }];
    for (const spec of [{ clusterIP: 'None', clusterIPs: ['None'], ports }, { ports: [] }, {}]) {
      const headless = serviceWith('default/kubernetes', '10.96.0.1', spec);
      const bare = { ...headless, spec };
      expect(resolveRow('L08', [...TWO_NODES, bare])).toEqual(['pods of prod → cp tcp 6443: web → cp 192.168.0.1']);
    }
  });

  it('is closed in a preDNAT hook that sees the service address', () => {
    const predna = globalPolicy('predna', {
      selector: 'has(host)',
      order: 10,
      preDNAT: true,
      applyOnForward: true,
      ingress: [{ action: 'Deny', protocol: 'TCP', destination: { ports: [443] } }],
    });
    const objects = [...TWO_NODES, ...HOSTS, predna];
    expect(verdictsOf('L08', [...objects, KUBERNETES])).toEqual(['pods of prod → cp tcp 6443: blocked by predna']);
    expect(verdictsOf('L08', objects).join()).not.toContain('blocked');
  });

  it('is not checked without pods or a control plane', () => {
    const noPods = TWO_NODES.filter(({ kind }) => kind !== 'Pod');
    expect(resolveRow('L08', noPods, { complete: false })).toEqual([
      'not checked: no pod is in the snapshot; fetch it: kubectl get pods -A -o yaml',
    ]);
    expect(resolveRow('L08', EMPTY)).toEqual([NO_SERVER]);
  });
});

describe('L14, a control plane to itself', () => {
  it('is dialled by 127.0.0.1 and by its own address, and its parts on loopback', () => {
    expect(resolveRow('L14', TWO_NODES)).toEqual([
      'cp → itself by 127.0.0.1 tcp 6443: cp 127.0.0.1 → cp 127.0.0.1',
      'cp → itself by its own address tcp 6443: cp 192.168.0.1 → cp 192.168.0.1',
      'cp → controller manager on 127.0.0.1 tcp 10257: cp 127.0.0.1 → cp 127.0.0.1',
      'cp → scheduler on 127.0.0.1 tcp 10259: cp 127.0.0.1 → cp 127.0.0.1',
      'cp → etcd health on 127.0.0.1 tcp 2381: cp 127.0.0.1 → cp 127.0.0.1',
    ]);
  });

  it('is not checked where the API server stands on no node', () => {
    expect(resolveRow('L14', EMPTY)).toEqual([NO_SERVER]);
    const managed = endpointSlice('default/kubernetes', ['203.0.113.9'], ['tcp/443']);
    expect(resolveRow('L14', [...TWO_NODES, managed])).toEqual([
      'not checked: the API server runs outside the nodes of the snapshot',
    ]);
  });

  it('opens 127.0.0.1 and not its own address under a rule for 127.0.0.0/8', () => {
    const loopback = globalPolicy('loopback', {
      selector: 'has(host)',
      order: 10,
      types: ['Ingress', 'Egress'],
      ingress: [{ action: 'Allow', destination: { nets: ['127.0.0.0/8'] } }],
      egress: [{ action: 'Allow', destination: { nets: ['127.0.0.0/8'] } }],
    });
    const [first, second] = verdictsOf('L14', [...TWO_NODES, ...HOSTS, loopback]);
    expect(first).toBe('cp → itself by 127.0.0.1 tcp 6443: rule loopback');
    expect(second).toMatch(/^cp → itself by its own address tcp 6443: failsafe-only \| /);
  });
});

describe('L37, konnectivity', () => {
  const agent = pod('kube-system/agent', '10.0.0.7', { node: 'worker', labels: { 'k8s-app': 'konnectivity-agent' } });

  it('goes from the agents to the server, or to the API server where none is seen', () => {
    expect(resolveRow('L37', [...TWO_NODES, agent])).toEqual([
      'konnectivity agents → cp tcp 8132: agent → cp 192.168.0.1',
    ]);
    const server = hostPod('kube-system/server', 'cp', 'konnectivity-server');
    expect(resolveRow('L37', [...TWO_NODES, agent, server])).toEqual([
      'konnectivity agents → konnectivity server tcp 8132: agent → cp 192.168.0.1',
    ]);
  });

  it('is not checked without an agent, nor where nobody knows its server', () => {
    expect(resolveRow('L37', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no konnectivity agent',
    ]);
    expect(resolveRow('L37', [...EMPTY, namespace('kube-system'), agent])).toEqual([
      'not checked: the files do not tell where the konnectivity server listens',
    ]);
  });
});
