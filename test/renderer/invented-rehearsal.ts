import type { Accounting } from '../../main/engine/model/accounting';
import type { Diagnostic } from '../../main/engine/model/diagnostic';
import type { Finding } from '../../main/engine/model/finding';
import type { ProtectedPath, ProtectedVerdict } from '../../main/engine/model/protected-path';
import { protectedPathOf } from '../main/engine/lockout/protected-path-of';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import { WORLDS } from '../../main/engine/model/world';
import { NO_INPUTS, NO_PLAN } from '../main/engine/plan/no-plan';
import { EDGES, everywhere, GUARD, inWorlds, NET, PARTIES } from './invented-edges';

const rule: ProtectedVerdict = {
  tag: 'rule',
  policy: NET,
  position: { file: 'changes/safety-net.yaml', line: 9, column: 3 },
};

function protectedPath(
  row: string,
  title: string,
  to: string,
  traffic: string,
  verdicts: ProtectedPath['verdicts'],
): ProtectedPath {
  return protectedPathOf({ id: `${row} 10.1.0.0/24 → ${to}`, row, title, to, traffic, verdicts });
}

const PATHS: readonly ProtectedPath[] = [
  ...['node1', 'node2'].map((node) =>
    protectedPath(
      'L01',
      'SSH to a node',
      node,
      'tcp 22',
      inWorlds<ProtectedVerdict>({ tag: 'no-policy' }, rule, rule, { tag: 'net-only' }, { tag: 'failsafe-only' }),
    ),
  ),
  protectedPath(
    'L01',
    'SSH to a node',
    'node3',
    'tcp 22',
    inWorlds<ProtectedVerdict>(
      { tag: 'no-policy' },
      rule,
      rule,
      { tag: 'net-only' },
      { tag: 'blocked', by: 'hosts-deny', position: { file: 'changes/hosts-deny.yaml', line: 4, column: 3 } },
    ),
  ),
  protectedPath(
    'L02',
    'API server',
    'node1',
    'tcp 6443',
    inWorlds<ProtectedVerdict>({ tag: 'no-policy' }, rule, rule, rule, {
      tag: 'undecided',
      why: 'no HostEndpoint of node1 is in the snapshot',
      command: 'kubectl get hostendpoints -o yaml',
    }),
  ),
  protectedPath(
    'L03',
    'API server over a load balancer',
    '203.0.113.9',
    'tcp 6443',
    everywhere<ProtectedVerdict>({ tag: 'absent', why: 'the snapshot names no load balancer' }),
  ),
];

const FINDINGS: readonly Finding[] = [
  {
    code: 'N2',
    severity: 'warns',
    title: 'While the net is there, prod/frontend → prod/database tcp 8080, closed today, is open',
    help: 'Keep the time between step 1 and step 5 short, or give the net an order behind the policy.',
    evidence: [
      {
        tag: 'verdicts',
        from: 'prod/frontend',
        to: 'prod/database',
        traffic: 'tcp 8080',
        before: { world: 'now', verdict: 'deny', by: GUARD },
        after: { world: 'net', verdict: 'allow', by: NET },
      },
      {
        tag: 'order',
        text: `${GUARD} has no order, so ${NET} with order 100000 runs before it`,
        position: { file: 'snapshot/policies.yaml', line: 3, column: 1 },
      },
    ],
  },
  {
    code: 'L1',
    severity: 'blocks',
    title: 'SSH from 10.1.0.0/24 to node3 is blocked after the rollout',
    help: 'Allow tcp 22 from the admin addresses in a policy that runs before hosts-deny.',
    evidence: [
      {
        tag: 'verdicts',
        from: '10.1.0.0/24',
        to: 'node3',
        traffic: 'tcp 22',
        before: { world: 'now', verdict: 'allow', by: 'no policy' },
        after: { world: 'final', verdict: 'deny', by: 'hosts-deny' },
      },
    ],
  },
];

const ACCOUNTING: Accounting = {
  files: [
    {
      role: 'snapshot',
      path: 'policies.yaml',
      bytes: 2140,
      fate: 'read',
      why: '',
      documents: [
        { line: 1, fate: { tag: 'loaded', kind: 'projectcalico.org/v3 NetworkPolicy', count: 1 } },
        { line: 24, fate: { tag: 'ignored', why: 'kind ConfigMap is not read' } },
      ],
    },
    { role: 'snapshot', path: 'logo.png', bytes: 812, fate: 'ignored', why: 'not a manifest', documents: [] },
    {
      role: 'changes',
      path: 'backend-lockdown.yaml',
      bytes: 412,
      fate: 'read',
      why: '',
      documents: [{ line: 1, fate: { tag: 'loaded', kind: 'projectcalico.org/v3 StagedNetworkPolicy', count: 1 } }],
    },
    {
      role: 'changes',
      path: 'broken.yaml',
      bytes: 60,
      fate: 'read',
      why: '',
      documents: [{ line: 1, fate: { tag: 'rejected', why: 'it is not YAML' } }],
    },
  ],
  loaded: [
    { kind: 'projectcalico.org/v3 NetworkPolicy', count: 1 },
    { kind: 'projectcalico.org/v3 StagedNetworkPolicy', count: 1 },
    { kind: 'v1 Pod', count: 9 },
  ],
  notRead: [{ kind: 'v1 ConfigMap', count: 1 }],
};

const DIAGNOSTICS: readonly Diagnostic[] = [
  {
    code: 'LOAD09',
    severity: 'information',
    position: { file: 'snapshot/policies.yaml', line: 24, column: 1 },
    excerpt: 'kind: ConfigMap',
    message: 'ConfigMap is not read.',
    help: 'Nothing to do: it decides nothing.',
  },
  {
    code: 'LOAD01',
    severity: 'error',
    position: { file: 'changes/broken.yaml', line: 3, column: 5 },
    excerpt: '  selector: app == "web',
    message: 'A quoted text is not closed.',
    help: 'Close the quotation mark.',
  },
];

/** A small rollout, invented for the tests of the window: a staged lockdown of the backend, and a host that gets locked. */
export const INVENTED_REHEARSAL: Rehearsal = {
  plan: NO_PLAN,
  flows: null,
  inputs: NO_INPUTS,
  name: 'ship-it-safely',
  cluster: {
    version: 'v3.32',
    naming: 'plain',
    dataplane: 'nftables',
    complete: false,
    hostForwardPolicy: 'unknown',
    hostInputPolicy: 'unknown',
  },
  counts: { nodes: 3, pods: 9, workloads: 4, policies: 1, changes: 1, classes: 6 },
  accounting: ACCOUNTING,
  diagnostics: DIAGNOSTICS,
  parties: PARTIES,
  edges: EDGES,
  unlistedEdges: 74,
  steps: [
    {
      step: 'net',
      from: 'now',
      to: 'net',
      line: 'opens 2 closed paths',
      compared: 84,
      opened: 2,
      closed: 0,
      becameUndecided: 0,
    },
    {
      step: 'stage',
      from: 'net',
      to: 'staged',
      line: '0 of 84 verdicts change',
      compared: 84,
      opened: 0,
      closed: 0,
      becameUndecided: 0,
    },
    {
      step: 'observe',
      from: 'staged',
      to: 'staged',
      line: '3 connections will be blocked',
      compared: 84,
      opened: 0,
      closed: 0,
      becameUndecided: 0,
    },
    {
      step: 'promote',
      from: 'staged',
      to: 'promoted',
      line: 'the net hides 3 changes',
      compared: 84,
      opened: 0,
      closed: 0,
      becameUndecided: 0,
    },
    {
      step: 'remove-net',
      from: 'promoted',
      to: 'final',
      line: 'closes 5 paths',
      compared: 84,
      opened: 0,
      closed: 5,
      becameUndecided: 0,
    },
  ],
  pairs: WORLDS.map((world) => ({
    world,
    pairs: 12,
    open: world === 'final' ? 8 : 10,
    onExactlyOnePort: 2,
    onAllTraffic: 6,
    undecided: 0,
  })),
  findings: FINDINGS,
  protectedPaths: PATHS,
  failsafe: [],
};
