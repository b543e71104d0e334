import type { Locate } from '../evaluate/explain-connection';
import type { Policy } from '../compile/policy';
import { comparePolicies, policyComparison } from '../compile/order';
import { countOf } from '../model/count-words';
import type { Edge, Party } from '../model/edge';
import { nameParties } from '../model/edge';
import type { Evidence, Finding } from '../model/finding';
import type { Resource } from '../model/resource';
import type { WorldName } from '../model/world';
import { stagedKind } from './change';
import type { AllMoves } from './moves';
import { movesBetween } from './moves';
import type { Rollout } from './worlds';

/** More lines of evidence than this say nothing more. */
const MOST_EVIDENCE = 12;

/** What the findings are proved with. */
export interface RolloutFacts {
  readonly rollout: Rollout;
  readonly edges: readonly Edge[];
  readonly parties: readonly Party[];
  readonly moves: AllMoves;
  readonly locate: Locate;
}

/** The surprises of a rollout with a safety net, each proved by verdicts or by the order of policies. */
export function rolloutFindings(facts: RolloutFacts): readonly Finding[] {
  return [
    ...stagingChanges(facts),
    ...behindTheNet(facts),
    ...openedByTheNet(facts),
    ...hiddenByTheNet(facts),
    ...notStaged(facts),
    ...stagedTwice(facts),
    ...withoutEffect(facts),
    ...undecidedEdges(facts),
  ];
}

/** Staging must change nothing; where it does, the change set holds more than policies. What staged policies alone do is S8. */
function stagingChanges({ rollout, edges, parties, moves }: RolloutFacts): readonly Finding[] {
  const { opened, closed, becameUndecided } = movesBetween(moves, 'net', 'staged');
  const moved = opened + closed + becameUndecided;
  if (rollout.worlds.net.cluster === rollout.worlds.staged.cluster) return [];
  if (moved === 0) return [];
  const changed = edges.filter((edge) => edge.verdicts.net.verdict !== edge.verdicts.staged.verdict);
  return [
    {
      code: 'S0',
      severity: 'blocks',
      title: `Staging is not observe-only here: ${moved} ${moved === 1 ? 'verdict changes' : 'verdicts change'}.`,
      help: 'The change set holds objects beside policies (tiers, network sets, host endpoints); apply those in a step of their own.',
      evidence: verdictEvidence(changed, parties, 'net', 'staged'),
    },
  ];
}

/** N1: a policy without order, or with a higher one, runs after the net and is not reached while it is there. */
function behindTheNet({ rollout, locate }: RolloutFacts): readonly Finding[] {
  const { net } = rollout;
  const compare = policyComparison(rollout.profile.naming);
  const candidates = [
    ...rollout.enforced.filter((policy) => policy !== net),
    ...rollout.changes.flatMap((change) => change.staged ?? []),
  ];
  const behind = candidates.filter((policy) => policy.tier === net.tier && compare(policy, net) > 0);
  if (behind.length === 0) return [];
  const names = [...new Set(behind.map((policy) => policy.name))];
  return [
    {
      code: 'N1',
      severity: 'warns',
      title: `The safety net (order ${net.order}) runs before ${listNames(names)}: ${names.length === 1 ? 'it is' : 'they are'} not reached while the net is there.`,
      help: 'A missing order sorts after every number. Give these policies an order below the net’s; previews and flow logs show the net’s answer until then.',
      evidence: behind
        .toSorted(comparePolicies)
        .slice(0, MOST_EVIDENCE)
        .map((policy): Evidence => ({
          tag: 'order',
          text: describeOrder(policy, net),
          position: locate(policy.resource, ['spec']),
        })),
    },
  ];
}

function describeOrder(policy: Policy, net: Policy): string {
  const own = Number.isFinite(policy.order) ? `order ${policy.order}` : 'no order';
  const place =
    policy.order === net.order
      ? `the same order, and its name sorts after ${net.name}`
      : `${own}, the net has ${net.order}`;
  return `${describe(policy)}: ${place}`;
}

/** `NetworkPolicy prod/web`. */
function describe({ kind, namespace, name }: Pick<Resource, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

function listNames(names: readonly string[]): string {
  const most = 3;
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** N3: while it is there the net opens what is closed today. */
function openedByTheNet({ edges, parties, moves }: RolloutFacts): readonly Finding[] {
  const { opened: count } = movesBetween(moves, 'now', 'net');
  if (count === 0) return [];
  const opened = edges.filter((edge) => edge.verdicts.now.verdict === 'deny' && edge.verdicts.net.verdict === 'allow');
  return [
    {
      code: 'N3',
      severity: 'warns',
      title: `The safety net opens ${countOf(count, 'path')} closed today.`,
      help: 'In its tier it turns every denial by omission into an allow, for every endpoint. Keep the time with the net short, or deny explicitly what must never be open.',
      evidence: verdictEvidence(declaredFirst(opened), parties, 'now', 'net'),
    },
  ];
}

/** N4, N5: what the net alone keeps open is cut when it goes; neither traffic nor flow logs show it before. */
function hiddenByTheNet({ edges, parties }: RolloutFacts): readonly Finding[] {
  const hidden = edges.filter(
    (edge) =>
      edge.verdicts.now.verdict === 'allow' &&
      edge.verdicts.promoted.verdict === 'allow' &&
      edge.verdicts.final.verdict === 'deny',
  );
  if (hidden.length === 0) return [];
  return [
    {
      code: 'N5',
      severity: 'warns',
      title: `The net hides ${countOf(hidden.length, 'change')}: open until the net is removed, closed then.`,
      help: 'Promotion looks harmless because the net still allows it. Removing the net is the cut-over: accept each of these paths or give it a rule.',
      evidence: verdictEvidence(declaredFirst(hidden), parties, 'promoted', 'final'),
    },
  ];
}

/** Some kinds have no staged form: nothing can be observed of them. */
function notStaged({ rollout, locate }: RolloutFacts): readonly Finding[] {
  const unseen = rollout.changes.filter(
    ({ action, promoted }) => action !== 'Delete' && promoted !== null && stagedKind(promoted.kind) === null,
  );
  if (unseen.length === 0) return [];
  return [
    {
      code: 'S20',
      severity: 'warns',
      title: `${unseen.length} of the changes cannot be observed while staged.`,
      help: 'They have no staged kind: what they do is computed here only.',
      evidence: unseen.slice(0, MOST_EVIDENCE).map(({ resource }): Evidence => ({
        tag: 'field',
        text: describe(resource),
        position: locate(resource, ['kind']),
      })),
    },
  ];
}

/** A change set may hold a policy and its staged copy; one of them has to count. */
function stagedTwice({ rollout, locate }: RolloutFacts): readonly Finding[] {
  const { repeated } = rollout;
  if (repeated.length === 0) return [];
  return [
    {
      code: 'S21',
      severity: 'warns',
      title: `${repeated.length} of the changes ${repeated.length === 1 ? 'stands' : 'stand'} in the change set staged as well: the staged form counts.`,
      help: 'Keep one of the two. What is promoted is what the staged policy says, its stagedAction included.',
      evidence: repeated.slice(0, MOST_EVIDENCE).map((resource): Evidence => ({
        tag: 'field',
        text: describe(resource),
        position: locate(resource, ['kind']),
      })),
    },
  ];
}

/** Kinds of older versions that Calico from v3.32 on does not look at. */
function withoutEffect({ rollout, locate }: RolloutFacts): readonly Finding[] {
  const unsupported = rollout.policyProblems.filter((problem) => problem.tag === 'unsupported');
  if (unsupported.length === 0) return [];
  return [
    {
      code: 'U1',
      severity: 'warns',
      title: `${unsupported.length} admin network ${unsupported.length === 1 ? 'policy has' : 'policies have'} no effect on this Calico version.`,
      help: 'Calico reads ClusterNetworkPolicy from v3.32 on; move them there.',
      evidence: unsupported.slice(0, MOST_EVIDENCE).map(({ resource }): Evidence => ({
        tag: 'field',
        text: describe(resource),
        position: locate(resource, ['kind']),
      })),
    },
  ];
}

function undecidedEdges({ edges, parties }: RolloutFacts): readonly Finding[] {
  const undecided = edges.filter(
    (edge) => edge.verdicts.now.verdict === 'undecided' || edge.verdicts.final.verdict === 'undecided',
  );
  if (undecided.length === 0) return [];
  return [
    {
      code: 'U2',
      severity: 'warns',
      title: `${countOf(undecided.length, 'path')} cannot be told from the files.`,
      help: 'Select one to see what is missing and the command that fetches it.',
      evidence: verdictEvidence(declaredFirst(undecided), parties, 'now', 'final'),
    },
  ];
}

/** What people connect to comes before the rest. */
function declaredFirst(edges: readonly Edge[]): readonly Edge[] {
  return edges.toSorted((left, right) => Number(left.other) - Number(right.other));
}

function verdictEvidence(
  edges: readonly Edge[],
  parties: readonly Party[],
  before: WorldName,
  after: WorldName,
): readonly Evidence[] {
  const labelOf = nameParties(parties);
  const side = (edge: Edge, world: WorldName) => ({
    world,
    verdict: edge.verdicts[world].verdict,
    by: edge.verdicts[world].by,
  });
  return edges.slice(0, MOST_EVIDENCE).map((edge) => ({
    tag: 'verdicts',
    from: labelOf(edge.from),
    to: labelOf(edge.to),
    traffic: edge.traffic,
    before: side(edge, before),
    after: side(edge, after),
  }));
}
