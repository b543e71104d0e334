import type { PolicedEndpoint } from '../cluster/endpoint';
import type { LabelSet } from '../cluster/label-set';
import type { ProfileSource, Profiles } from '../cluster/profile-source';
import type { Direction } from '../model/traffic';
import { NO, YES } from '../model/tri';
import { readProfileRules } from './every-rule';
import type { Policy, Rule } from './policy';
import type { PolicyIndex } from './policy-index';
import { createPolicyIndex } from './policy-index';
import type { SelectorInterner } from './selector-interner';
import type { SelectorMatches } from './selector-matches';
import type { Tier } from './tier';
import { differingPolicies } from './differing-policies';
import type { PlacedTier, World } from './world';

/** A policy of an endpoint's list, with the rules of one direction. */
export interface ProgramPolicy {
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  /** False: the snapshot cannot tell whether it applies. */
  readonly certain: boolean;
}

export interface ProgramTier {
  readonly tier: Tier;
  /** Not empty: a tier without a policy in this direction contributes nothing, not even its default action. */
  readonly policies: readonly ProgramPolicy[];
}

export type HookName = 'untracked' | 'preDNAT' | 'forward' | 'normal';

export interface ProgramProfile {
  readonly name: string;
  readonly ingress: readonly ProfileRule[];
  readonly egress: readonly ProfileRule[];
}

/** `always` stands for the rules of virtual profiles, which match everything. */
export type ProfileRule =
  { readonly tag: 'always'; readonly action: 'allow' | 'deny' } | { readonly tag: 'rule'; readonly rule: Rule };

/** What Felix renders for one endpoint: a list of tiers per hook and direction, then the profiles. */
export interface Program {
  readonly tiers: Readonly<Record<HookName, Readonly<Record<Direction, readonly ProgramTier[]>>>>;
  /** The forward list counts as present even if all its policies are staged or for the other direction. */
  readonly forwardPresent: boolean;
  readonly profiles: readonly ProgramProfile[];
}

/** Builds the programs of a world; endpoints with the same labels and profiles share one. */
export interface Programs {
  readonly world: World;
  /** Those that were asked for, by what they depend on of the endpoint. */
  readonly made: ReadonlyMap<string, Program>;
  programOf(endpoint: PolicedEndpoint): Program;
}

/** A world of the same cluster, with the programs that were made of it. */
export type SimilarWorld = Pick<Programs, 'world' | 'made'>;

/** What Pass in a profile rule does: iptables and nftables go on with the next profile, eBPF and the flow-log evaluator deny. */
export type ProfilePass = 'next-profile' | 'deny';

export function createPrograms(
  world: World,
  profiles: Profiles,
  selectors: SelectorMatches,
  interner: SelectorInterner,
  profilePass: ProfilePass,
  similar?: SimilarWorld,
): Programs {
  const programs = new Map<string, Program>();
  const inherited = similar === undefined ? () => undefined : inheritPrograms(similar, world, selectors);
  const profileOf = createProfileCompiler(profiles, interner, profilePass);
  /** An index pays once many programs were built; in most intermediate worlds a few are. */
  let index: PolicyIndex | undefined;
  let built = 0;
  const tiersFor = (labels: LabelSet): readonly PlacedTier[] => {
    built += 1;
    if (built <= FEW_PROGRAMS) return world.tiers;
    index ??= createPolicyIndex(world);
    return index.tiersFor(labels);
  };
  /** Most questions are about an endpoint that was asked about before: its key is made once. */
  const byEndpoint = new Map<PolicedEndpoint, Program>();
  const find = (endpoint: PolicedEndpoint): Program => {
    const key = programKey(endpoint);
    const known =
      programs.get(key) ??
      inherited(key, endpoint.labels) ??
      buildProgram(tiersFor(endpoint.labels), endpoint, selectors, endpoint.profiles.map(profileOf));
    programs.set(key, known);
    byEndpoint.set(endpoint, known);
    return known;
  };
  return { world, made: programs, programOf: (endpoint) => byEndpoint.get(endpoint) ?? find(endpoint) };
}

const KEYS = new WeakMap<PolicedEndpoint, string>();

/** Equal for endpoints that have the same program in every world. */
export function programKey(endpoint: PolicedEndpoint): string {
  const { tag, labels, profiles } = endpoint;
  const key = KEYS.get(endpoint) ?? `${tag} ${labels.index} ${profiles.join(' ')}`;
  KEYS.set(endpoint, key);
  return key;
}

/** Compiles every profile once. */
export function createProfileCompiler(
  profiles: Profiles,
  interner: SelectorInterner,
  profilePass: ProfilePass,
): (name: string) => ProgramProfile {
  const compiled = new Map<string, ProgramProfile>();
  return (name) => {
    const known = compiled.get(name) ?? compileProfile(name, profiles.get(name), interner, profilePass);
    compiled.set(name, known);
    return known;
  };
}

/** The program that a similar world has, where no policy that is other there may apply. Both worlds have the same profiles. */
function inheritPrograms(
  similar: SimilarWorld,
  world: World,
  selectors: SelectorMatches,
): (key: string, labels: LabelSet) => Program | undefined {
  let others: readonly Policy[] | null | undefined;
  return (key, labels) => {
    const made = similar.made.get(key);
    if (made === undefined) return undefined;
    if (others === undefined) others = differingPolicies(similar.world, world);
    return others?.every((policy) => selectors.matches(policy.selector, labels) === NO) === true ? made : undefined;
  };
}

const FEW_PROGRAMS = 32;

interface HookTiers {
  readonly ingress: ProgramTier[];
  readonly egress: ProgramTier[];
}

/** calico: felix/calc/event_sequencer.go tierInfoToProtoTierInfo, addPolicyToTierInfo; pods receive the normal list alone. */
export function buildProgram(
  candidates: readonly PlacedTier[],
  endpoint: PolicedEndpoint,
  selectors: SelectorMatches,
  profiles: readonly ProgramProfile[],
): Program {
  const tiers: Record<HookName, HookTiers> = {
    untracked: { ingress: [], egress: [] },
    preDNAT: { ingress: [], egress: [] },
    forward: { ingress: [], egress: [] },
    normal: { ingress: [], egress: [] },
  };
  let forwardPresent = false;
  for (const { tier, policies } of candidates) {
    const lists = new Map<HookName, Readonly<Record<Direction, ProgramPolicy[]>>>();
    for (const { policy, live } of policies) {
      const applies = selectors.matches(policy.selector, endpoint.labels);
      if (applies === NO) continue;
      for (const hook of hooksOf(policy, endpoint)) {
        if (hook === 'forward') forwardPresent = true;
        if (!live) continue;
        const certain = applies === YES;
        const list = lists.get(hook) ?? { ingress: [], egress: [] };
        lists.set(hook, list);
        if (policy.ingress) list.ingress.push({ policy, rules: policy.inbound, certain });
        if (policy.egress && hook !== 'preDNAT') list.egress.push({ policy, rules: policy.outbound, certain });
      }
    }
    for (const [hook, { ingress, egress }] of lists) {
      if (ingress.length > 0) tiers[hook].ingress.push({ tier, policies: ingress });
      if (egress.length > 0) tiers[hook].egress.push({ tier, policies: egress });
    }
  }
  return { tiers, forwardPresent, profiles };
}

const NONE: readonly HookName[] = [];
const NORMAL: readonly HookName[] = ['normal'];
const UNTRACKED: readonly HookName[] = ['untracked'];
const PRE_DNAT: readonly HookName[] = ['preDNAT'];
const FORWARD_TOO: readonly HookName[] = ['forward', 'normal'];

function hooksOf({ hook, applyOnForward }: Policy, endpoint: PolicedEndpoint): readonly HookName[] {
  if (endpoint.tag === 'workload') return hook === 'normal' ? NORMAL : NONE;
  switch (hook) {
    case 'untracked':
      return UNTRACKED;
    case 'preDNAT':
      return PRE_DNAT;
    case 'normal':
      return applyOnForward ? FORWARD_TOO : NORMAL;
  }
}

const ALLOW_ALL: readonly ProfileRule[] = [{ tag: 'always', action: 'allow' }];
const DENY_ALL: readonly ProfileRule[] = [{ tag: 'always', action: 'deny' }];

/** A profile that is missing or refused is replaced by deny rules (calico: felix/calc/active_rules_calculator.go DummyDropRules). */
function compileProfile(
  name: string,
  source: ProfileSource | undefined,
  interner: SelectorInterner,
  profilePass: ProfilePass,
): ProgramProfile {
  if (source === undefined) return { name, ingress: DENY_ALL, egress: DENY_ALL };
  switch (source.tag) {
    case 'namespace':
    case 'default-allow':
      return { name, ingress: ALLOW_ALL, egress: ALLOW_ALL };
    case 'service-account':
      return { name, ingress: [], egress: [] };
    case 'object': {
      const rules = readProfileRules(source.resource, interner);
      if (rules === null) return { name, ingress: DENY_ALL, egress: DENY_ALL };
      const asRendered = (rule: Rule): ProfileRule => ({
        tag: 'rule',
        rule: rule.action === 'pass' && profilePass === 'deny' ? { ...rule, action: 'deny' } : rule,
      });
      return { name, ingress: rules.ingress.map(asRendered), egress: rules.egress.map(asRendered) };
    }
  }
}
