import type { Edge, EdgeVerdict } from '../../../main/engine/model/edge';
import type { ProtectedVerdict } from '../../../main/engine/model/protected-path';
import { protectedPathOf } from '../engine/lockout/protected-path-of';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import type { WorldName } from '../../../main/engine/model/world';
import { WORLDS } from '../../../main/engine/model/world';
import { CONSOLE_PLAN, NO_INPUTS } from '../engine/plan/no-plan';

/** One value per world, in the order of the rollout. */
export function perWorld<T>(now: T, net: T, staged: T, promoted: T, final: T): Readonly<Record<WorldName, T>> {
  return { now, net, staged, promoted, final };
}

export function inEveryWorld<T>(value: T): Readonly<Record<WorldName, T>> {
  return perWorld(value, value, value, value, value);
}

export const allowedBy = (by: string): EdgeVerdict => ({
  verdict: 'allow',
  by,
  position: null,
  onlyByNet: false,
  onlyByFailsafe: false,
});
export const deniedBy = (by: string): EdgeVerdict => ({
  verdict: 'deny',
  by,
  position: null,
  onlyByNet: false,
  onlyByFailsafe: false,
});
const BY_NET: EdgeVerdict = { ...allowedBy('zzz-net'), onlyByNet: true };

function edge(from: string, to: string, traffic: string, verdicts: Edge['verdicts']): Edge {
  return {
    id: `${from} ${to} ${traffic}`,
    from: `workload:${from}`,
    to: `workload:${to}`,
    traffic,
    sample: { protocol: 6, port: 8080 },
    other: traffic === 'other traffic',
    verdicts,
    protected: false,
  };
}

function workload(label: string): Rehearsal['parties'][number] {
  const [namespace = '', name = ''] = label.split('/');
  return { id: `workload:${label}`, kind: 'workload', label, namespace, name, detail: 'Deployment · 1', members: 1 };
}

const NO_POLICY: ProtectedVerdict = { tag: 'no-policy' };

/** A rollout that closes one edge, opens another while the net is there, and cuts one node off. */
export const INVENTED: Rehearsal = {
  name: 'Invented',
  cluster: {
    version: 'v3.32',
    naming: 'plain',
    dataplane: 'iptables',
    complete: true,
    hostForwardPolicy: 'unknown',
    hostInputPolicy: 'unknown',
  },
  counts: { nodes: 1, pods: 1234, workloads: 3, policies: 1, changes: 1, classes: 4 },
  accounting: {
    files: [
      {
        role: 'snapshot',
        path: 'all.yaml',
        bytes: 900,
        fate: 'read',
        why: '',
        documents: [
          { line: 1, fate: { tag: 'loaded', kind: 'v1 Pod', count: 3 } },
          { line: 9, fate: { tag: 'ignored', why: 'empty' } },
        ],
      },
      { role: 'snapshot', path: 'logo.png', bytes: 9, fate: 'ignored', why: 'not YAML or JSON', documents: [] },
    ],
    loaded: [
      { kind: 'v1 Node', count: 1 },
      { kind: 'v1 Pod', count: 3 },
    ],
    notRead: [{ kind: 'v1 ConfigMap', count: 2 }],
  },
  diagnostics: [
    {
      code: 'SEL04',
      severity: 'information',
      position: { file: 'snapshot/all.yaml', line: 4, column: 2 },
      excerpt: '',
      message: 'The selector selects nothing.',
      help: 'Compare it with the labels of the snapshot.',
    },
    {
      code: 'LOAD01',
      severity: 'error',
      position: { file: 'snapshot/all.yaml', line: 0, column: 0 },
      excerpt: '',
      message: 'The file is not YAML.',
      help: 'Correct it.',
    },
  ],
  parties: [workload('a/web'), workload('a/api'), workload('b/db')],
  edges: [
    edge(
      'a/web',
      'a/api',
      'tcp 8080',
      perWorld(allowedBy('no policy'), allowedBy('zzz-net'), allowedBy('zzz-net'), BY_NET, deniedBy('lock')),
    ),
    edge('a/web', 'b/db', 'tcp 8080', perWorld(deniedBy('gate'), BY_NET, BY_NET, BY_NET, deniedBy('gate'))),
    edge(
      'a/api',
      'b/db',
      'tcp 8080',
      perWorld(allowedBy('gate'), allowedBy('zzz-net'), allowedBy('zzz-net'), allowedBy('zzz-net'), allowedBy('gate')),
    ),
    edge('b/db', 'a/web', 'all traffic', inEveryWorld(allowedBy('no policy'))),
  ],
  unlistedEdges: 7,
  steps: [
    { step: 'net', from: 'now', to: 'net', line: 'opens 1', compared: 4, opened: 1, closed: 0, becameUndecided: 0 },
    { step: 'stage', from: 'net', to: 'staged', line: '0 of 4', compared: 4, opened: 0, closed: 0, becameUndecided: 0 },
    {
      step: 'observe',
      from: 'staged',
      to: 'staged',
      line: 'look',
      compared: 4,
      opened: 0,
      closed: 0,
      becameUndecided: 0,
    },
    {
      step: 'promote',
      from: 'staged',
      to: 'promoted',
      line: 'hides 1',
      compared: 4,
      opened: 0,
      closed: 0,
      becameUndecided: 0,
    },
    {
      step: 'remove-net',
      from: 'promoted',
      to: 'final',
      line: 'closes 2',
      compared: 4,
      opened: 0,
      closed: 2,
      becameUndecided: 0,
    },
  ],
  pairs: WORLDS.map((world) => ({
    world,
    pairs: 6,
    open: world === 'final' ? 4 : 6,
    onExactlyOnePort: world === 'final' ? 1 : 0,
    onAllTraffic: world === 'final' ? 2 : 6,
    undecided: world === 'final' ? 1 : 0,
  })),
  findings: [
    {
      code: 'I9',
      severity: 'informs',
      title: 'Good to know.',
      help: 'Nothing to do.',
      evidence: [{ tag: 'field', text: 'spec.order is missing', position: null }],
    },
    {
      code: 'N1',
      severity: 'blocks',
      title: 'The policy is never reached.',
      help: 'Give it an order.',
      evidence: [
        {
          tag: 'verdicts',
          from: 'a/web',
          to: 'b/db',
          traffic: 'tcp 8080',
          before: { world: 'now', verdict: 'deny', by: 'gate' },
          after: { world: 'net', verdict: 'allow', by: 'zzz-net' },
        },
        { tag: 'order', text: 'gate has no order', position: { file: 'snapshot/all.yaml', line: 12, column: 1 } },
      ],
    },
  ],
  plan: {
    ...CONSOLE_PLAN,
    net: {
      found: true,
      name: 'zzz-net',
      variants: [
        {
          id: 'tutorial',
          title: 'As usual',
          covers: ['Pods.'],
          leaves: ['Hosts.'],
          file: { path: 'net.yaml', text: '' },
        },
      ],
    },
  },
  flows: null,
  inputs: NO_INPUTS,
  protectedPaths: [
    protectedPathOf({
      id: 'L01 10.1.0.0/24 → node1',
      title: 'SSH from operators',
      verdicts: perWorld<ProtectedVerdict>(
        NO_POLICY,
        NO_POLICY,
        NO_POLICY,
        { tag: 'net-only' },
        { tag: 'blocked', by: 'lock', position: { file: 'changes/lock.yaml', line: 3, column: 1 } },
      ),
    }),
    protectedPathOf({
      id: 'L05 10.1.0.0/24 → node1',
      row: 'L05',
      title: 'API server',
      traffic: 'tcp 6443',
      verdicts: inEveryWorld<ProtectedVerdict>({
        tag: 'rule',
        policy: 'gate',
        position: { file: 'snapshot/all.yaml', line: 12, column: 1 },
      }),
    }),
  ],
  failsafe: [],
};
