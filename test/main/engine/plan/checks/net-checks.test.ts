import { describe, expect, it } from 'vitest';
import { DEFAULT_TIER, felix, globalPolicy, stagedGlobalPolicy } from '../../evaluate/manifests';
import { CLUSTER, found, stateOf } from './checks-of';
import { ALLOW_BOTH, HOST, KEEP_OPEN, LOCK, NET } from './policies';

const NAME = 'zzz-final-allow-everything';

describe('the net', () => {
  it('takes nobody’s place where its name is free, and is recognised where the snapshot has it', () => {
    const id = 'net.recognised';
    expect(found(id, CLUSTER)).toEqual({
      state: 'green',
      detail: `The name ${NAME} is free: the net takes nobody’s place.`,
      evidence: [],
    });
    expect(found(id, [...CLUSTER, NET])).toEqual({
      state: 'green',
      detail: `The snapshot has it: ${NAME}. Nothing is applied in this step.`,
      evidence: [`GlobalNetworkPolicy ${NAME}`],
    });
  });

  it('by another name is to be acknowledged, as the last step removes it; so is a name that is taken', () => {
    expect(found('net.recognised', [...CLUSTER, KEEP_OPEN])).toEqual({
      state: 'amber',
      detail:
        'keep-open is taken for the net because it allows everything both ways and comes last in its tier: the last step removes it. If it is meant to stay, give it a narrower rule or an order before another policy.',
      evidence: ['GlobalNetworkPolicy keep-open'],
    });
    const unreadable = globalPolicy(NAME, { selector: 'app ==', order: 100_000, ...ALLOW_BOTH });
    expect(found('net.recognised', [...CLUSTER, unreadable])).toEqual({
      state: 'amber',
      detail: 'The net would replace a policy of its name that Calico ignores today.',
      evidence: [`GlobalNetworkPolicy ${NAME} has the name already`],
    });
  });

  it('is told apart from a policy of its name in the change set, which would take its place and go with it', () => {
    const narrow = globalPolicy(NAME, { order: 30, selector: "app == 'web'", ...ALLOW_BOTH });
    const asked = (action: string) => stagedGlobalPolicy(NAME, { selector: 'all()', stagedAction: action });
    expect(found('net.recognised', CLUSTER, [narrow])).toEqual({
      state: 'red',
      detail: `The change set has a policy called ${NAME}, too: promoted, it would take the place of the net, and the last step would remove it. Where it is meant as the net, take it out of the change set: the plan brings one. Otherwise give it another name.`,
      evidence: [`GlobalNetworkPolicy ${NAME}: Set`],
    });
    expect(stateOf('net.recognised', [...CLUSTER, NET], [asked('Delete')])).toBe('red');
    expect(stateOf('net.recognised', CLUSTER, [asked('Learn')])).toBe('amber');
  });

  it('is proved to select every endpoint, host endpoints included', () => {
    const id = 'net.selects-every-endpoint';
    expect(found(id, [...CLUSTER, HOST])).toEqual({
      state: 'green',
      detail: 'It selects all 2 pods and 1 host endpoint of the snapshot.',
      evidence: [],
    });
    const narrow = globalPolicy(NAME, { selector: "app == 'web'", order: 100_000, ...ALLOW_BOTH });
    expect(found(id, [...CLUSTER, HOST, narrow])).toEqual({
      state: 'amber',
      detail: 'Of 2 pods and 1 host endpoint it leaves out 1 host endpoint and 1 pod: these have no net.',
      evidence: ['host endpoint node1-all of node node1 is not selected', 'pod prod/db is not selected'],
    });
    expect(found(id, CLUSTER, [HOST])).toEqual({
      state: 'green',
      detail: 'It selects all 2 pods and 1 host endpoint of the snapshot and the change set.',
      evidence: [],
    });
    const podsOnly = globalPolicy(NAME, { selector: 'has(app)', order: 100_000, ...ALLOW_BOTH });
    expect(found(id, [...CLUSTER, podsOnly], [HOST])).toMatchObject({
      state: 'amber',
      evidence: ['host endpoint node1-all of node node1 is not selected'],
    });
    const nameless = CLUSTER.filter(({ kind }) => kind !== 'Namespace');
    const byTeam = globalPolicy(NAME, { namespaceSelector: "team == 'a'", order: 100_000, ...ALLOW_BOTH });
    const incomplete = { cluster: { complete: false, dataplane: 'iptables' } } as const;
    expect(found(id, [...nameless, byTeam], [], incomplete)).toMatchObject({
      state: 'grey',
      detail:
        'Of 2 pods and 0 host endpoints it selects those whose labels the files tell; for 2 endpoints they do not.',
    });
    expect(stateOf(id, [DEFAULT_TIER])).toBe('grey');
  });

  it('is proved to allow everything both ways; one way is half a net, a Log is none', () => {
    const id = 'net.allows-both-ways';
    const half = globalPolicy(NAME, { order: 100_000, types: ['Ingress'], ingress: [{ action: 'Allow' }] });
    const log = globalPolicy(NAME, { order: 100_000, types: ['Ingress'], ingress: [{ action: 'Log' }] });
    expect(found(id, CLUSTER).state).toBe('green');
    expect(found(id, [...CLUSTER, half])).toMatchObject({
      state: 'amber',
      detail:
        'The safety net governs Ingress only: for egress there is no net at all. Let the net have both types, Ingress and Egress, with a rule for each.',
    });
    const halfOpen = globalPolicy(NAME, {
      ...ALLOW_BOTH,
      order: 100_000,
      egress: [{ action: 'Allow', protocol: 'TCP' }],
    });
    expect(found(id, [...CLUSTER, halfOpen])).toEqual({
      state: 'amber',
      detail: 'It allows everything in ingress alone: the other direction has no net.',
      evidence: [`GlobalNetworkPolicy ${NAME}: the first ingress rule that decides allows all traffic`],
    });
    expect(found(id, [...CLUSTER, log])).toEqual({
      state: 'red',
      detail: 'It allows everything in neither direction: it is no safety net, whatever its name says.',
      evidence: [`GlobalNetworkPolicy ${NAME}`],
    });
  });

  it('does not decide what pods send to their own node: a setting does', () => {
    const id = 'net.endpoint-to-host';
    const accept = felix({ defaultEndpointToHostAction: 'Accept' });
    expect(found(id, [...CLUSTER, HOST, accept])).toEqual({
      state: 'green',
      detail: 'defaultEndpointToHostAction drops nothing that the net is to keep open.',
      evidence: [],
    });
    expect(found(id, CLUSTER)).toMatchObject({
      state: 'amber',
      detail:
        'Pods cannot reach their own node: defaultEndpointToHostAction is Drop. No policy overrides it, the net neither; operators and manifests set it to Accept in FelixConfiguration.',
    });
    const nodeless = CLUSTER.filter(({ kind }) => kind !== 'Node');
    expect(stateOf(id, nodeless)).toBe('grey');
  });

  it('is not imitated by a policy that only logs, nor by one that is only staged', () => {
    const id = 'net.imitations';
    const log = globalPolicy('log', { order: 1, types: ['Ingress'], ingress: [{ action: 'Log' }] });
    expect(stateOf(id, [...CLUSTER, LOCK])).toBe('green');
    expect(found(id, [...CLUSTER, log])).toEqual({
      state: 'amber',
      detail: 'log only logs: Log decides nothing, and the end of the tier denies.',
      evidence: ['GlobalNetworkPolicy log has Log rules alone'],
    });
    expect(found(id, CLUSTER, [stagedGlobalPolicy('allow', { order: 9, ...ALLOW_BOTH })])).toEqual({
      state: 'amber',
      detail:
        'A staged policy is no net: allow holds nothing open until it is promoted. Staged policies are not in force. A net has to be an enforced GlobalNetworkPolicy.',
      evidence: ['StagedGlobalNetworkPolicy allow allows everything, but is staged'],
    });
  });

  it('shows what it opens that is closed today', () => {
    expect(found('net.opens', CLUSTER)).toEqual({ state: 'green', detail: '0 of 10 verdicts change.', evidence: [] });
    expect(found('net.opens', [...CLUSTER, LOCK])).toEqual({
      state: 'amber',
      detail:
        '2 of 10 verdicts change from deny to allow while the net is there: in its tier it takes every denial by omission away. Keep the time with the net short.',
      evidence: [
        `internet → prod/db tcp 5432: deny becomes allow (${NAME})`,
        `internet → prod/db other traffic: deny becomes allow (${NAME})`,
      ],
    });
    expect(stateOf('net.opens', [DEFAULT_TIER])).toBe('grey');
    expect(found('net.opens', [...CLUSTER, LOCK, NET])).toEqual({
      state: 'amber',
      detail: 'The net is there: 2 paths of today are open by it alone. Keep the time with the net short.',
      evidence: [
        'internet → prod/db tcp 5432: open by the net alone',
        'internet → prod/db other traffic: open by the net alone',
      ],
    });
  });

  it('helps nobody while an object stops Felix', () => {
    const id = 'net.felix-follows';
    expect(stateOf(id, CLUSTER)).toBe('green');
    expect(found(id, [...CLUSTER, felix({ failsafeInboundHostPorts: [{ port: 22 }] })])).toMatchObject({
      state: 'red',
      evidence: ['FelixConfiguration default: protocol "" is neither tcp nor udp'],
    });
  });
});
