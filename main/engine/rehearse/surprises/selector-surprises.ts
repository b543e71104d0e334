import { entitySelector } from '../../compile/entity-selector';
import { objectAt, readText } from '../../load/fields';
import { YES } from '../../model/tri';
import type { Evidence } from '../../model/finding';
import { isEverything } from '../../net/prefix';
import { parseSelector } from '../../selector/parse-selector';
import { describeObject, fieldEvidence, listNames, proved } from './evidence';
import { someOutsideAddress } from './host-questions';
import { selectsUnlabelled } from './selection';
import type { Detector, SurpriseFacts } from './surprise-facts';
import type { Side, WrittenRule } from './written-rules';
import { SIDES, describeRuleOf, isCalicoKind, writtenRules, writtenSide } from './written-rules';

/** R21: a selector that parses only between Calico's parentheses leaves its namespace. */
export const selectorEscapesNamespace: Detector = (facts) => {
  const evidence = facts.policies
    .filter((policy) => policy.namespace !== '' && isCalicoKind(policy))
    .flatMap((policy): readonly Evidence[] => {
      const written = readText(objectAt(policy.resource.body, 'spec'), 'selector') ?? '';
      if (parseSelector(written).tag === 'selector') return [];
      const reached = facts.selection
        .workloads(policy.selector)
        .filter(({ namespace }) => namespace !== policy.namespace);
      const names = reached.map(({ namespace, owner }) => `${namespace}/${owner.name}`);
      const who = names.length === 0 ? 'endpoints of every namespace' : listNames(names);
      const text = `${describeObject(policy.resource)}: selector ${written} also selects ${who}`;
      return [fieldEvidence(facts, policy.resource, ['spec', 'selector'], text)];
    });
  return proved(
    {
      code: 'R21',
      severity: 'blocks',
      title:
        'A NetworkPolicy acts outside of its namespace: its selector breaks out of the text that Calico pastes around it.',
      help: 'Correct the selector: alone it does not parse, and calicoctl refuses it; native CRDs admit it.',
    },
    evidence,
  );
};

/** R15: what has no namespace lacks every label of one. */
export const negationMeansHostsToo: Detector = (facts) => {
  const evidence = rulesBySide(facts).flatMap(({ written, side }): readonly Evidence[] => {
    const { positive } = written.rule[side];
    const namespaces = readText(writtenSide(written, side), 'namespaceSelector') ?? '';
    if (positive === null || namespaces === '' || /global\(\s*\)/.test(namespaces)) return [];
    const others = [
      ...facts.selection.hosts(positive).map(({ name }) => `host endpoint ${name}`),
      ...facts.selection
        .sets(positive)
        .filter(({ namespace }) => namespace === '')
        .map(({ name }) => `global network set ${name}`),
    ];
    if (others.length === 0) return [];
    const text = `${describeRuleOf(written)}: ${side} ${namespaces} also matches ${listNames(others)}`;
    return [fieldEvidence(facts, written.policy.resource, [...written.rule.path, side, 'namespaceSelector'], text)];
  });
  return proved(
    {
      code: 'R15',
      severity: 'warns',
      title:
        'A negated namespaceSelector of a rule also matches hosts and global network sets: they have no namespace.',
      help: 'Add has(projectcalico.org/name) && to it if only pods are meant.',
    },
    evidence,
  );
};

/** Both sides of the rules of Calico's own kinds. */
function rulesBySide(facts: SurpriseFacts): readonly { readonly written: WrittenRule; readonly side: Side }[] {
  return writtenRules(facts.policies)
    .filter(({ policy }) => isCalicoKind(policy))
    .flatMap((written) => SIDES.map((side) => ({ written, side })));
}

/** R4: a notSelector alone means the rest of its namespace, or the rest of the world. */
export const notSelectorAlone: Detector = (facts) => {
  const alone = rulesBySide(facts).flatMap(({ written, side }) => {
    const entity = writtenSide(written, side);
    const excluded = readText(entity, 'notSelector') ?? '';
    const { nets, service } = written.rule[side];
    const isSaid = nets !== null || service !== null || entitySelector({ ...entity, notSelector: '' }, '') !== '';
    return excluded === '' || isSaid ? [] : [{ written, side, excluded }];
  });
  const evaluation = facts.rollout.worlds.final.evaluation;
  const outside = evaluation.peers.at(someOutsideAddress(facts, 4));
  const evidence = alone.flatMap(({ written, side, excluded }): readonly Evidence[] => {
    const { positive, negative } = written.rule[side];
    const { namespace } = written.policy;
    const path = [...written.rule.path, side, 'notSelector'];
    if (negative !== null && evaluation.peers.inSet(outside, negative) !== YES && written.rule.action !== 'deny') {
      const text = `${describeRuleOf(written)}: ${side} is everybody but ${excluded}, addresses outside of the cluster included`;
      return [fieldEvidence(facts, written.policy.resource, path, text)];
    }
    if (positive === null || namespace === '') return [];
    const text = `${describeRuleOf(written)}: ${side} is only what is in namespace ${namespace} and not ${excluded}; nobody else matches`;
    return [fieldEvidence(facts, written.policy.resource, path, text)];
  });
  return proved(
    {
      code: 'R4',
      severity: 'warns',
      title:
        'A notSelector alone does not mean the same in both kinds: the rest of the namespace in a NetworkPolicy, the rest of the world in a GlobalNetworkPolicy.',
      help: 'Say who is meant with a selector or namespaceSelector beside it.',
    },
    evidence,
  );
};

/** R5: all() means what Calico knows: network sets too, and no address outside. */
export const allMeansSetsToo: Detector = (facts) => {
  const evidence = rulesBySide(facts).flatMap(({ written, side }): readonly Evidence[] => {
    const { positive } = written.rule[side];
    const { action } = written.rule;
    if (positive === null || positive.text !== 'all()' || (action !== 'allow' && action !== 'deny')) return [];
    const path = [...written.rule.path, side, 'selector'];
    const sets = facts.selection.sets(positive).filter(({ nets }) => !nets.some(isEverything));
    const outside = facts.rollout.worlds.final.evaluation.peers.at(someOutsideAddress(facts, 4));
    const isMissed = facts.rollout.worlds.final.evaluation.peers.inSet(outside, positive) !== YES;
    if (action === 'deny' && isMissed) {
      const text = `${describeRuleOf(written)}: ${side} all() does not match addresses that no object has`;
      return [fieldEvidence(facts, written.policy.resource, path, text)];
    }
    if (action === 'deny' || sets.length === 0) return [];
    const text = `${describeRuleOf(written)}: ${side} all() also allows ${listNames(sets.map(({ name }) => `network set ${name}`))}`;
    return [fieldEvidence(facts, written.policy.resource, path, text)];
  });
  return proved(
    {
      code: 'R5',
      severity: 'informs',
      title:
        'selector all() in a rule of a GlobalNetworkPolicy means every pod, host endpoint and network set, and nobody else.',
      help: 'Write namespaceSelector all() with has(projectcalico.org/orchestrator) for pods alone, and no selector at all for everybody.',
    },
    evidence,
  );
};

/** R6: a set that holds every address makes the selectors that choose it match everybody. */
export const setHoldsEverybody: Detector = (facts) => {
  const wide = new Set(facts.rollout.worlds.final.cluster.sets.filter(({ nets }) => nets.some(isEverything)));
  if (wide.size === 0) return [];
  const evidence = writtenRules(facts.policies).flatMap((written) =>
    SIDES.flatMap((side): readonly Evidence[] => {
      const { positive } = written.rule[side];
      const sets = positive === null ? [] : facts.selection.sets(positive).filter((set) => wide.has(set));
      if (positive === null || sets.length === 0) return [];
      const isMeant =
        !selectsUnlabelled(positive) &&
        [facts.selection.workloads, facts.selection.hosts].every((select) => select(positive).length === 0);
      if (isMeant) return [];
      const text = `${describeRuleOf(written)}: ${side} ${positive.text} also matches ${listNames(sets.map(({ name }) => `network set ${name}`))}, and so everybody`;
      return [fieldEvidence(facts, written.policy.resource, [...written.rule.path, side], text)];
    }),
  );
  return proved(
    {
      code: 'R6',
      severity: 'warns',
      title: `A network set with every address makes selectors of pods match everybody: ${listNames([...wide].map(({ name }) => name))}.`,
      help: 'Rules match addresses, whoever has them: give the set a label that no rule about pods selects.',
    },
    evidence,
  );
};
