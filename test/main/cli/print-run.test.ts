import { describe, expect, it } from 'vitest';
import type { Finding, FindingSeverity } from '../../../main/engine/model/finding';
import type { ProtectedPath, ProtectedVerdict } from '../../../main/engine/model/protected-path';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import type { Gate } from '../../../main/engine/model/wizard';
import { countFindings } from '../../../main/cli/print-findings';
import { printRun } from '../../../main/cli/print-run';
import { COLOUR_STYLE, PLAIN_STYLE } from '../../../main/cli/style';
import { countAtRisk, printProtectedPaths } from '../../../main/cli/print-protected-paths';
import { NO_PLAN } from '../engine/plan/no-plan';
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
  plan: NO_PLAN,
};

const GATES: readonly Gate[] = [
  {
    step: 'net',
    state: 'reopened',
    reasons: ['changes/lock.yaml changed since Ada signed off.', 'a', 'b', 'c', 'Nobody has signed off.'],
    answers: {},
    signOffs: [],
  },
];

function findingsOf(...severities: readonly FindingSeverity[]): readonly Finding[] {
  return severities.map((severity) => ({ code: 'X', severity, title: '', help: '', evidence: [] }));
}

describe('a rehearsal as text', () => {
  // `vitest -u` writes the text anew: read what it changes.
  it('names worlds, steps, protected paths, gates and findings, worst first, and ends in a line that can be counted', async () => {
    await expect(printRun(INVENTED, GATES, PLAIN_STYLE)).toMatchFileSnapshot('invented.txt');
  });

  it('says so where there is nothing', () => {
    expect(printRun(EMPTY, [], PLAIN_STYLE)).toBe(`Empty
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
    const coloured = printRun(INVENTED, GATES, COLOUR_STYLE);
    expect(coloured).not.toBe(printRun(INVENTED, GATES, PLAIN_STYLE));
    expect(coloured.replaceAll(ESCAPE_SEQUENCE, '')).toBe(printRun(INVENTED, GATES, PLAIN_STYLE));
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
      { ...doubtful, to: 'node3', expect: 'closed' },
      {
        ...first,
        from: '',
        to: '',
        traffic: '',
        verdicts: inEveryWorld<ProtectedVerdict>({ tag: 'absent', why: 'no Node' }),
      },
    ];
    expect(printProtectedPaths(paths, PLAIN_STYLE).join('\n')).toMatchInlineSnapshot(`
      "Protected paths
        now: 4 paths, 1 open where it must be closed, 1 not checked, 2 open
        net: 4 paths, 1 open where it must be closed, 1 not checked, 2 open
        staged: 4 paths, 1 open where it must be closed, 2 by failsafe only, 1 not checked
        promoted: 4 paths, 3 undecided, 1 not checked
        final: 4 paths, 3 undecided, 1 not checked
        undecided: L01 SSH from operators, must be closed
          10.1.0.0/24 → node3 tcp 22
            now: open by ssh
            net: open, no policy applies
            staged: open by failsafe ports alone
            promoted: cannot be told: the interface is unknown
              $ ip address
            final: cannot be told: the interface is unknown
        undecided: L01 SSH from operators
          10.1.0.0/24 → node1 tcp 22
          10.1.0.0/24 → node2 tcp 22
            now: open by ssh
            net: open, no policy applies
            staged: open by failsafe ports alone
            promoted: cannot be told: the interface is unknown
              $ ip address
            final: cannot be told: the interface is unknown
        not checked, so nothing is proved about them:
          L01 SSH from operators: no Node"
    `);
    expect(countAtRisk(paths)).toBe('3 of 3 protected paths at risk in promoted, 1 not checked');
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
      ...Array.from({ length: 10 }, (_, index) => edgesTo(`y${index}`, 'tcp 1', 1)).flat(),
      ...edgesTo('z', 'tcp 1', 2),
      ...edgesTo('z', 'tcp 2', 2),
    ];
    const steps = INVENTED.steps.filter(({ step }) => step === 'remove-net');
    const lines = printRun({ ...EMPTY, edges, steps }, [], PLAIN_STYLE)
      .split('\n')
      .filter((line) => line.startsWith('    '));
    expect([lines.length, ...lines.slice(0, 2), ...lines.slice(-3)]).toEqual([
      25,
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
