import { entitySelector } from '../../compile/entity-selector';
import { parseCidr } from '../../compile/kubernetes-policy';
import { admittedPolicyTypes, writtenPolicyTypes } from '../../compile/policy-types';
import type { Governed } from '../../compile/policy-types';
import type { Rule } from '../../compile/policy';
import { objectAt, readList, readObject, readObjectList, readText, readTextList } from '../../load/fields';
import type { Evidence } from '../../model/finding';
import type { Resource } from '../../model/resource';
import { PROTOCOL } from '../../model/traffic';
import { impliedVersion } from '../../evaluate/rule-match';
import { formatPrefix, isEverything } from '../../net/prefix';
import { describeObject, fieldEvidence, proved } from './evidence';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { SIDES, describeRuleOf, isCalicoKind, writtenRules, writtenSide } from './written-rules';

/** R24: a name with a quote breaks the set that it is pasted into, and the criterion is gone. */
export const quotedNameOpensRule: Detector = (facts) => {
  const evidence = writtenRules(facts.policies.filter(isCalicoKind)).flatMap((written) =>
    SIDES.flatMap((side) => {
      const accounts = objectAt(writtenSide(written, side), 'serviceAccounts');
      return (readTextList(accounts, 'names') ?? []).flatMap((name, index): readonly Evidence[] => {
        if (!name.includes("'")) return [];
        const path = [...written.rule.path, side, 'serviceAccounts', 'names', index];
        const isDropped = entitySelector({ serviceAccounts: { names: [name] } }, '') === '';
        const effect = isDropped
          ? `drops the service accounts of ${side}, and the rule matches by the rest`
          : `is read as text of the selector of ${side}`;
        const text = `${describeRuleOf(written)}: the name ${name} ${effect}`;
        return [fieldEvidence(facts, written.policy.resource, path, text)];
      });
    }),
  );
  return proved(
    {
      code: 'R24',
      severity: 'warns',
      title: 'A quote in the name of a service account opens the rule: names are pasted as text.',
      help: 'No service account has a quote in its name: remove it.',
    },
    evidence,
  );
};

/** R25: a CIDR that Calico cannot read means anyone. */
export const unreadableBlockMeansAnyone: Detector = (facts) => {
  const resources = new Set(
    facts.policies.filter(({ kind }) => kind.endsWith('KubernetesNetworkPolicy')).map(({ resource }) => resource),
  );
  return proved(
    {
      code: 'R25',
      severity: 'warns',
      title: 'An ipBlock that Calico cannot read means anyone.',
      help: 'Write the CIDR without leading zeros; kube-apiserver admits them unless StrictIPCIDRValidation is on.',
    },
    [...resources].flatMap((resource) => blocksOf(facts, resource)),
  );
};

function blocksOf(facts: SurpriseFacts, resource: Resource): readonly Evidence[] {
  const spec = objectAt(resource.body, 'spec');
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    (readObjectList(spec, direction) ?? []).flatMap((rule, index) => {
      const peers = direction === 'ingress' ? 'from' : 'to';
      return (readObjectList(rule, peers) ?? []).flatMap((peer, place): readonly Evidence[] => {
        const block = readObject(peer, 'ipBlock');
        if (block === undefined) return [];
        const path = ['spec', direction, index, peers, place, 'ipBlock'];
        const cidr = readText(block, 'cidr');
        if (cidr === undefined || parseCidr(cidr) === undefined) {
          const what = cidr === undefined ? 'an ipBlock without cidr' : `cidr ${cidr}`;
          const text = `${describeObject(resource)}: ${what} means anyone`;
          return [fieldEvidence(facts, resource, [...path, 'cidr'], text)];
        }
        const except = readList(block, 'except') ?? [];
        const bad = except.findIndex((entry) => typeof entry !== 'string' || parseCidr(entry) === undefined);
        if (bad < 0) return [];
        const text = `${describeObject(resource)}: except ${JSON.stringify(except[bad])} drops itself and the entries after it`;
        return [fieldEvidence(facts, resource, [...path, 'except', bad], text)];
      });
    }),
  );
}

/** R7: a list of nets without one of the packet's family switches the rule off for it, a negated list too. */
export const negatedNetsSwitchOff: Detector = (facts) => {
  const { workloads, nodes } = facts.rollout.worlds.final.cluster;
  const hasIPv6 = [...workloads, ...nodes].some(({ addresses }) => addresses.some(({ family }) => family === 6));
  const evidence = writtenRules(facts.policies.filter(isCalicoKind)).flatMap((written) =>
    SIDES.flatMap((side): readonly Evidence[] => {
      const { notNets } = written.rule[side];
      if (notNets === null) return [];
      const path = [...written.rule.path, side, 'notNets'];
      const all = notNets.find(isEverything);
      if (all !== undefined) {
        return [
          fieldEvidence(
            facts,
            written.policy.resource,
            path,
            `${describeRuleOf(written)}: notNets ${formatPrefix(all)} leaves nobody, and the rule is dropped`,
          ),
        ];
      }
      const family = ([4, 6] as const).find((one) => notNets.every((net) => net.family !== one));
      if (family === undefined || !isUsed(family, hasIPv6, written.rule)) return [];
      return [
        fieldEvidence(
          facts,
          written.policy.resource,
          path,
          `${describeRuleOf(written)}: notNets has no IPv${family} net, so no IPv${family} packet matches`,
        ),
      ];
    }),
  );
  return proved(
    {
      code: 'R7',
      severity: 'warns',
      title: 'A notNets list switches its rule off for packets that it does not mention.',
      help: 'A list without a net of the packet’s family never matches, negated or not: write one rule per family.',
    },
    evidence,
  );
};

/** Whether the rule could match packets of the family otherwise, and the cluster has them. */
function isUsed(family: 4 | 6, hasIPv6: boolean, rule: Rule): boolean {
  const version = rule.ipVersion ?? impliedVersion(rule.protocol);
  const isThere = family === 4 || hasIPv6;
  return isThere && (version === null || version === family) && !isForOneFamily(rule, family === 4 ? 6 : 4);
}

/** Whether its nets, of either side, are of this family alone. */
function isForOneFamily({ source, destination }: Rule, family: 4 | 6): boolean {
  return [source, destination].some(({ nets }) => nets?.every((net) => net.family === family) === true);
}

/** R8: protocol names of ICMP imply a family, and eBPF does not know two of the names. */
export const protocolNameMeansLess: Detector = (facts) => {
  const { dataplane } = facts.rollout.profile;
  const rules = writtenRules(facts.policies.filter(isCalicoKind));
  const unknown = rules.flatMap((written): readonly Evidence[] =>
    (['protocol', 'notProtocol'] as const).flatMap((field) => {
      const protocol = written.rule[field];
      if (dataplane !== 'ebpf' || protocol?.named !== true) return [];
      if (protocol.number !== PROTOCOL.icmpv6 && protocol.number !== PROTOCOL.udplite) return [];
      const effect = field === 'protocol' ? 'never matches' : 'excludes nothing';
      return [
        fieldEvidence(
          facts,
          written.policy.resource,
          [...written.rule.path, field],
          `${describeRuleOf(written)}: ${field} by this name ${effect} in eBPF; the number is ${protocol.number}`,
        ),
      ];
    }),
  );
  const oneFamily = rules.flatMap((written): readonly Evidence[] => {
    const { rule, policy, direction } = written;
    if (rule.action !== 'allow' || rule.protocol?.named !== true || rule.protocol.number !== PROTOCOL.icmp) return [];
    if (rule.ipVersion !== null || isForOneFamily(rule, 4)) return [];
    const others = direction === 'ingress' ? policy.inbound : policy.outbound;
    const hasTwin = others.some(
      ({ protocol, action }) => action === 'allow' && (protocol === null || protocol.number === PROTOCOL.icmpv6),
    );
    const dual = facts.selection
      .workloads(policy.selector)
      .some(({ addresses }) => addresses.some(({ family }) => family === 6));
    return hasTwin || !dual
      ? []
      : [
          fieldEvidence(
            facts,
            policy.resource,
            [...rule.path, 'protocol'],
            `${describeRuleOf(written)}: ICMP is IPv4 only, and it selects pods with IPv6 addresses`,
          ),
        ];
  });
  return [
    ...proved(
      {
        code: 'R8',
        severity: 'warns',
        title: 'eBPF does not know the protocol names ICMPv6 and UDPLite.',
        help: 'Write the numbers, 58 and 136.',
      },
      unknown,
    ),
    ...proved(
      {
        code: 'R8',
        severity: 'informs',
        title: 'Rules allow ICMP to pods with IPv6 addresses, for which ICMPv6 is not allowed.',
        help: 'The name ICMP means IPv4 alone: add a rule with protocol ICMPv6.',
      },
      oneFamily,
    ),
  ];
};

/** R9: the write paths fill in types differently. */
export const typesDependOnTheWritePath: Detector = (facts) => {
  const evidence = facts.policies.filter(isCalicoKind).flatMap(({ resource, hook }): readonly Evidence[] => {
    const spec = objectAt(resource.body, 'spec');
    const isStored = facts.rollout.profile.complete && resource.role === 'snapshot';
    if ((readTextList(spec, 'types') ?? []).length > 0 || isStored) return [];
    const [written, admitted] = [typeNames(writtenPolicyTypes(spec)), typeNames(admittedPolicyTypes(spec))];
    const isRaw =
      hook === 'normal' && resource.apiVersion.startsWith('crd.projectcalico.org/') && written !== 'Ingress and Egress';
    if (written === admitted && !isRaw) return [];
    const other =
      written === admitted
        ? 'applied to crd.projectcalico.org as it stands, Ingress and Egress'
        : `native CRDs ${admitted}`;
    return [
      fieldEvidence(
        facts,
        resource,
        ['spec'],
        `${describeObject(resource)} has no types: calicoctl makes them ${written}, ${other}`,
      ),
    ];
  });
  return proved(
    {
      code: 'R9',
      severity: 'warns',
      title: 'What a policy without types governs depends on how it is applied.',
      help: 'Write types: a direction that is governed by mistake is denied as a whole.',
    },
    evidence,
  );
};

function typeNames({ ingress, egress }: Governed): string {
  return ingress && egress ? 'Ingress and Egress' : ingress ? 'Ingress' : 'Egress';
}
