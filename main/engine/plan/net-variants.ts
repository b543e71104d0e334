import type { Policy } from '../compile/policy';
import { comparePolicies, policyComparison } from '../compile/order';
import type { JsonObject } from '../model/json';
import type { NetVariant } from '../model/plan';
import type { Resource } from '../model/resource';
import { listNames } from '../rehearse/surprises/evidence';
import { SAFETY_NET } from '../rehearse/safety-net';
import type { Rollout } from '../rehearse/worlds';
import { writeFile } from './change-files';
import type { ToolFor } from './cluster-tool';
import { fieldsOf, manifestOf } from './manifest';

const EVERYBODY =
  'Every pod and every host endpoint, both directions: what its tier does not decide otherwise is allowed.';
const EXPLICIT = 'An explicit Deny in front of it stays a Deny, and so does what a tier in front of its own denies.';
const HOOKS =
  'Policies with doNotTrack or preDNAT, and defaultEndpointToHostAction for what pods send to their own node.';
const FORWARD = 'What hosts forward: it is in no applyOnForward list.';
const LONGEST_NAME = 60;

/** Forms of the net, each with what it covers in this cluster and what it leaves. */
export function netVariants(rollout: Rollout, toolFor: ToolFor): readonly NetVariant[] {
  const last = reallyLast(rollout);
  const behindTutorial = behind(rollout, place(SAFETY_NET, 100_000));
  const behindLast = behind(rollout, place(last, Number.POSITIVE_INFINITY));
  const unreached = (names: readonly string[]): readonly string[] =>
    names.length === 0
      ? []
      : [`Policies that come after it and are not reached while it is there: ${listNames(names)}.`];
  return [
    {
      id: 'tutorial',
      title: 'As tutorials have it: order 100000',
      covers: [EVERYBODY],
      leaves: [...unreached(behindTutorial), EXPLICIT, FORWARD, HOOKS],
      file: variantFile('tutorial', SAFETY_NET, toolFor),
    },
    {
      id: 'really-last',
      title: 'Really last: no order, and a name that sorts last',
      covers: [
        EVERYBODY,
        'Policies without an order run before it: they decide, and flow logs preview them, while it is there.',
      ],
      leaves: [...unreached(behindLast), EXPLICIT, FORWARD, HOOKS],
      file: variantFile('really-last', last, toolFor),
    },
    {
      id: 'apply-on-forward',
      title: 'With applyOnForward: for clusters whose host endpoints police what they forward',
      covers: [EVERYBODY, 'What hosts forward: pods of their node, NodePorts, routed traffic.'],
      leaves: [...unreached(behindTutorial), EXPLICIT, HOOKS],
      file: variantFile('apply-on-forward', withSpec(SAFETY_NET, { applyOnForward: true }), toolFor),
    },
  ];
}

function variantFile(id: NetVariant['id'], net: Resource, toolFor: ToolFor): NetVariant['file'] {
  const manifest = manifestOf(net, 'written');
  return writeFile(`net-variants/${id}.yaml`, 'apply', toolFor(manifest), [manifest]);
}

/** A missing order comes after every number; among those without one the name decides. */
function reallyLast(rollout: Rollout): Resource {
  const { order: _, ...spec } = fieldsOf(SAFETY_NET.body, 'spec');
  let name = SAFETY_NET.name;
  while (name.length < LONGEST_NAME && behind(rollout, place({ ...SAFETY_NET, name }, Infinity)).length > 0)
    name = `z${name}`;
  return { ...SAFETY_NET, name, body: { ...SAFETY_NET.body, metadata: { name }, spec } };
}

function withSpec(net: Resource, fields: JsonObject): Resource {
  return { ...net, body: { ...net.body, spec: { ...fieldsOf(net.body, 'spec'), ...fields } } };
}

type Place = Pick<Policy, 'kind' | 'namespace' | 'name' | 'tier' | 'order'>;

function place({ name }: Resource, order: number): Place {
  return { kind: 'GlobalNetworkPolicy', namespace: '', name, tier: 'default', order };
}

/** Policies of the tier, enforced or to be, that come after a place; the net of the snapshot is not among them. */
function behind({ enforced, changes, net, profile }: Rollout, other: Place): readonly string[] {
  const compare = policyComparison(profile.naming);
  return [...enforced, ...changes.flatMap(({ staged, promoted }) => [staged ?? [], promoted ?? []].flat())]
    .filter(
      (policy) =>
        policy !== net && policy.tier === other.tier && policy.name !== other.name && compare(policy, other) > 0,
    )
    .toSorted(comparePolicies)
    .map(({ name }) => name);
}
