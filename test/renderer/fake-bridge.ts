import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { ConnectionTrace, PolicyStep } from '../../main/engine/model/verdict';
import { DEFAULT_GATE_SETTINGS } from '../../main/engine/model/wizard';
import type { Wizard } from '../../main/engine/model/wizard';
import { STEPS } from '../../main/engine/model/world';
import type { WorldName } from '../../main/engine/model/world';
import type {
  AppInfo,
  Bridge,
  ContractError,
  Envelope,
  EventName,
  Events,
  ImportReport,
  MethodName,
  Methods,
} from '../../preload/contract';
import { INVENTED_REHEARSAL } from './invented-rehearsal';

type Answers = {
  [M in MethodName]: (params: Methods[M]['params']) => Methods[M]['result'] | Promise<Methods[M]['result']>;
};

/** A call that was made, in order. */
export interface RecordedCall {
  readonly method: MethodName;
  readonly params: unknown;
}

/** A bridge without a host: answers from an invented rehearsal, records calls, and emits events on demand. */
export interface FakeBridge extends Bridge {
  readonly calls: readonly RecordedCall[];
  emit<E extends EventName>(event: E, payload: Events[E]): void;
  /** From now on the method fails with this error. */
  fail(method: MethodName, error: ContractError): void;
}

const INFO: AppInfo = {
  version: '0.1.0',
  capabilities: { host: 'browser', nativeDialogs: false, watchesFiles: true },
  samples: [
    {
      id: 'ship-it-safely',
      title: 'Ship it safely',
      description: 'A staged lockdown of one backend, with the safety net in front.',
    },
    {
      id: 'shop-default-deny',
      title: 'Shop, default deny',
      description: 'A dozen services and a default deny with two mistakes in it.',
    },
  ],
  opened: false,
};

/** Nothing was done yet. */
const UNTOUCHED_WIZARD: Wizard = {
  current: 'net',
  gates: STEPS.map((step) => ({ step, state: 'closed', reasons: [], answers: {}, signOffs: [] })),
  events: [],
  settings: DEFAULT_GATE_SETTINGS,
  keptIn: 'a draft on this machine',
};

export function createFakeBridge(own: Partial<Answers> = {}, rehearsal: Rehearsal = INVENTED_REHEARSAL): FakeBridge {
  const calls: RecordedCall[] = [];
  const failures = new Map<MethodName, ContractError>();
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const report = reportOf(rehearsal);
  const answers: Answers = {
    'app.info': () => INFO,
    'workspace.openSample': () => report,
    'workspace.openDialog': () => report,
    'workspace.openUploaded': () => report,
    'workspace.current': () => report,
    'workspace.reload': () => report,
    'workspace.addFlows': () => report,
    'workspace.removeFlows': () => report,
    'workspace.setPaths': () => report,
    'workspace.paths': () => ({ adminCidrs: [], ownPaths: [] }),
    'wizard.read': () => UNTOUCHED_WIZARD,
    'wizard.record': () => UNTOUCHED_WIZARD,
    'wizard.settings': ({ settings }) => ({ ...UNTOUCHED_WIZARD, settings }),
    'review.export': () => null,
    'rehearsal.run': () => rehearsal,
    'rehearsal.explain': ({ edge, world }) => explain(rehearsal, edge, world),
    'source.read': ({ file, line, before, after }) => {
      const firstLine = Math.max(1, line - before);
      const lines = LOCKDOWN_TEXT.slice(firstLine - 1, line + after);
      return { file, firstLine, lines, totalLines: LOCKDOWN_TEXT.length };
    },
    'engine.cancel': () => null,
    ...own,
  };
  return {
    calls,
    async call<M extends MethodName>(method: M, params: Methods[M]['params']): Promise<Envelope<Methods[M]['result']>> {
      calls.push({ method, params });
      const error = failures.get(method);
      if (error !== undefined) return { ok: false, error };
      return { ok: true, result: await answers[method](params) };
    },
    subscribe(event, listener) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard.add(listener));
      return () => heard.delete(listener);
    },
    emit(event, payload) {
      for (const listener of listeners.get(event) ?? []) listener(payload as never);
    },
    fail(method, error) {
      failures.set(method, error);
    },
  };
}

export function reportOf(rehearsal: Rehearsal): ImportReport {
  const { name, accounting, diagnostics, counts } = rehearsal;
  return { name, accounting, diagnostics, counts };
}

const LOCKDOWN_TEXT = [
  '# The backend answers nobody until its callers are known.',
  'apiVersion: projectcalico.org/v3',
  'kind: StagedNetworkPolicy',
  'metadata:',
  '  name: backend-lockdown',
  '  namespace: prod',
  'spec:',
  "  selector: app == 'backend'",
  '  types: [Ingress]',
  '  stagedAction: Set',
];

const NET_STEP: PolicyStep = {
  kind: 'GlobalNetworkPolicy',
  namespace: '',
  name: 'zzz-final-allow-everything',
  order: 100000,
  staged: false,
  selector: 'all()',
  rules: [
    {
      index: 0,
      action: 'allow',
      matched: 'yes',
      clauses: [],
      position: { file: 'changes/safety-net.yaml', line: 9, column: 5 },
    },
  ],
  position: { file: 'changes/safety-net.yaml', line: 3, column: 1 },
};

const LOCKDOWN_STEP: PolicyStep = {
  kind: 'NetworkPolicy',
  namespace: 'prod',
  name: 'backend-lockdown',
  order: null,
  staged: false,
  selector: 'app == "backend"',
  rules: [],
  position: { file: 'changes/backend-lockdown.yaml', line: 3, column: 1 },
};

const GUARD_STEP: PolicyStep = {
  kind: 'NetworkPolicy',
  namespace: 'prod',
  name: 'database-allow-from-backend',
  order: null,
  staged: false,
  selector: 'app == "database"',
  rules: [
    {
      index: 0,
      action: 'deny',
      matched: 'no',
      clauses: [{ text: 'protocol is UDP', answer: 'no', because: 'the packet is TCP' }],
      position: { file: 'snapshot/policies.yaml', line: 12, column: 5 },
    },
    {
      index: 1,
      action: 'allow',
      matched: 'yes',
      clauses: [
        { text: 'protocol is TCP', answer: 'yes', because: '' },
        { text: 'source.selector app == "backend"', answer: 'yes', because: 'prod/backend has app="backend"' },
        { text: 'destination.ports has 8080', answer: 'yes', because: '' },
      ],
      position: { file: 'snapshot/policies.yaml', line: 15, column: 5 },
    },
  ],
  position: { file: 'snapshot/policies.yaml', line: 3, column: 1 },
};

/** A trace with one deciding checkpoint: the net, the lockdown, the guard or nothing, by what the edge says decided. */
function explain(rehearsal: Rehearsal, id: string, world: WorldName): ConnectionTrace {
  const edge = rehearsal.edges.find((candidate) => candidate.id === id);
  if (edge === undefined) throw new Error(`no edge ${id}`);
  const labelOf = (party: string) => rehearsal.parties.find((candidate) => candidate.id === party)?.label ?? party;
  const { verdict, by } = edge.verdicts[world];
  const lets = {
    endpoint: `pod ${labelOf(edge.from)}-1`,
    direction: 'egress',
    hook: 'normal',
    verdict: 'allow',
    hits: [],
    assumptions: [],
  } as const;
  const enters = { ...lets, endpoint: `pod ${labelOf(edge.to)}-1`, direction: 'ingress', verdict } as const;
  const head = { from: labelOf(edge.from), to: labelOf(edge.to), traffic: edge.traffic, verdict, doubts: [] };
  const free = { ...lets, carrier: { tag: 'no-policy' }, tiers: [] } as const;
  const tier = { tier: 'default', order: 1000000, defaultAction: 'Deny' } as const;
  const empty = {
    tier: 'security',
    order: 100,
    defaultAction: 'Deny',
    policies: [],
    outcome: { tag: 'continue' },
  } as const;
  if (verdict === 'undecided') {
    const doubts = [{ why: `${by}.`, command: 'kubectl get globalnetworksets -o yaml' }];
    const checkpoint = { ...enters, carrier: { tag: 'undecided', doubts }, tiers: [] } as const;
    return {
      ...head,
      sentence: `It cannot be told whether ${head.from} reaches ${head.to}.`,
      checkpoints: [free, checkpoint],
      doubts,
    };
  }
  if (verdict === 'deny') {
    const hit = {
      tier: 'default',
      kind: 'NetworkPolicy',
      namespace: 'prod',
      name: 'backend-lockdown',
      rule: -1,
      action: 'deny',
      position: LOCKDOWN_STEP.position,
    } as const;
    const outcome = { tag: 'end-of-tier', action: 'deny', trigger: 'prod/backend-lockdown' } as const;
    const checkpoint = {
      ...enters,
      carrier: { tag: 'end-of-tier', hit },
      tiers: [empty, { ...tier, policies: [LOCKDOWN_STEP], outcome }],
    } as const;
    return { ...head, sentence: `${head.from} does not reach ${head.to}: ${by}.`, checkpoints: [free, checkpoint] };
  }
  const policy = by === NET_STEP.name ? NET_STEP : GUARD_STEP;
  if (by !== policy.name) {
    return {
      ...head,
      sentence: `${head.from} reaches ${head.to}: no policy applies.`,
      checkpoints: [free, { ...enters, carrier: { tag: 'no-policy' }, tiers: [] }],
    };
  }
  const deciding = policy.rules.find((rule) => rule.matched === 'yes');
  const hit = {
    tier: 'default',
    kind: policy.kind,
    namespace: policy.namespace,
    name: policy.name,
    rule: deciding?.index ?? 0,
    action: 'allow',
    position: deciding?.position ?? null,
  } as const;
  const outcome = { tag: 'rule', action: 'allow' } as const;
  const checkpoint = {
    ...enters,
    carrier: { tag: 'rule', hit, safetyNet: policy === NET_STEP },
    tiers: [empty, { ...tier, policies: [policy], outcome }],
  } as const;
  return { ...head, sentence: `${head.from} reaches ${head.to}: ${by} allows it.`, checkpoints: [free, checkpoint] };
}
