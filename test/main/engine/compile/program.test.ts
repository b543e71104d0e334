import { describe, expect, it } from 'vitest';
import type { HostEndpoint, PolicedEndpoint, WorkloadEndpoint } from '../../../../main/engine/cluster/endpoint';
import type { ProfileSource } from '../../../../main/engine/cluster/profile-source';
import type { HookName, ProfilePass, Program, ProgramTier } from '../../../../main/engine/compile/program';
import { createPrograms } from '../../../../main/engine/compile/program';
import { createSelectorMatches } from '../../../../main/engine/compile/selector-matches';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { Labels } from '../../../../main/engine/model/resource';
import { resourceOf } from '../cluster/resource-of';
import type { SmallWorld } from './small-world';
import { globalPolicy, smallWorld, stagedPolicy, tier } from './small-world';

const ANY = resourceOf({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'any' } });
const HOOKS: readonly HookName[] = ['untracked', 'preDNAT', 'forward', 'normal'];

interface Asked {
  readonly labels?: Labels;
  readonly unknown?: readonly string[];
  readonly profiles?: readonly string[];
}

function pod(small: SmallWorld, { labels = {}, unknown = [], profiles = [] }: Asked = {}): WorkloadEndpoint {
  return {
    tag: 'workload',
    namespace: 'prod',
    name: 'web',
    owner: { kind: 'Pod', name: 'web' },
    node: 'node1',
    labels: small.labels.intern(labels, unknown),
    profiles,
    addresses: [],
    ports: [],
    replicas: 1,
    resource: ANY,
  };
}

function host(small: SmallWorld, { labels = {}, unknown = [], profiles = [] }: Asked = {}): HostEndpoint {
  return {
    tag: 'host',
    name: 'node1',
    node: 'node1',
    interfaceName: '*',
    labels: small.labels.intern(labels, unknown),
    profiles,
    addresses: [],
    ports: [],
    resource: ANY,
  };
}

function programsOf(
  small: SmallWorld,
  profiles: ReadonlyMap<string, ProfileSource> = new Map(),
  pass: ProfilePass = 'next-profile',
) {
  return createPrograms(small.world, profiles, createSelectorMatches(), small.interner, pass);
}

function programOf(small: SmallWorld, endpoint: PolicedEndpoint): Program {
  return programsOf(small).programOf(endpoint);
}

function outlineTiers(tiers: readonly ProgramTier[]): readonly string[] {
  return tiers.map(
    (entry) =>
      `${entry.tier.name}: ${entry.policies.map(({ policy, certain }) => `${policy.name}${certain ? '' : '?'}`).join(' ')}`,
  );
}

/** `hook direction` with its tiers, where there are any. */
function outline(program: Program): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    HOOKS.flatMap((hook) =>
      (['ingress', 'egress'] as const).map((direction) => [
        `${hook} ${direction}`,
        outlineTiers(program.tiers[hook][direction]),
      ]),
    ).filter(([, tiers]) => tiers !== undefined && tiers.length > 0),
  );
}

const BOTH = { types: ['Ingress', 'Egress'] };

describe('the policies of an endpoint', () => {
  it('are those whose selector its labels satisfy', () => {
    const small = smallWorld(
      globalPolicy('web', {
        ...BOTH,
        selector: "app == 'web'",
        ingress: [{ action: 'Allow' }],
        egress: [{ action: 'Deny' }],
      }),
      globalPolicy('db', { ...BOTH, selector: "app == 'db'" }),
    );
    const program = programOf(small, pod(small, { labels: { app: 'web' } }));
    expect(outline(program)).toEqual({ 'normal ingress': ['default: web'], 'normal egress': ['default: web'] });
    const [web] = small.policies;
    expect(program.tiers.normal.ingress[0]?.policies).toEqual([{ policy: web, rules: web?.inbound, certain: true }]);
    expect(program.tiers.normal.egress[0]?.policies).toEqual([{ policy: web, rules: web?.outbound, certain: true }]);
    expect(program.tiers.normal.ingress[0]?.tier.name).toBe('default');
  });

  it('may apply or not where labels are unknown', () => {
    const small = smallWorld(globalPolicy('p', { ...BOTH, selector: 'has(pcns.stage)' }));
    expect(outline(programOf(small, pod(small, { unknown: ['pcns.'] })))).toEqual({
      'normal ingress': ['default: p?'],
      'normal egress': ['default: p?'],
    });
  });

  it('stand in one list per direction, and a tier without a policy for a direction is not in it', () => {
    const small = smallWorld(
      tier('first', { order: 1 }),
      globalPolicy('in', { tier: 'first', types: ['Ingress'] }),
      globalPolicy('out', { types: ['Egress'], order: 1 }),
      globalPolicy('two', { ...BOTH, order: 2 }),
    );
    expect(outline(programOf(small, pod(small)))).toEqual({
      'normal ingress': ['first: in', 'default: two'],
      'normal egress': ['default: out two'],
    });
  });

  it('that are staged are not in force', () => {
    const small = smallWorld(stagedPolicy('staged', BOTH));
    expect(outline(programOf(small, pod(small)))).toEqual({});
  });
});

describe('the hooks of a host endpoint', () => {
  const small = smallWorld(
    globalPolicy('untracked', { ...BOTH, doNotTrack: true, applyOnForward: true }),
    globalPolicy('nat', { types: ['Ingress'], preDNAT: true, applyOnForward: true }),
    globalPolicy('forward', { ...BOTH, applyOnForward: true }),
    globalPolicy('local', BOTH),
  );

  it('hold each policy where its flags say', () => {
    expect(outline(programOf(small, host(small)))).toEqual({
      'untracked ingress': ['default: untracked'],
      'untracked egress': ['default: untracked'],
      'preDNAT ingress': ['default: nat'],
      'forward ingress': ['default: forward'],
      'forward egress': ['default: forward'],
      'normal ingress': ['default: forward local'],
      'normal egress': ['default: forward local'],
    });
  });

  it('pods have the normal one alone, and never forward', () => {
    const program = programOf(small, pod(small));
    expect(outline(program)).toEqual({
      'normal ingress': ['default: forward local'],
      'normal egress': ['default: forward local'],
    });
    expect(program.forwardPresent).toBe(false);
  });

  it('before NAT nothing leaves, whatever the types', () => {
    const nat = smallWorld(globalPolicy('nat', { ...BOTH, preDNAT: true }));
    expect(outline(programOf(nat, host(nat)))).toEqual({ 'preDNAT ingress': ['default: nat'] });
  });

  it('forward is there as soon as a policy applies to it, of the other direction or staged', () => {
    const present = (...policies: readonly JsonObject[]) => {
      const asked = smallWorld(...policies);
      return programOf(asked, host(asked)).forwardPresent;
    };
    expect(present(globalPolicy('p', { types: ['Egress'], applyOnForward: true }))).toBe(true);
    expect(present(stagedPolicy('p', { ...BOTH, applyOnForward: true }))).toBe(true);
    expect(present(globalPolicy('p', BOTH))).toBe(false);
    expect(present(globalPolicy('p', { ...BOTH, applyOnForward: true, doNotTrack: true }))).toBe(false);
    expect(present(globalPolicy('p', { ...BOTH, applyOnForward: true, selector: 'has(x)' }))).toBe(false);
  });
});

describe('the profiles of an endpoint', () => {
  const small = smallWorld();
  const object = resourceOf({
    apiVersion: 'projectcalico.org/v3',
    kind: 'Profile',
    metadata: { name: 'own' },
    spec: {
      ingress: [{ action: 'Pass' }, { action: 'Deny', source: { selector: 'has(a)' } }],
      egress: [{ action: 'Allow' }],
    },
  });
  const bare = resourceOf({ apiVersion: 'projectcalico.org/v3', kind: 'Profile', metadata: { name: 'bare' } });
  const profiles = new Map<string, ProfileSource>([
    ['kns.prod', { tag: 'namespace', labels: {}, labelsKnown: true }],
    ['ksa.prod.web', { tag: 'service-account', labels: {}, labelsKnown: true }],
    ['projectcalico-default-allow', { tag: 'default-allow' }],
    ['own', { tag: 'object', labels: {}, resource: object }],
    ['bare', { tag: 'object', labels: {}, resource: bare }],
  ]);
  const profilesOf = (names: readonly string[], pass?: ProfilePass) =>
    programsOf(small, profiles, pass).programOf(pod(small, { profiles: names })).profiles;
  const always = (action: 'allow' | 'deny') => [{ tag: 'always', action }];

  it('a namespace and the default-allow profile allow everything, a service account says nothing', () => {
    expect(profilesOf(['kns.prod', 'ksa.prod.web', 'projectcalico-default-allow'])).toEqual([
      { name: 'kns.prod', ingress: always('allow'), egress: always('allow') },
      { name: 'ksa.prod.web', ingress: [], egress: [] },
      { name: 'projectcalico-default-allow', ingress: always('allow'), egress: always('allow') },
    ]);
  });

  it('one that does not exist denies everything, in its place', () => {
    expect(profilesOf(['gone', 'kns.prod'])).toEqual([
      { name: 'gone', ingress: always('deny'), egress: always('deny') },
      { name: 'kns.prod', ingress: always('allow'), egress: always('allow') },
    ]);
  });

  it("one with a rule that Felix's filter refuses denies everything", () => {
    const refused = resourceOf({
      apiVersion: 'projectcalico.org/v3',
      kind: 'Profile',
      metadata: { name: 'refused' },
      spec: { ingress: [{ action: 'Allow' }, { protocol: 'GRE' }] },
    });
    const own = new Map<string, ProfileSource>([['refused', { tag: 'object', labels: {}, resource: refused }]]);
    expect(programsOf(small, own).programOf(pod(small, { profiles: ['refused'] })).profiles).toEqual([
      { name: 'refused', ingress: always('deny'), egress: always('deny') },
    ]);
  });

  it('a Profile object has the rules it says, selecting anywhere', () => {
    const [own] = profilesOf(['own']);
    expect(own).toMatchObject({
      name: 'own',
      ingress: [
        { tag: 'rule', rule: { index: 0, action: 'pass' } },
        { tag: 'rule', rule: { index: 1, action: 'deny', source: { positive: { text: 'has(a)' } } } },
      ],
      egress: [{ tag: 'rule', rule: { index: 0, action: 'allow' } }],
    });
    expect(profilesOf(['bare'])).toEqual([{ name: 'bare', ingress: [], egress: [] }]);
  });

  it('Pass of a profile is Deny where the dataplane has it so', () => {
    expect(profilesOf(['own'], 'deny')[0]).toMatchObject({
      ingress: [{ rule: { action: 'deny' } }, { rule: { action: 'deny' } }],
      egress: [{ rule: { action: 'allow' } }],
    });
  });
});

describe('programs', () => {
  it('are shared by endpoints of one sort with the same labels and profiles', () => {
    const small = smallWorld(globalPolicy('p', BOTH));
    const programs = programsOf(small);
    const program = programs.programOf(pod(small, { labels: { a: 'b' }, profiles: ['x', 'y'] }));
    expect(programs.programOf(pod(small, { labels: { a: 'b' }, profiles: ['x', 'y'] }))).toBe(program);
    expect(programs.programOf(pod(small, { labels: { a: 'c' }, profiles: ['x', 'y'] }))).not.toBe(program);
    expect(programs.programOf(pod(small, { labels: { a: 'b' }, profiles: ['y', 'x'] }))).not.toBe(program);
    expect(programs.programOf(host(small, { labels: { a: 'b' }, profiles: ['x', 'y'] }))).not.toBe(program);
    const other = programs.programOf(pod(small, { profiles: ['x'] }));
    expect(other.profiles[0]).toBe(program.profiles[0]);
  });
});
