import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import { felix, globalPolicy, pod } from '../../evaluate/manifests';
import { HOSTS, TWO_NODES, hostPod, resolveRow, verdictsOf } from '../resolve-row';

const PROMETHEUS = pod('prod/prom', '10.0.0.4', { node: 'worker', labels: { app: 'prometheus' } });

function announcing(port: string): JsonObject {
  const app = pod('prod/app', '10.0.0.3', { node: 'worker' });
  const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': port };
  return { ...app, metadata: { namespace: 'prod', name: 'app', annotations } };
}

describe('L34, Prometheus', () => {
  it('scrapes the exporters that are there, and what pods announce', () => {
    const objects = [
      ...TWO_NODES.filter(({ kind }) => kind !== 'FelixConfiguration'),
      felix({ prometheusMetricsEnabled: true, defaultEndpointToHostAction: 'Accept' }),
      PROMETHEUS,
      announcing('9113'),
      hostPod('kube-system/exporter', 'worker', 'node-exporter'),
      hostPod('kube-system/typha', 'cp', 'calico-typha'),
    ];
    expect(resolveRow('L34', objects)).toEqual([
      'Prometheus → node-exporter tcp 9100: prom → worker 192.168.0.2',
      'Prometheus → Felix of every node tcp 9091: prom → cp 192.168.0.1, prom → worker 192.168.0.2',
      'Prometheus → Typha tcp 9093: prom → cp 192.168.0.1',
      'Prometheus → pods of prod tcp 9113: prom → app',
    ]);
  });

  it('loses node-exporter on other nodes where a deny reaches them, and keeps that of its own', () => {
    const lock = globalPolicy('lock', { selector: 'has(host)', order: 10, types: ['Ingress'] });
    const exporters = ['cp', 'worker'].map((node) => hostPod(`kube-system/exporter-${node}`, node, 'node-exporter'));
    const [own, other] = verdictsOf('L34', [...TWO_NODES, ...HOSTS, PROMETHEUS, ...exporters, lock]);
    expect(own).toMatch(/^Prometheus → node-exporter tcp 9100: no-policy/);
    expect(other).toMatch(/^Prometheus → node-exporter, where it is closed today tcp 9100: blocked by lock/);
  });

  it('is not checked where it is not there, or nothing tells what it scrapes', () => {
    expect(resolveRow('L34', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no Prometheus',
    ]);
    expect(resolveRow('L34', TWO_NODES, { complete: false })).toEqual([
      'not checked: no Prometheus is in the snapshot; fetch it: kubectl get pods -A -o yaml',
    ]);
    for (const port of ['', '0', '70000', 'metrics']) {
      expect(resolveRow('L34', [...TWO_NODES, PROMETHEUS, announcing(port)])).toEqual([
        'not checked: no exporter is known by its name or its annotations; add rows of your own for what Prometheus scrapes',
      ]);
    }
  });
});
