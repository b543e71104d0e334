import { describe, expect, it } from 'vitest';
import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';
import { draftPods, isHostNetworked, readWorkload } from '../../../../main/engine/cluster/read-workloads';
import type { JsonObject } from '../../../../main/engine/model/json';
import { parseAddress } from '../../../../main/engine/net/address';
import { resourceOf } from './resource-of';

import { controller, draftsOf, pod, profiles, template, workloadOf } from './pods';

describe('the service account of a pod', () => {
  const accountOf = (spec: JsonObject, complete: boolean) =>
    draftPods([resourceOf(pod('p', { spec }))], complete).map(({ account }) => account);

  it('is the one it names, in either field', () => {
    expect(accountOf({ serviceAccountName: 'web', serviceAccount: 'old' }, false)).toEqual(['web']);
    expect(accountOf({ serviceAccount: 'old' }, false)).toEqual(['old']);
  });

  it('is "default" where a file leaves it out, and none in a complete snapshot', () => {
    expect(accountOf({}, false)).toEqual(['default']);
    expect(accountOf({}, true)).toEqual(['']);
  });
});

describe('the endpoint of a pod', () => {
  it('has the labels of the pod, three that Calico forces, and those of its profiles', () => {
    const object = pod('web-1', {
      metadata: {
        labels: {
          app: 'web',
          'pcns.stage': 'spoofed',
          'pcsa.team': 'spoofed',
          'projectcalico.org/namespace': 'spoofed',
          'projectcalico.org/orchestrator': 'spoofed',
          'projectcalico.org/serviceaccount': 'spoofed',
        },
      },
      spec: { serviceAccountName: 'web', containers: [{ ports: [{ name: 'http', containerPort: 80 }] }] },
    });
    const resource = resourceOf(object);
    const [draft] = draftPods([resource], false);
    expect(draft && readWorkload(draft, profiles, createLabelSetInterner())).toEqual({
      tag: 'workload',
      namespace: 'prod',
      name: 'web-1',
      owner: { kind: 'Pod', name: 'web-1' },
      node: 'node1',
      labels: {
        index: 0,
        labels: {
          app: 'web',
          'pcns.stage': 'live',
          'pcsa.team': 'a',
          'projectcalico.org/namespace': 'prod',
          'projectcalico.org/orchestrator': 'k8s',
          'projectcalico.org/serviceaccount': 'web',
        },
        unknownPrefixes: [],
      },
      profiles: ['kns.prod', 'ksa.prod.web'],
      addresses: [parseAddress('10.0.0.1')],
      ports: [{ name: 'http', protocol: 6, port: 80 }],
      replicas: 1,
      resource,
    });
  });

  it('without a service account has the profile of its namespace alone', () => {
    const workload = workloadOf(pod('p'), true);
    expect(workload?.profiles).toEqual(['kns.prod']);
    expect(workload?.labels.labels).toEqual({
      'pcns.stage': 'live',
      'projectcalico.org/namespace': 'prod',
      'projectcalico.org/orchestrator': 'k8s',
    });
  });

  it('that a controller declares has neither node nor addresses', () => {
    const object = controller('Deployment', 'web', { replicas: 0, template: template({ app: 'web' }) });
    expect(workloadOf(object)).toMatchObject({ node: '', addresses: [], replicas: 0, name: 'web' });
  });

  it('is none in the network of its host, declared or not', () => {
    const [draft] = draftsOf(pod('p', { spec: { hostNetwork: true } }));
    expect(draft && isHostNetworked(draft)).toBe(true);
    expect(workloadOf(pod('p', { spec: { hostNetwork: true } }))).toBe(null);
    const daemonSet = controller('DaemonSet', 'agent', { template: template({}, { hostNetwork: true }) });
    expect(workloadOf(daemonSet)).toBe(null);
    expect(workloadOf(pod('p', { spec: { hostNetwork: false } }))).toMatchObject({ name: 'p' });
  });

  it('is none before the pod has a node or an address', () => {
    expect(workloadOf(pod('p', { spec: { nodeName: '' } }))).toBe(null);
    expect(workloadOf(pod('p', { status: { podIP: '' } }))).toBe(null);
    expect(workloadOf({ ...pod('p'), spec: null })).toBe(null);
    expect(workloadOf({ ...pod('p'), status: null })).toBe(null);
  });

  it.each(['Succeeded', 'Failed', 'Completed'])('is none once the pod is %s', (phase) => {
    expect(workloadOf(pod('p', { status: { phase } }))).toBe(null);
  });

  it.each(['Running', 'Pending', 'Unknown'])('is there while the pod is %s', (phase) => {
    expect(workloadOf(pod('p', { status: { phase } }))).toMatchObject({ name: 'p' });
  });

  it('of a pod that is being deleted is there until its address is taken back', () => {
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    const deleted = (annotations: JsonObject) => workloadOf(pod('p', { metadata: { deletionTimestamp, annotations } }));
    expect(deleted({})).toMatchObject({ name: 'p' });
    const addressed = { 'cni.projectcalico.org/podIP': '10.0.0.1' };
    expect(workloadOf({ ...pod('p', { metadata: { annotations: addressed } }), status: null })).toMatchObject({
      name: 'p',
    });
    expect(deleted({ 'cni.projectcalico.org/podIP': '10.0.0.1/32' })).toMatchObject({ name: 'p' });
    expect(deleted({ 'cni.projectcalico.org/podIP': '' })).toBe(null);
    expect(deleted({ 'vpc.amazonaws.com/pod-ips': '' })).toBe(null);
    expect(workloadOf(pod('p', { metadata: { annotations: { 'cni.projectcalico.org/podIP': '' } } }))).toMatchObject({
      name: 'p',
    });
  });
});

describe('the ports that a pod declares', () => {
  it('are those of its containers, then of its init containers; TCP where nothing is said', () => {
    const spec = {
      initContainers: [{ ports: [{ name: 'sidecar', containerPort: 1 }] }],
      containers: [
        {
          ports: [
            { name: 'http', containerPort: 80, protocol: 'TCP' },
            { containerPort: 81, protocol: '' },
          ],
        },
        {},
        {
          ports: [
            { name: 'dns', containerPort: 53, protocol: 'UDP' },
            { name: 'sig', containerPort: 7, protocol: 'SCTP' },
          ],
        },
      ],
    };
    expect(workloadOf(pod('p', { spec }))?.ports).toEqual([
      { name: 'http', protocol: 6, port: 80 },
      { name: '', protocol: 6, port: 81 },
      { name: 'dns', protocol: 17, port: 53 },
      { name: 'sig', protocol: 132, port: 7 },
      { name: 'sidecar', protocol: 6, port: 1 },
    ]);
  });

  it('without a number, or of a protocol that nobody knows, are left out', () => {
    const words = ['X', 'tcp', 'ICMP', '6'].map((protocol) => ({ name: 'c', containerPort: 1, protocol }));
    const ports = [{ name: 'a' }, { name: 'b', containerPort: 0 }, ...words];
    expect(workloadOf(pod('p', { spec: { containers: [{ ports }] } }))?.ports).toEqual([]);
  });
});
