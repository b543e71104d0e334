import { describe, expect, it } from 'vitest';
import type { Finding, FindingSeverity } from '../../../main/engine/model/finding';
import type { ProtectedPath, ProtectedVerdict } from '../../../main/engine/model/protected-path';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import { countFindings } from '../../../main/cli/print-findings';
import { printRun } from '../../../main/cli/print-run';
import { COLOUR_STYLE, PLAIN_STYLE } from '../../../main/cli/style';
import { countAtRisk, countChecked, printProtectedPaths } from '../../../main/cli/print-protected-paths';
import { allowedBy, deniedBy, INVENTED, inEveryWorld, perWorld } from './invented-rehearsal';

const ESCAPE_SEQUENCE = new RegExp('\u001b\\[\\d+m', 'g');

const EMPTY: Rehearsal = {
  ...INVENTED,
  name: 'Empty',
  cluster: { ...INVENTED.cluster, version: '', dataplane: 'unknown', complete: false },
  counts: { nodes: 0, pods: 0, workloads: 0, policies: 0, changes: 0, classes: 0 },
  accounting: { files: [], loaded: [], notRead: [] },
  diagnostics: [],
  parties: [],
  edges: [],
  unlistedEdges: 0,
  steps: [],
  pairs: [],
  findings: [],
  protectedPaths: [],
};

function findingsOf(...severities: readonly FindingSeverity[]): readonly Finding[] {
  return severities.map((severity) => ({ code: 'X', severity, title: '', help: '', evidence: [] }));
}

describe('a rehearsal as text', () => {
  it('names worlds, steps, protected paths and findings, worst first, and ends in a line that can be counted', () => {
    expect(printRun(INVENTED, PLAIN_STYLE)).toBe(`Invented
1 node, 1,234 pods, 3 workloads, 1 policy in force, 1 change, 4 endpoint classes
Calico v3.32, iptables, complete snapshot

Import
  1 file read, 1 ignored, 0 rejected
  1 document loaded, 1 ignored, 0 rejected
  loaded: 1 v1 Node, 3 v1 Pod
  not read: 2 v1 ConfigMap
  ignored snapshot/logo.png: not YAML or JSON
  diagnostics: 1 error, 0 warnings, 1 for information
  error LOAD01 snapshot/all.yaml: The file is not YAML. Correct it.
  information SEL04 snapshot/all.yaml:4: The selector selects nothing. Compare it with the labels of the snapshot.

Worlds
  now: 6 of 6 ordered workload pairs are open: 0 on exactly one port, 6 on all traffic
  net: 6 of 6 ordered workload pairs are open: 0 on exactly one port, 6 on all traffic
  staged: 6 of 6 ordered workload pairs are open: 0 on exactly one port, 6 on all traffic
  promoted: 6 of 6 ordered workload pairs are open: 0 on exactly one port, 6 on all traffic
  final: 4 of 6 ordered workload pairs are open: 1 on exactly one port, 2 on all traffic, 1 on part of it; 1 cannot be told

What each step changes
  1 Safety net (now → net): opens 1
    opens: a/web → b/db tcp 8080
      denied (gate), then allowed (only by the safety net)
  2 Stage (net → staged): 0 of 4
  3 Observe (staged): look
  4 Promote (staged → promoted): hides 1
    net only: a/web → a/api tcp 8080
      allowed (zzz-net), then allowed (only by the safety net)
  5 Remove the net (promoted → final): closes 2
    closes: a/web → a/api tcp 8080
      allowed (only by the safety net), then denied (lock)
    closes: a/web → b/db tcp 8080
      allowed (only by the safety net), then denied (gate)

Stays open in every world
  a/api → b/db tcp 8080
    allowed (gate)

Protected paths
  now: 2 paths, 2 open
  net: 2 paths, 2 open
  staged: 2 paths, 2 open
  promoted: 2 paths, 1 by the safety net only, 1 open
  final: 2 paths, 1 blocked, 1 open
  L01 SSH from operators, tcp 22 (flow logs cannot show it)
    10.1.0.0/24 → node1
      now, net, staged: open, no policy applies
      promoted: by the safety net only
      final: blocked by lock (changes/lock.yaml:3)

Findings
  blocks N1: The policy is never reached.
    - a/web → b/db tcp 8080: now denied (gate), net allowed (zzz-net)
    - gate has no order (snapshot/all.yaml:12)
    Give it an order.
  informs I9: Good to know.
    - spec.order is missing
    Nothing to do.

1 finding blocks, 0 warn, 1 informs; 1 of 2 protected paths at risk, 0 not checked.
`);
  });

  it('says so where there is nothing', () => {
    expect(printRun(EMPTY, PLAIN_STYLE)).toBe(`Empty
0 nodes, 0 pods, 0 workloads, 0 policies in force, 0 changes, 0 endpoint classes
Calico version unknown, dataplane unknown (iptables or nftables), snapshot may be incomplete

Import
  0 files read, 0 ignored, 0 rejected
  0 documents loaded, 0 ignored, 0 rejected
  loaded: nothing
  diagnostics: 0 errors, 0 warnings, 0 for information

Worlds

What each step changes

Protected paths
  none checked: the snapshot has no nodes, or no admin networks are given (--admin CIDR)

Findings
  none

0 findings block, 0 warn, 0 inform; 0 of 0 protected paths at risk, 0 not checked.
`);
  });

  it('says in colour what it says without', () => {
    const coloured = printRun(INVENTED, COLOUR_STYLE);
    expect(coloured).not.toBe(printRun(INVENTED, PLAIN_STYLE));
    expect(coloured.replaceAll(ESCAPE_SEQUENCE, '')).toBe(printRun(INVENTED, PLAIN_STYLE));
  });

  it('names what carries every protected path that is not green', () => {
    const [first] = INVENTED.protectedPaths;
    if (first === undefined) throw new Error('the invented rehearsal has protected paths');
    const doubtful: ProtectedPath = {
      ...first,
      observable: true,
      verdicts: perWorld<ProtectedVerdict>(
        { tag: 'rule', policy: 'ssh', position: null },
        { tag: 'no-policy' },
        { tag: 'failsafe-only' },
        { tag: 'undecided', why: 'the interface is unknown', command: 'ip address' },
        { tag: 'undecided', why: 'the interface is unknown', command: '' },
      ),
    };
    const paths: readonly ProtectedPath[] = [
      doubtful,
      { ...doubtful, to: 'node2' },
      {
        ...first,
        from: '',
        to: '',
        traffic: '',
        verdicts: inEveryWorld<ProtectedVerdict>({ tag: 'absent', why: 'no Node' }),
      },
    ];
    expect(printProtectedPaths(paths, PLAIN_STYLE).join('\n')).toBe(`Protected paths
  now: 3 paths, 2 open, 1 not checked
  net: 3 paths, 2 open, 1 not checked
  staged: 3 paths, 2 by failsafe only, 1 not checked
  promoted: 3 paths, 2 cannot be told, 1 not checked
  final: 3 paths, 2 cannot be told, 1 not checked
  L01 SSH from operators, tcp 22
    10.1.0.0/24 → node1
    10.1.0.0/24 → node2
      now: open by ssh
      net: open, no policy applies
      staged: by failsafe only
      promoted: cannot be told: the interface is unknown; ask: ip address
      final: cannot be told: the interface is unknown
  L01 SSH from operators (flow logs cannot show it)
      every world: not checked: no Node`);
    expect([countAtRisk(paths), countChecked(paths)]).toEqual([2, 2]);
  });

  it('puts sources with one fate together, declared ports before other traffic, and counts what is too much to list', () => {
    const [first] = INVENTED.edges;
    if (first === undefined) throw new Error('the invented rehearsal has edges');
    const verdicts = perWorld(allowedBy('a'), allowedBy('a'), allowedBy('a'), allowedBy('a'), deniedBy('b'));
    const edgesTo = (to: string, traffic: string, sources: number) =>
      Array.from({ length: sources }, (_, index) => ({
        ...first,
        from: `w${index}`,
        to,
        traffic,
        other: traffic === 'other traffic',
        verdicts,
      }));
    const edges = [
      ...edgesTo('x', 'other traffic', 1),
      ...edgesTo('x', 'tcp 1', 10),
      ...Array.from({ length: 18 }, (_, index) => edgesTo(`y${index}`, 'tcp 1', 1)).flat(),
      ...edgesTo('z', 'tcp 1', 2),
      ...edgesTo('z', 'tcp 2', 2),
    ];
    const steps = INVENTED.steps.filter(({ step }) => step === 'remove-net');
    const lines = printRun({ ...EMPTY, edges, steps }, PLAIN_STYLE)
      .split('\n')
      .filter((line) => line.startsWith('    '));
    expect([lines.length, ...lines.slice(0, 2), ...lines.slice(-3)]).toEqual([
      41,
      '    closes: w0, w1, w2, w3, w4 and 5 more → x tcp 1',
      '      allowed (a), then denied (b)',
      '    closes: w0, w1 → z tcp 1',
      '      allowed (a), then denied (b)',
      '    … and 3 more paths (--json lists all)',
    ]);
  });
});

describe('the closing line', () => {
  it('counts in plain English', () => {
    expect(countFindings(findingsOf('blocks', 'warns', 'informs'))).toBe('1 finding blocks, 1 warns, 1 informs');
    expect(countFindings(findingsOf('blocks', 'blocks', 'informs', 'informs'))).toBe(
      '2 findings block, 0 warn, 2 inform',
    );
  });
});
