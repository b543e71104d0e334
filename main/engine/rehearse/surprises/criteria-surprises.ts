import { parseCidr } from '../../compile/kubernetes-policy';
import { admittedPolicyTypes, writtenPolicyTypes } from '../../compile/policy-types';
import type { Governed } from '../../compile/policy-types';
import { readList, readObject, readObjectList, readText, readTextList } from '../../load/fields';
import type { Evidence } from '../../model/finding';
import type { Resource } from '../../model/resource';
import { PROTOCOL } from '../../model/traffic';
import type { Prefix } from '../../net/prefix';
import { containsAddress, formatPrefix, isEverything } from '../../net/prefix';
import { describeObject, fieldEvidence, proved } from './evidence';
import { clusterAddresses } from './service-dials';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { SIDES, describeRuleOf, isCalicoKind, writtenRules, writtenSide } from './written-rules';

/** R24: a name with a quote breaks the set that it is pasted into, and the criterion is gone. */
export const quotedNameOpensRule: Detector = (facts) => {
  const evidence = writtenRules(facts.policies.filter(isCalicoKind)).flatMap((written) =>
    SIDES.flatMap((side) => {
      const accounts = readObject(writtenSide(written, side), 'serviceAccounts') ?? {};
      return (readTextList(accounts, 'names') ?? []).flatMap((name, index): readonly Evidence[] => {
        if (!name.includes("'")) return [];
        const path = [...written.rule.path, side, 'serviceAccounts', 'names', index];
        const text = `${describeRuleOf(written)}: the name ${name} drops the service accounts of ${side}, and the rule matches by the rest`;
        return [fieldEvidence(facts, written.policy.resource, path, text)];
      });
    }),
  );
  return proved(
    {
      code: 'R24',
      severity: 'warns',
      title: 'A quote in the name of a service account opens the rule: names and selector are dropped.',
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
  const spec = readObject(resource.body, 'spec') ?? {};
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    (readObjectList(spec, direction) ?? []).flatMap((rule, index) => {
      const peers = direction === 'ingress' ? 'from' : 'to';
      return (readObjectList(rule, peers) ?? []).flatMap((peer, place): readonly Evidence[] => {
        const block = readObject(peer, 'ipBlock');
        if (block === undefined) return [];
        const path = ['spec', direction, index, peers, place, 'ipBlock'];
        const cidr = readText(block, 'cidr') ?? '';
        if (parseCidr(cidr) === undefined) {
          return [
            fieldEvidence(facts, resource, [...path, 'cidr'], `${describeObject(resource)}: cidr ${cidr} means anyone`),
          ];
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

/** R10: nobody fills in the namespace of a service. */
export const serviceWithoutNamespace: Detector = (facts) => {
  const evidence = writtenRules(facts.policies.filter(isCalicoKind)).flatMap((written) =>
    SIDES.flatMap((side): readonly Evidence[] => {
      const { service } = written.rule[side];
      if (service?.startsWith('/') !== true) return [];
      const path = [...written.rule.path, side, 'services'];
      return [
        fieldEvidence(
          facts,
          written.policy.resource,
          path,
          `${describeRuleOf(written)}: service ${service.slice(1)} without a namespace`,
        ),
      ];
    }),
  );
  return proved(
    {
      code: 'R10',
      severity: 'warns',
      title: 'A rule names a service without its namespace: it matches nothing.',
      help: 'Write the namespace: the documentation promises that of the policy, and nothing fills it in.',
    },
    evidence,
  );
};

/** R7: a list of nets without one of the packet's family switches the rule off for it, a negated list too. */
export const negatedNetsSwitchOff: Detector = (facts) => {
  const evidence = writtenRules(facts.policies.filter(isCalicoKind)).flatMap((written) =>
    SIDES.flatMap((side): readonly Evidence[] => {
      const { nets, notNets } = written.rule[side];
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
      if (family === undefined || !isUsed(facts, family, written.rule.ipVersion, nets)) return [];
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
function isUsed(
  { rollout }: SurpriseFacts,
  family: 4 | 6,
  version: 4 | 6 | null,
  nets: readonly Prefix[] | null,
): boolean {
  const { workloads, nodes } = rollout.worlds.final.cluster;
  const isThere =
    family === 4 || [...workloads, ...nodes].some(({ addresses }) => addresses.some((address) => address.family === 6));
  return (
    isThere && (version === null || version === family) && (nets === null || nets.some((net) => net.family === family))
  );
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
    const spec = readObject(resource.body, 'spec') ?? {};
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

/** Addresses that installers give to the DNS service. */
const USUAL_DNS_ADDRESSES = ['10.96.0.10/32', '10.100.0.10/32', '172.20.0.10/32', '10.43.0.10/32', '10.152.183.10/32'];

/** R12: by the time policy looks, a service address has become that of a pod. */
export const serviceAddressNeverMatches: Detector = (facts) => {
  const { cluster } = facts.rollout.worlds.final;
  const services = cluster.resources
    .filter(({ kind }) => kind === 'Service')
    .flatMap((resource) =>
      clusterAddresses(readObject(resource.body, 'spec') ?? {}).map((address) => ({
        address,
        name: `${resource.namespace}/${resource.name}`,
      })),
    );
  const real = [...cluster.workloads, ...cluster.nodes, ...cluster.hosts].flatMap(({ addresses }) => addresses);
  const rules = writtenRules(facts.policies).filter(
    ({ policy, direction, rule }) =>
      policy.hook === 'normal' && direction === 'egress' && rule.destination.nets !== null,
  );
  const reached = (net: Prefix) =>
    services.filter(({ address }) => containsAddress(net, address)).map(({ name }) => name);
  const proven = rules.flatMap((written): readonly Evidence[] => {
    const nets = written.rule.destination.nets ?? [];
    const names = nets.flatMap(reached);
    if (
      names.length === 0 ||
      !nets.every((net) => reached(net).length > 0 && !real.some((address) => containsAddress(net, address)))
    )
      return [];
    const text = `${describeRuleOf(written)}: ${nets.map(formatPrefix).join(', ')} is service ${[...new Set(names)].slice(0, 3).join(', ')}`;
    return [fieldEvidence(facts, written.policy.resource, written.rule.path, text)];
  });
  const likely = rules.flatMap((written): readonly Evidence[] => {
    const nets = written.rule.destination.nets ?? [];
    const isDns = written.rule.destination.ports?.ranges.some(({ first, last }) => first <= 53 && 53 <= last) === true;
    if (services.length > 0 || !isDns || !nets.every((net) => USUAL_DNS_ADDRESSES.includes(formatPrefix(net))))
      return [];
    const text = `${describeRuleOf(written)}: ${nets.map(formatPrefix).join(', ')} is what installers give to the DNS service`;
    return [fieldEvidence(facts, written.policy.resource, written.rule.path, text)];
  });
  const help =
    'Egress policy sees the pod behind the service and its port: select the pods, or use services. Only doNotTrack and preDNAT see service addresses.';
  return [
    ...proved(
      { code: 'R12', severity: 'warns', title: 'Egress rules name service addresses: they never match.', help },
      proven,
    ),
    ...proved(
      {
        code: 'R12',
        severity: 'informs',
        title: 'Egress rules name what is likely the address of the DNS service: if so, they never match.',
        help: `${help} The snapshot has no services; kubectl get services -n kube-system tells.`,
      },
      likely,
    ),
  ];
};
