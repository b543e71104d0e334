import { readBoolean, readNumber } from '../../load/fields';
import { PROTOCOL } from '../../model/traffic';
import { pathTo } from '../find-path';
import type { KnownPod } from '../known-pods';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import { everyNode, lacking, podGroup, podsCalled, untold } from '../lockout-facts';
import type { FoundPath, ProtectedRow } from '../protected-row';

const tcp = (port: number) => ({ protocol: PROTOCOL.tcp, port });
const COLLECTORS = ['prometheus', 'vmagent', 'prometheus-server', 'grafana-agent', 'alloy', 'vmagent-cluster'] as const;

/** Who watches. */
export const MONITORING_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L34',
    theme: 'monitoring',
    title: 'Prometheus to what it scrapes',
    protects: 'When alarms fall silent nobody sees what else the rollout broke.',
    ports: 'tcp 9100 (node-exporter), 9091 (Felix), 9093 (Typha), and what pods announce',
    letters: ['E', 'F', 'H'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const collectors = podsCalled(facts, COLLECTORS);
      if (collectors.length === 0) return lacking(facts, 'Prometheus', 'kubectl get pods -A -o yaml');
      const from = podGroup('Prometheus', collectors);
      const found = [...exporters(facts, from), ...announced(facts, from)];
      const reached = found.filter(({ connections }) => connections.length > 0);
      return reached.length > 0
        ? reached
        : untold(
            'no exporter is known by its name or its annotations; add rows of your own for what Prometheus scrapes',
          );
    },
  },
];

function exporters(facts: LockoutFacts, from: EndGroup): readonly FoundPath[] {
  const to = (label: string, names: readonly string[], port: number): readonly FoundPath[] => {
    const pods = podsCalled(facts, names);
    return pods.length === 0 ? [] : [pathTo(facts, from, podGroup(label, pods), tcp(port))];
  };
  const felix = facts.cluster.felix.global;
  const nodes = everyNode(facts);
  return [
    ...to('node-exporter', ['node-exporter', 'prometheus-node-exporter'], 9100),
    ...(readBoolean(felix, 'prometheusMetricsEnabled') === true
      ? [
          pathTo(
            facts,
            from,
            { ...nodes, label: `Felix of ${nodes.label}` },
            tcp(readNumber(felix, 'prometheusMetricsPort') ?? 9091),
          ),
        ]
      : []),
    ...to('Typha', ['calico-typha'], 9093),
    ...to('kube-state-metrics', ['kube-state-metrics'], 8080),
  ];
}

/** Pods that say by annotation on which port they want to be scraped, by namespace and port. */
function announced(facts: LockoutFacts, from: EndGroup): readonly FoundPath[] {
  const groups = new Map<string, { readonly label: string; readonly port: number; readonly pods: KnownPod[] }>();
  for (const pod of facts.pods) {
    const port = Number(pod.annotations['prometheus.io/port'] ?? '');
    if (pod.annotations['prometheus.io/scrape'] !== 'true' || !Number.isInteger(port) || port < 1 || port > 65_535)
      continue;
    const key = `${pod.namespace} ${port}`;
    const group = groups.get(key) ?? { label: `pods of ${pod.namespace}`, port, pods: [] };
    groups.set(key, group);
    group.pods.push(pod);
  }
  return [...groups.values()].map(({ label, port, pods }) => pathTo(facts, from, podGroup(label, pods), tcp(port)));
}
