import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../../../../main/engine/model/rehearsal';
import { DEFAULT_GATE_SETTINGS } from '../../../../../main/engine/model/wizard';
import type { Wizard, WizardEvent } from '../../../../../main/engine/model/wizard';
import { STEPS } from '../../../../../main/engine/model/world';
import { writeReviewPack } from '../../../../../main/engine/report/review-pack';
import { INVENTED_WIZARD } from '../../../../renderer/invented-plan';
import { protectedPathOf } from '../../lockout/protected-path-of';
import { NO_INPUTS, NO_PLAN } from '../../plan/no-plan';
import { REVIEWED } from './reviewed';

const commentOf = (rehearsal: Rehearsal, wizard: Wizard | null): string =>
  writeReviewPack(rehearsal, wizard).find(({ path }) => path === 'review.md')?.text ?? '';

const inEveryWorld = <V>(value: V) => ({ now: value, net: value, staged: value, promoted: value, final: value });

/** Nothing changes, nothing is unknown, and every path is open by a rule. */
const QUIET: Rehearsal = {
  ...REVIEWED,
  cluster: { ...REVIEWED.cluster, complete: true },
  accounting: { ...REVIEWED.accounting, files: [], notRead: [] },
  diagnostics: [],
  edges: REVIEWED.edges.filter(({ verdicts }) => Object.values(verdicts).every(({ verdict }) => verdict === 'allow')),
  unlistedEdges: 0,
  findings: [],
  protectedPaths: [
    protectedPathOf({ verdicts: inEveryWorld({ tag: 'rule', policy: 'ssh', position: null }), observable: true }),
    protectedPathOf({
      id: 'L42',
      row: 'L42',
      title: 'The rollback can be written',
      verdicts: inEveryWorld({ tag: 'no-policy' }),
      observable: true,
    }),
  ],
  plan: {
    ...REVIEWED.plan,
    promotion: NO_PLAN.promotion,
    steps: REVIEWED.plan.steps.map((step) => ({
      ...step,
      machineChecks: step.machineChecks.filter(({ state }) => state === 'green'),
      changes: { compared: 84, opened: 0, closed: 0, becameUndecided: 0, listed: [] },
    })),
  },
  flows:
    REVIEWED.flows === null
      ? null
      : {
          ...REVIEWED.flows,
          flows: [],
          files: [],
          counts: { ...REVIEWED.flows.counts, wouldBreak: 0, onlyByNet: 0, unexplained: 0, unannounced: 0 },
          coverage: { ...REVIEWED.flows.coverage, silentWorkloads: [] },
        },
};

/** Nobody knows much, and what is known is bad. */
const DOUBTFUL: Rehearsal = {
  ...REVIEWED,
  cluster: { ...REVIEWED.cluster, version: '', dataplane: 'unknown' },
  accounting: {
    ...REVIEWED.accounting,
    files: [{ role: 'snapshot', path: 'dump.bin', bytes: 9, fate: 'rejected', why: 'not text', documents: [] }],
  },
  edges: REVIEWED.edges.filter(({ verdicts: { now, final } }) => now.verdict !== final.verdict),
  unlistedEdges: 5000,
  findings: REVIEWED.findings.map((finding) => ({ ...finding, code: 'N1', help: '' })),
  protectedPaths: [
    protectedPathOf({
      id: 'L42',
      row: 'L42',
      title: 'The rollback can be written',
      verdicts: {
        ...inEveryWorld({ tag: 'failsafe-only' }),
        final: { tag: 'blocked', by: 'hosts', position: { file: 'changes/hosts.yaml', line: 7, column: 3 } },
      },
    }),
    protectedPathOf({
      id: 'L09',
      row: 'L09',
      title: 'Kubelet',
      verdicts: inEveryWorld({
        tag: 'undecided',
        why: 'the node has no address',
        command: 'kubectl get nodes -o wide',
      }),
    }),
    protectedPathOf({
      id: 'L30',
      row: 'L30',
      title: 'Backup',
      expect: 'closed',
      verdicts: inEveryWorld({ tag: 'undecided', why: 'no such set', command: '' }),
    }),
  ],
  plan: {
    ...REVIEWED.plan,
    promotion: {
      ...REVIEWED.plan.promotion,
      moves: REVIEWED.plan.promotion.moves.map((move) => ({
        ...move,
        why: 'one cuts what the other opens',
        changes: { compared: 84, opened: 1, closed: 2, becameUndecided: 3, listed: [] },
        pathVerdicts: {
          L30: { tag: 'blocked', by: 'hosts', position: null },
          L09: { tag: 'undecided', why: '', command: '' },
        },
      })),
    },
  },
  inputs: NO_INPUTS,
};

const UNBOUND = { by: 'Ada', at: '2026-11-21T09:30:00Z', text: 'seen', inputs: 'd'.repeat(64) } as const;
const signed = { ...UNBOUND, step: 'net' } as const;
const EVENTS: readonly WizardEvent[] = [
  { ...signed, id: 1, tag: 'overridden', check: 'net.order' },
  { ...signed, id: 2, tag: 'done', check: 'net.console' },
  { ...signed, id: 3, tag: 'acknowledged', check: 'gone' },
  { ...signed, id: 4, tag: 'signed-off' },
  { ...signed, id: 5, tag: 'withdrawn', event: 3 },
  { ...signed, id: 6, tag: 'acknowledged', check: 'gone' },
  { ...signed, id: 7, tag: 'acknowledged', check: 'net.order' },
  {
    ...UNBOUND,
    id: 8,
    tag: 'rules-changed',
    before: { secondPerson: true, minimumObservationMinutes: 60 },
    after: { secondPerson: false, minimumObservationMinutes: 0 },
  },
];

const REOPENED: Wizard = {
  ...INVENTED_WIZARD,
  events: EVENTS,
  gates: STEPS.map((step, index) => ({
    step,
    state: (['passed', 'reopened', 'open', 'closed'] as const)[index] ?? 'closed',
    reasons: index === 0 ? [] : ['changes/hosts.yaml changed since Ada signed off.'],
    answers: {},
    signOffs: index === 0 ? [4] : [],
  })),
};

describe('a review', () => {
  it('of a rollout where all is proved says so, and nothing else', async () => {
    const comment = commentOf(QUIET, { ...INVENTED_WIZARD, events: [], gates: [], settings: DEFAULT_GATE_SETTINGS });
    expect(comment).toContain('> **Every check of this rollout is proved**');
    await expect(comment).toMatchFileSnapshot('quiet-review.txt');
  });

  it('of a rollout that nobody can judge names every doubt', async () => {
    const comment = commentOf(DOUBTFUL, REOPENED);
    expect(comment).toContain('in the end the rollback cannot be written');
    expect(comment).toContain('1 step was re-opened because inputs changed after its sign-off');
    await expect(comment).toMatchFileSnapshot('doubtful-review.txt');
  });

  it('without flows, paths or plan says what it lacks', async () => {
    const empty = { ...REVIEWED, flows: null, protectedPaths: [], findings: [], plan: NO_PLAN };
    const comment = commentOf(empty, null);
    expect(comment).toContain('no recorded flows were given');
    await expect(comment).toMatchFileSnapshot('empty-review.txt');
  });
});
