import { draftPods, isHostNetworked } from '../../cluster/read-workloads';
import type { PodDraft } from '../../cluster/read-workloads';
import type { IndexedSelector } from '../../compile/policy';
import type { Connection } from '../../evaluate/connection-end';
import { decide } from '../../evaluate/decide';
import { decidingHit } from '../../evaluate/deciding-hit';
import type { Evidence } from '../../model/finding';
import type { Labels } from '../../model/resource';
import { PROTOCOL } from '../../model/traffic';
import { matchSelector } from '../../selector/match-selector';
import { decideIn } from '../decide-in';
import { firstStages } from '../decided-by';
import { describeObject, fieldEvidence, listNames, proved } from './evidence';
import { familyAddress, someOutsideAddress } from './host-questions';
import { selectsUnlabelled } from './selection';
import type { ServiceDial } from './service-dials';
import { serviceDials } from './service-dials';
import type { Detector, SurpriseFacts } from './surprise-facts';
import type { WrittenRule } from './written-rules';
import { describeRuleOf, isCalicoKind, writtenRules } from './written-rules';

/** H8: before the destination is rewritten a rule meets the node port, afterwards the port of the pod. */
export const portOnTheOtherSideOfNat: Detector = (facts) => {
  const dials = serviceDials(facts.rollout.worlds.final.cluster).filter(({ nodePort }) => nodePort !== null);
  if (dials.length === 0) return [];
  const evidence = writtenRules(facts.policies).flatMap((written): readonly Evidence[] => {
    const { policy, rule } = written;
    const isEarly = policy.hook === 'preDNAT';
    if (written.direction !== 'ingress' || (!isEarly && !(policy.hook === 'normal' && policy.applyOnForward)))
      return [];
    if (facts.selection.hosts(policy.selector).length === 0) return [];
    const missed = dials.filter((dial) =>
      isEarly ? namesPodPort(written, dial, dials) : namesNodePort(written, dial),
    );
    return missed.map((dial) => {
      const seen = isEarly ? `it sees node port ${dial.nodePort}` : `it sees port ${dial.port} of the pods`;
      const text = `${describeRuleOf(written)}: port ${isEarly ? dial.port : dial.nodePort}; of service ${dial.service} ${seen}`;
      return fieldEvidence(facts, policy.resource, [...rule.path, 'destination', 'ports'], text);
    });
  });
  return proved(
    {
      code: 'H8',
      severity: 'warns',
      title: 'Rules for forwarded traffic name a port that the packet does not have where they look.',
      help: 'A preDNAT policy sees the node port, an applyOnForward policy the port of the pod: name the port of that side.',
    },
    evidence,
  );
};

function names({ rule }: WrittenRule, protocol: number, port: number): boolean {
  const ranges = rule.destination.ports?.ranges ?? [];
  return rule.protocol?.number === protocol && ranges.some(({ first, last }) => first === port && last === port);
}

/** The node port without the port of the pods: a list that has both is meant so. */
function namesNodePort(written: WrittenRule, { protocol, nodePort, port }: ServiceDial): boolean {
  return nodePort !== null && names(written, protocol, nodePort) && !names(written, protocol, port);
}

/**
 * The pod's port without any node port of the service that it belongs to: a list that has both is meant so. Not where packets with this
 * port do arrive: it is a node port as well, that of an outside address, or that of a process of a node.
 */
function namesPodPort(written: WrittenRule, dial: ServiceDial, dials: readonly ServiceDial[]): boolean {
  const { protocol, port, nodePort } = dial;
  const arrives =
    dials.some((other) => other.nodePort === port || (other.published && other.via.port === port)) ||
    dial.ends.some(({ tag }) => tag === 'node');
  return nodePort !== null && !arrives && names(written, protocol, port) && !names(written, protocol, nodePort);
}

/** H9: what preDNAT allows is not put to the normal policies of the host any more. */
export const preDnatGoesPastNormalPolicy: Detector = (facts) => {
  const { evaluation, cluster } = facts.rollout.worlds.final;
  const evidence = writtenRules(facts.policies)
    .filter(
      ({ policy, rule, direction }) => policy.hook === 'preDNAT' && rule.action === 'allow' && direction === 'ingress',
    )
    .flatMap((written): readonly Evidence[] => {
      const bypassed = facts.selection.hosts(written.policy.selector).flatMap((host) => {
        const node = cluster.nodes.find(({ name }) => name === host.node);
        const connection = node === undefined ? null : sampleOf(written, node, facts);
        if (connection === null) return [];
        const stages = firstStages(decideIn(facts.rollout.worlds.final, connection));
        const accepting = stages.find(({ hook, answer }) => hook === 'preDNAT' && answer === 'allow');
        if (accepting === undefined || decidingHit(accepting)?.name !== written.policy.name) return [];
        const program = evaluation.programs.programOf(host);
        if (program.tiers.normal.ingress.length === 0) return [];
        const normal = decide(program, 'normal', 'ingress', accepting.packet, evaluation.matcher);
        const denying = normal.hits.at(-1);
        return normal.outcomes.deny && !normal.outcomes.allow && denying !== undefined
          ? [{ host: host.name, by: denying.name }]
          : [];
      });
      if (bypassed.length === 0) return [];
      const text = `${describeRuleOf(written)} lets in on ${listNames(bypassed.map(({ host }) => host))} what ${listNames(bypassed.map(({ by }) => by))} denies`;
      return [fieldEvidence(facts, written.policy.resource, written.rule.path, text)];
    });
  return proved(
    {
      code: 'H9',
      severity: 'informs',
      title: 'A preDNAT Allow goes past the normal ingress policies of the host.',
      help: 'What preDNAT allows is not asked again: what must stay denied has to be denied, or left out, there.',
    },
    evidence,
  );
};

/** A packet that the rule allows: from its first net, to its first port. */
function sampleOf(
  { rule }: WrittenRule,
  node: SurpriseFacts['rollout']['worlds']['final']['cluster']['nodes'][number],
  facts: SurpriseFacts,
): Connection | null {
  const address = familyAddress(node.addresses);
  if (address === undefined) return null;
  const { family } = address;
  const net = rule.source.nets?.find((candidate) => candidate.family === family);
  const port = rule.destination.ports?.ranges[0]?.first ?? 30_000;
  return {
    from: { tag: 'outside', address: net?.address ?? someOutsideAddress(facts, family) },
    to: { tag: 'node', node, address },
    family,
    protocol: rule.protocol?.number ?? PROTOCOL.tcp,
    port,
    icmpType: -1,
    icmpCode: -1,
    via: null,
  };
}

/** H11: pods in their node’s network are processes of the node: no selector of pods applies to them or means them. */
export const selectsHostNetworkedPods: Detector = (facts) => {
  const { cluster } = facts.rollout.worlds.final;
  if (cluster.hostProcesses.length === 0) return [];
  const hosted = draftPods(cluster.resources, cluster.profile.complete)
    .filter(isHostNetworked)
    .map((draft) => ({ name: `${draft.namespace}/${draft.owner.name}`, labels: labelsOf(draft, cluster.resources) }));
  const meant = (selector: IndexedSelector): readonly string[] => {
    if (selectsUnlabelled(selector) || isSelecting(selector, facts)) return [];
    return hosted.filter(({ labels }) => matchSelector(selector.selector, labels)).map(({ name }) => name);
  };
  const evidence = [
    ...facts.policies.flatMap((policy): readonly Evidence[] => {
      const pods = meant(policy.selector);
      if (pods.length === 0) return [];
      const text = `${describeObject(policy.resource)} selects nobody but ${listNames(pods)}`;
      return [fieldEvidence(facts, policy.resource, ['spec', isCalicoKind(policy) ? 'selector' : 'podSelector'], text)];
    }),
    ...writtenRules(facts.policies).flatMap((written) =>
      (['source', 'destination'] as const).flatMap((side): readonly Evidence[] => {
        const { positive } = written.rule[side];
        const pods = positive === null ? [] : meant(positive);
        if (pods.length === 0) return [];
        const text = `${describeRuleOf(written)}: ${side} means nobody but ${listNames(pods)}`;
        return [fieldEvidence(facts, written.policy.resource, [...written.rule.path, side], text)];
      }),
    ),
  ];
  return proved(
    {
      code: 'H11',
      severity: 'warns',
      title:
        'Selectors mean pods that live in the network of their node: policies neither apply to them nor match them.',
      help: 'Such a pod has the address of its node: police its host endpoint, and write rules with the addresses of the nodes.',
    },
    evidence,
  );
};

function isSelecting(selector: IndexedSelector, { selection }: SurpriseFacts): boolean {
  return [selection.workloads, selection.hosts, selection.sets].some((select) => select(selector).length > 0);
}

/** The labels that the pod would have as an endpoint. */
function labelsOf(draft: PodDraft, resources: SurpriseFacts['resources']): Labels {
  const inherited = (kind: 'Namespace' | 'ServiceAccount', name: string, prefix: string): Labels => {
    const object = resources.find(
      (resource) =>
        resource.kind === kind &&
        resource.name === name &&
        (kind === 'Namespace' || resource.namespace === draft.namespace),
    );
    const labels = Object.entries(object?.labels ?? {}).map(([key, value]) => [`${prefix}${key}`, value]);
    return { ...Object.fromEntries(labels), [`${prefix}projectcalico.org/name`]: name };
  };
  return {
    ...inherited('Namespace', draft.namespace, 'pcns.'),
    ...inherited('ServiceAccount', draft.account, 'pcsa.'),
    ...draft.labels,
    'projectcalico.org/namespace': draft.namespace,
    'projectcalico.org/orchestrator': 'k8s',
    'projectcalico.org/serviceaccount': draft.account,
  };
}
