import { objectAt, readList } from '../../load/fields';
import type { Evidence } from '../../model/finding';
import type { Prefix } from '../../net/prefix';
import { containsAddress, formatPrefix } from '../../net/prefix';
import { describeObject, fieldEvidence, proved } from './evidence';
import { clusterAddresses } from './service-dials';
import type { Detector } from './surprise-facts';
import { SIDES, describeRuleOf, isCalicoKind, valueAt, writtenRules } from './written-rules';

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

/** R11: service sets hold what is not ready as well. */
export const unreadyBackendsMatch: Detector = (facts) => {
  const slices = facts.rollout.worlds.final.cluster.resources.filter(({ kind }) => kind === 'EndpointSlice');
  const evidence = writtenRules(facts.policies).flatMap((written) =>
    (['source', 'destination'] as const).flatMap((side) => {
      const { service } = written.rule[side];
      if (service === null) return [];
      return slices
        .filter(({ namespace, labels }) => `${namespace}/${labels['kubernetes.io/service-name'] ?? ''}` === service)
        .flatMap((slice) => {
          const endpoints = readList(slice.body, 'endpoints') ?? [];
          return endpoints.flatMap((endpoint, index) => {
            const isReady = valueAt(endpoint, ['conditions', 'ready']) !== false;
            const text = `${describeObject(slice)}: an endpoint that is not ready counts for ${describeObject(written.policy.resource)} ${written.direction} rule ${written.rule.index}`;
            return isReady ? [] : [fieldEvidence(facts, slice, ['endpoints', index], text)];
          });
        });
    }),
  );
  return proved(
    {
      code: 'R11',
      severity: 'informs',
      title: 'Rules with services match backends that are not ready, too.',
      help: 'Readiness is not looked at: a Deny by service hits pods that start or stop, an Allow lets them in.',
    },
    evidence,
  );
};

/** Addresses that installers give to the DNS service. */
const USUAL_DNS_ADDRESSES = ['10.96.0.10/32', '10.100.0.10/32', '172.20.0.10/32', '10.43.0.10/32', '10.152.183.10/32'];

/** R12: by the time policy looks, a service address has become that of a pod. */
export const serviceAddressNeverMatches: Detector = (facts) => {
  const { cluster } = facts.rollout.worlds.final;
  const services = cluster.resources
    .filter(({ kind }) => kind === 'Service')
    .flatMap((resource) =>
      clusterAddresses(objectAt(resource.body, 'spec')).map((address) => ({
        address,
        name: `${resource.namespace}/${resource.name}`,
      })),
    );
  const real = [...cluster.workloads, ...cluster.nodes, ...cluster.hosts].flatMap(({ addresses }) => addresses);
  const rules = writtenRules(facts.policies).flatMap((written) => {
    const { nets } = written.rule.destination;
    const isAsked = written.policy.hook === 'normal' && written.direction === 'egress';
    return isAsked && nets !== null ? [{ written, nets }] : [];
  });
  const reached = (net: Prefix) =>
    services.filter(({ address }) => containsAddress(net, address)).map(({ name }) => name);
  const proven = rules.flatMap(({ written, nets }): readonly Evidence[] => {
    const names = nets.flatMap(reached);
    if (
      names.length === 0 ||
      !nets.every((net) => reached(net).length > 0 && !real.some((address) => containsAddress(net, address)))
    )
      return [];
    const text = `${describeRuleOf(written)}: ${nets.map(formatPrefix).join(', ')} is service ${[...new Set(names)].slice(0, 3).join(', ')}`;
    return [fieldEvidence(facts, written.policy.resource, written.rule.path, text)];
  });
  const likely = rules.flatMap(({ written, nets }): readonly Evidence[] => {
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
        help: `${help} The snapshot has no service with an address; kubectl get services -n kube-system tells.`,
      },
      likely,
    ),
  ];
};
