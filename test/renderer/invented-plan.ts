import type {
  MachineCheck,
  Plan,
  PromotionMove,
  StepPlan,
  VerdictChange,
  VerdictChanges,
} from '../../main/engine/model/plan';
import type { Wizard } from '../../main/engine/model/wizard';
import { STEPS, STEP_WORLDS, type StepName } from '../../main/engine/model/world';

const NET = 'zzz-final-allow-everything';
const NET_TEXT = `apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata:
  name: ${NET}
spec:
  order: 100000
  types: [Ingress, Egress]
  ingress:
    - action: Allow
  egress:
    - action: Allow
`;

function policyText(staged: boolean): string {
  return `apiVersion: projectcalico.org/v3
kind: ${staged ? 'Staged' : ''}NetworkPolicy
metadata:
  name: backend-lockdown
  namespace: prod
spec:
${staged ? '  stagedAction: Set\n' : ''}  tier: default
  order: 500
  selector: app == 'backend'
  types: [Ingress]
`;
}

const FRONTEND_BACKEND: VerdictChange = {
  from: 'prod/frontend',
  to: 'prod/backend',
  traffic: 'tcp 8080',
  before: 'allow',
  after: 'deny',
  by: 'backend-lockdown · end of tier default',
  protected: false,
  survives: true,
  edge: 'workload:prod/frontend|workload:prod/backend|tcp 8080',
};
const SSH_NODE3: VerdictChange = {
  from: '10.1.0.0/24',
  to: 'node3',
  traffic: 'tcp 22',
  before: 'allow',
  after: 'deny',
  by: 'hosts-deny · end of tier default',
  protected: true,
  survives: true,
  edge: 'external:10.1.0.0/24|host:node3|tcp 22',
};
const FRONTEND_DATABASE: VerdictChange = {
  from: 'prod/frontend',
  to: 'prod/database',
  traffic: 'tcp 8080',
  before: 'deny',
  after: 'allow',
  by: NET,
  protected: false,
  survives: true,
  edge: 'workload:prod/frontend|workload:prod/database|tcp 8080',
};

function changes(listed: readonly VerdictChange[]): VerdictChanges {
  const count = (after: VerdictChange['after']) => listed.filter((change) => change.after === after).length;
  return { compared: 84, opened: count('allow'), closed: count('deny'), becameUndecided: count('undecided'), listed };
}

function check(id: string, state: MachineCheck['state'], title: string, detail: string): MachineCheck {
  const position = { file: 'changes/backend-lockdown.yaml', line: 3, column: 1 };
  const evidence = state === 'green' ? [] : [{ text: 'prod/backend-lockdown has no order', position }];
  return { id, title, state, detail, evidence };
}

function step(name: StepName, more: Partial<StepPlan>): StepPlan {
  return {
    step: name,
    ...STEP_WORLDS[name],
    files: [],
    rollback: [],
    commands: [],
    machineChecks: [],
    humanChecks: [],
    changes: changes([]),
    ...more,
  };
}

const MOVE: PromotionMove = {
  number: 1,
  policies: ['NetworkPolicy prod/backend-lockdown'],
  why: '',
  changes: changes([]),
  pathVerdicts: { 'L01 10.1.0.0/24 → node3': { tag: 'net-only' } },
  files: [{ path: '40-promote/01-prod-backend-lockdown.yaml', text: policyText(false) }],
  rollback: [{ path: 'rollback/40-promote/01-prod-backend-lockdown.yaml', text: policyText(true) }],
  commands: [
    {
      command: 'kubectl apply -f 40-promote/01-prod-backend-lockdown.yaml',
      expect: 'networkpolicy.projectcalico.org/backend-lockdown created',
      rollback: 'kubectl delete networkpolicies.projectcalico.org -n prod backend-lockdown',
    },
  ],
};

/** A plan for the invented rehearsal: one check of every state, one change of every sort. */
export const INVENTED_PLAN: Plan = {
  steps: [
    step('net', {
      files: [{ path: '10-net/safety-net.yaml', text: NET_TEXT }],
      commands: [
        {
          command: 'kubectl apply -f 10-net/safety-net.yaml',
          expect: `globalnetworkpolicy.projectcalico.org/${NET} created`,
          rollback: `kubectl delete globalnetworkpolicies.projectcalico.org ${NET}`,
        },
      ],
      machineChecks: [
        check(
          'net.selects-every-endpoint',
          'green',
          'The net selects every endpoint',
          'It selects 7 of 7 endpoints, 3 hosts among them.',
        ),
        check(
          'net.sorted-last',
          'red',
          'No policy is asked after the net',
          'prod/backend-lockdown has no order and is asked after it.',
        ),
        check(
          'net.opens',
          'amber',
          'The net opens nothing that is closed today',
          'It opens 1 of 84 verdicts while it is there.',
        ),
        check(
          'net.forward',
          'grey',
          'Forwarded traffic is covered',
          'The snapshot does not say what the FORWARD chain of the hosts does.',
        ),
      ],
      humanChecks: [
        {
          id: 'net.console',
          when: 'before',
          title: 'An out-of-band console of every node is at hand',
          command: 'ipmitool -H node1-bmc chassis status',
          expect: 'System Power : on',
        },
      ],
      changes: changes([FRONTEND_DATABASE]),
    }),
    step('stage', { files: [{ path: '20-stage/prod-backend-lockdown.yaml', text: policyText(true) }] }),
    step('observe', {}),
    step('promote', { files: MOVE.files, rollback: MOVE.rollback, commands: MOVE.commands }),
    step('remove-net', { changes: changes([SSH_NODE3, FRONTEND_BACKEND]) }),
  ],
  promotion: { moves: [MOVE], explanation: 'Found by search: no policy has to wait for another.' },
  net: {
    found: false,
    name: NET,
    variants: [
      {
        id: 'tutorial',
        title: 'As the tutorials have it: order 100000',
        covers: ['every pod and host endpoint, both directions'],
        leaves: ['policies without an order', 'forwarded traffic'],
        file: { path: 'net-variants/tutorial.yaml', text: NET_TEXT },
      },
    ],
  },
  checklist: '- [ ] apply the net\n',
};

/** The wizard after somebody acknowledged one check and took it back. */
export const INVENTED_WIZARD: Wizard = {
  current: 'net',
  gates: STEPS.map((name) =>
    name === 'net'
      ? {
          step: name,
          state: 'open',
          reasons: ['“No policy is asked after the net” blocks.', 'Nobody has signed off.'],
          answers: { 'net.opens': 2 },
          signOffs: [],
        }
      : { step: name, state: 'closed', reasons: ['The gate before it is not passed.'], answers: {}, signOffs: [] },
  ),
  events: [
    {
      id: 1,
      tag: 'acknowledged',
      step: 'net',
      check: 'net.forward',
      by: 'Ada',
      at: '2026-11-21T09:30:00Z',
      text: '',
      inputs: 'a'.repeat(64),
    },
    {
      id: 2,
      tag: 'acknowledged',
      step: 'net',
      check: 'net.opens',
      by: 'Ada',
      at: '2026-11-21T09:31:00Z',
      text: 'for an hour at most',
      inputs: 'a'.repeat(64),
    },
    {
      id: 3,
      tag: 'withdrawn',
      step: 'net',
      event: 1,
      by: 'Ada',
      at: '2026-11-21T09:32:00Z',
      text: 'not looked at after all',
      inputs: 'a'.repeat(64),
    },
  ],
  settings: { secondPerson: false, minimumObservationMinutes: 0 },
  keptIn: 'ship-it-safely.rehearsal.json',
};
