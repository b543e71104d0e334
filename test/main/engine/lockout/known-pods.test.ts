import { describe, expect, it } from 'vitest';
import { indexByName, readKnownPods } from '../../../../main/engine/lockout/known-pods';
import { describeEnd } from '../../../../main/engine/lockout/path-answer';
import type { JsonObject } from '../../../../main/engine/model/json';
import { deployment, pod } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { TWO_NODES, hostPod } from './resolve-row';

function podsOf(objects: readonly JsonObject[]) {
  const nodes = TWO_NODES.filter(({ kind }) => kind !== 'Pod');
  return readKnownPods(rolloutOn([...nodes, ...objects], []).worlds.final.cluster);
}

/** Each pod with where it is found: `agent: cp, worker`. */
function placesOf(...objects: readonly JsonObject[]): readonly string[] {
  return podsOf(objects).map(({ name, ends }) => `${name}: ${ends.map(describeEnd).join(', ')}`);
}

const daemon = (spec: JsonObject): JsonObject => ({
  ...deployment('prod/agent'),
  kind: 'DaemonSet',
  spec: { template: { metadata: { labels: { app: 'agent' } }, spec } },
});

describe('where a pod is found', () => {
  it('is in its own network, or in that of its node', () => {
    expect(placesOf(pod('prod/web', '10.0.0.1', { node: 'worker' }), hostPod('prod/host', 'cp', 'host'))).toEqual([
      'host: cp',
      'web: prod/web',
    ]);
  });

  it('is on every node where only the controller of host processes is known, unless it names one', () => {
    expect(placesOf(daemon({ hostNetwork: true }))).toEqual(['agent: cp, worker']);
    expect(placesOf(daemon({ hostNetwork: true, nodeName: 'worker' }))).toEqual(['agent: worker']);
  });

  it('is nowhere before it is scheduled, after it has finished, and on a node that is not there', () => {
    const waiting = { ...hostPod('prod/waiting', '', 'waiting'), spec: { hostNetwork: true } };
    const done = { ...pod('prod/done', '10.0.0.2', { labels: { app: 'done' } }), status: { phase: 'Succeeded' } };
    const pods = [waiting, done, hostPod('prod/gone', 'gone', 'gone')];
    expect(placesOf(...pods)).toEqual(['done: ', 'gone: ', 'waiting: ']);
    expect([...indexByName(podsOf(pods)).keys()]).toEqual([]);
  });
});

describe('the ports of a pod', () => {
  it('are TCP where nothing else is told, and none that Kubernetes would refuse', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP', name: 'dns', hostPort: 53 }];
    const [known] = podsOf([daemon({ containers: [{ name: 'a', ports: [...ports, { protocol: 'TCP' }] }] })]);
    expect(known?.ports).toEqual([
      { name: '', protocol: 6, port: 80, hostPort: 0 },
      { name: 'dns', protocol: 17, port: 53, hostPort: 53 },
    ]);
    const odd = [{ name: 'a', ports: [{ containerPort: 80, protocol: 'QUIC' }] }, { name: 'b' }];
    expect(podsOf([daemon({ containers: odd })])[0]?.ports).toEqual([]);
    expect(podsOf([daemon({})])[0]?.ports).toEqual([]);
  });
});

describe('pods by the labels that people name applications by', () => {
  it('are found by each of them once', () => {
    const labels = { app: 'web', name: 'web', 'k8s-app': 'front' };
    const index = indexByName(podsOf([pod('prod/web', '10.0.0.1', { labels })]));
    expect([...index].map(([name, pods]) => [name, pods.length])).toEqual([
      ['front', 1],
      ['web', 1],
    ]);
  });
});
