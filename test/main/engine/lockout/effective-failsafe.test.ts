import { describe, expect, it } from 'vitest';
import { felix } from '../evaluate/manifests';
import { SECRET, calicoNode } from '../cluster/felix-objects';
import { rehearse } from '../rehearse/rehearse-objects';
import { TWO_NODES } from './resolve-row';
import { run } from './small-rollout';

describe('the failsafe lists of a rehearsal', () => {
  it('are those that Felix reads at the end of the rollout, nodes with the same list together', () => {
    const own = felix({ failsafeInboundHostPorts: [{ protocol: 'TCP', port: 22, net: '10.9.0.0/24' }] }, 'node.worker');
    const lists = run([own]).failsafe;
    expect(lists.map(({ direction, nodes, from }) => `${direction} ${nodes.join(', ')}: ${from}`)).toEqual([
      'inbound cp: built-in default',
      'inbound worker: FelixConfiguration node.worker',
      'outbound cp, worker: built-in default',
    ]);
    expect(lists[1]).toMatchObject({
      ports: ['tcp 22 (10.9.0.0/24)'],
      adds: ['tcp 22 (10.9.0.0/24)'],
      position: { file: 'snapshot/objects.yaml', line: 17 },
      doubt: null,
    });
    expect(lists[1]?.lacks).toContain('tcp 22');
    expect(lists[0]).toMatchObject({ lacks: [], adds: [] });
  });

  it('are of change files too: a list that the rollout brings is in force at its end', () => {
    const emptied = felix({ failsafeInboundHostPorts: [] }, 'node.worker');
    const [, worker] = run([], [emptied]).failsafe;
    expect(worker).toMatchObject({
      nodes: ['worker'],
      ports: [],
      adds: [],
      position: { file: 'changes/objects.yaml' },
    });
    expect(worker?.lacks).toHaveLength(9);
  });

  it('say what stops Felix, and which list nobody can tell', () => {
    const stops = felix({ failsafeInboundHostPorts: [{ protocol: 'SCTP', port: 22 }] }, 'node.worker');
    expect(run([stops]).failsafe.find(({ nodes }) => nodes.includes('worker'))?.fatal).toHaveLength(1);
    const elsewhere = calicoNode([{ name: 'FELIX_FAILSAFEINBOUNDHOSTPORTS', ...SECRET }]);
    const [unknown] = rehearse([...TWO_NODES, elsewhere], [], {}).failsafe;
    expect(unknown).toMatchObject({
      direction: 'inbound',
      ports: [],
      lacks: [],
      adds: [],
      doubt: { why: 'the value of FELIX_FAILSAFEINBOUNDHOSTPORTS of calico-node stands in another object' },
    });
  });
});
