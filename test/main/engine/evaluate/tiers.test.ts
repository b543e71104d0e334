import { describe, expect, it } from 'vitest';
import type { Program, ProgramPolicy, ProgramProfile, ProgramTier } from '../../../../main/engine/compile/program';
import type { Rule, RuleAction } from '../../../../main/engine/compile/policy';
import type { Recorder } from '../../../../main/engine/evaluate/tiers';
import { walkProfiles, walkTiers } from '../../../../main/engine/evaluate/tiers';
import { walkSets } from '../../../../main/engine/evaluate/set-walk';
import type { RuleSet } from '../../../../main/engine/evaluate/rule-sets';
import type { Tri } from '../../../../main/engine/model/tri';
import { MAYBE, NO, YES } from '../../../../main/engine/model/tri';
import { createBitSet, fullBitSet, hasBit } from '../../../../main/engine/net/bit-set';
import { smallCluster } from './small-cluster';
import { globalPolicy } from './manifests';

/** Rules by what they answer: `allow?` may match, `deny!` does not, `pass` does. */
type RuleText = `${RuleAction}${'' | '?' | '!'}`;

const ANSWERS = new Map<Rule, Tri>();

const [template] = smallCluster([globalPolicy('template', { ingress: [{ action: 'Allow' }] })]).policies;

function rules(texts: readonly RuleText[]): readonly Rule[] {
  const [any] = template?.inbound ?? [];
  if (any === undefined) throw new Error('no rule to copy');
  return texts.map((text, index) => {
    const made: Rule = { ...any, index, action: text.replace(/[?!]$/, '') as RuleAction };
    ANSWERS.set(made, text.endsWith('?') ? MAYBE : text.endsWith('!') ? NO : YES);
    return made;
  });
}

function policy(name: string, texts: readonly RuleText[], certain = true): ProgramPolicy {
  if (template === undefined) throw new Error('no policy to copy');
  return { policy: { ...template, name }, rules: rules(texts), certain };
}

function tier(name: string, defaultAction: 'Deny' | 'Pass', ...policies: readonly ProgramPolicy[]): ProgramTier {
  return { tier: { name, order: 1, missing: false, defaultAction, resource: null }, policies };
}

const answer = (rule: Rule): Tri => ANSWERS.get(rule) ?? NO;

/** The walk's outcomes in words, with what it reported on the way. */
function walk(
  tiers: readonly ProgramTier[],
  endsTiers = true,
): { readonly answer: string; readonly log: readonly string[] } {
  const log: string[] = [];
  const recorder: Recorder = {
    rule: (at, owner, rule) => log.push(`${at.tier.name}/${owner.policy.name}/${rule.index}`),
    endOfTier: (at, action) => log.push(`end of ${at.tier.name}: ${action}`),
  };
  const outcomes = walkTiers(tiers, endsTiers, answer, recorder);
  const words = (['allow', 'deny', 'continue'] as const).filter((word) => outcomes[word]).join(' or ');
  expect(setWords(tiers, endsTiers)).toBe(words);
  return { answer: words, log };
}

/** The same tiers as sets of one atom. */
function setWords(tiers: readonly ProgramTier[], endsTiers: boolean): string {
  const none = { ingress: [], egress: [] };
  const hook = endsTiers ? 'forward' : 'preDNAT';
  const lists = { untracked: none, preDNAT: none, forward: none, normal: none, [hook]: { ingress: tiers, egress: [] } };
  const program: Program = { tiers: lists, forwardPresent: true, profiles: [] };
  return wordsOfSets(program, hook);
}

function wordsOfSets(program: Program, hook: 'forward' | 'preDNAT' | 'normal'): string {
  const outcomes = walkSets(program, hook, 'ingress', 1, ruleSet);
  return (['allow', 'deny', 'continue'] as const).filter((word) => hasBit(outcomes[word], 0)).join(' or ');
}

function ruleSet(rule: Rule): RuleSet | null {
  const matched = answer(rule);
  if (matched === NO) return null;
  return { surely: matched === YES ? fullBitSet(1) : createBitSet(1), possibly: fullBitSet(1) };
}

describe('the walk through tiers', () => {
  it('goes on behind an empty list of tiers', () => {
    expect(walk([])).toEqual({ answer: 'continue', log: [] });
  });

  it('ends at the first rule that matches, and looks no further', () => {
    const tiers = [
      tier('a', 'Deny', policy('one', ['deny!', 'allow', 'deny']), policy('two', ['deny'])),
      tier('b', 'Deny', policy('three', ['deny'])),
    ];
    expect(walk(tiers)).toEqual({ answer: 'allow', log: ['a/one/0', 'a/one/1'] });
  });

  it('is denied by a Deny rule whatever comes after it', () => {
    expect(walk([tier('a', 'Pass', policy('one', ['deny']), policy('two', ['allow']))])).toEqual({
      answer: 'deny',
      log: ['a/one/0'],
    });
  });

  it('never ends at a Log rule', () => {
    expect(walk([tier('a', 'Deny', policy('one', ['log', 'allow']))])).toEqual({
      answer: 'allow',
      log: ['a/one/0', 'a/one/1'],
    });
    expect(walk([tier('a', 'Deny', policy('one', ['log']))])).toEqual({
      answer: 'deny',
      log: ['a/one/0', 'end of a: deny'],
    });
    expect(walk([tier('a', 'Deny', policy('one', ['log?']))]).answer).toBe('deny');
  });

  it('leaves the tier at Pass, past its other policies and its default action', () => {
    const tiers = [
      tier('a', 'Deny', policy('one', ['pass']), policy('two', ['deny'])),
      tier('b', 'Deny', policy('three', ['allow'])),
    ];
    expect(walk(tiers)).toEqual({ answer: 'allow', log: ['a/one/0', 'b/three/0'] });
  });

  it('goes on behind the last tier after a Pass', () => {
    expect(walk([tier('a', 'Deny', policy('one', ['pass']))])).toEqual({ answer: 'continue', log: ['a/one/0'] });
  });

  it('is denied at the end of a tier in which nothing matched, once for all its policies', () => {
    const tiers = [
      tier('a', 'Deny', policy('one', ['allow!']), policy('two', [])),
      tier('b', 'Deny', policy('three', ['allow'])),
    ];
    expect(walk(tiers)).toEqual({ answer: 'deny', log: ['a/one/0', 'end of a: deny'] });
  });

  it('goes to the next tier where the default action is Pass', () => {
    const tiers = [tier('a', 'Pass', policy('one', ['allow!'])), tier('b', 'Deny', policy('two', ['allow']))];
    expect(walk(tiers)).toEqual({ answer: 'allow', log: ['a/one/0', 'end of a: pass', 'b/two/0'] });
  });

  it('has no end of tier in the untracked and preDNAT lists', () => {
    expect(walk([tier('a', 'Deny', policy('one', ['allow!']))], false)).toEqual({
      answer: 'continue',
      log: ['a/one/0', 'end of a: continue'],
    });
  });
});

describe('where the snapshot cannot tell', () => {
  it('a rule that may match leaves both what it says and what comes after it', () => {
    expect(walk([tier('a', 'Deny', policy('one', ['allow?']))]).answer).toBe('allow or deny');
    expect(walk([tier('a', 'Deny', policy('one', ['allow?', 'allow']))]).answer).toBe('allow');
    expect(walk([tier('a', 'Deny', policy('one', ['deny?', 'allow']))]).answer).toBe('allow or deny');
  });

  it('a Pass that may match opens the next tier without closing this one', () => {
    const next = tier('b', 'Deny', policy('two', ['allow']));
    expect(walk([tier('a', 'Deny', policy('one', ['pass?'])), next]).answer).toBe('allow or deny');
    expect(walk([tier('a', 'Deny', policy('one', ['pass?', 'deny'])), next]).answer).toBe('allow or deny');
    expect(walk([tier('a', 'Pass', policy('one', ['pass?'])), next]).answer).toBe('allow');
    expect(walk([tier('a', 'Deny', policy('one', ['pass?', 'allow']))]).answer).toBe('allow or continue');
  });

  it('a policy that may apply may be absent, with its rules and the end of its tier', () => {
    const doubtful = policy('one', ['allow'], false);
    expect(walk([tier('a', 'Deny', doubtful)]).answer).toBe('allow or deny or continue');
    expect(walk([tier('a', 'Deny', doubtful, policy('two', ['allow']))]).answer).toBe('allow');
    expect(walk([tier('a', 'Deny', doubtful, policy('two', ['deny!']))]).answer).toBe('allow or deny');
    expect(walk([tier('a', 'Pass', policy('one', ['deny'], false))]).answer).toBe('deny or continue');
  });
});

function profile(name: string, texts: readonly RuleText[]): ProgramProfile {
  return { name, ingress: rules(texts).map((rule) => ({ tag: 'rule', rule })), egress: [] };
}

function askProfiles(...profiles: readonly ProgramProfile[]): {
  readonly answer: string;
  readonly log: readonly string[];
} {
  const none = { ingress: [], egress: [] };
  const lists = { untracked: none, preDNAT: none, forward: none, normal: none };
  const program: Program = { tiers: lists, forwardPresent: false, profiles };
  const log: string[] = [];
  const outcomes = walkProfiles(program, 'ingress', answer, {
    profileRule: ({ name }, _rule, index) => log.push(`${name}/${index}`),
    noProfile: () => log.push('no profile'),
  });
  const words = (['allow', 'deny', 'continue'] as const).filter((word) => outcomes[word]).join(' or ');
  expect(wordsOfSets(program, 'normal')).toBe(words);
  return { answer: words, log };
}

describe('the walk through profiles', () => {
  it('denies an endpoint without profiles', () => {
    expect(askProfiles()).toEqual({ answer: 'deny', log: ['no profile'] });
  });

  it('ends at the first rule that matches', () => {
    expect(askProfiles(profile('one', ['deny!', 'allow', 'deny']), profile('two', ['deny']))).toEqual({
      answer: 'allow',
      log: ['one/0', 'one/1'],
    });
    expect(askProfiles(profile('one', ['deny']), profile('two', ['allow']))).toEqual({
      answer: 'deny',
      log: ['one/0'],
    });
  });

  it('asks the next profile where none matches, and denies behind the last', () => {
    expect(askProfiles(profile('one', ['allow!']), profile('two', ['allow']))).toEqual({
      answer: 'allow',
      log: ['one/0', 'two/0'],
    });
    expect(askProfiles(profile('one', ['allow!']))).toEqual({ answer: 'deny', log: ['one/0', 'no profile'] });
  });

  it('leaves a profile at Pass and never ends at Log', () => {
    expect(askProfiles(profile('one', ['log', 'pass', 'deny']), profile('two', ['allow']))).toEqual({
      answer: 'allow',
      log: ['one/0', 'one/1', 'two/0'],
    });
    expect(askProfiles(profile('one', ['pass']))).toEqual({ answer: 'deny', log: ['one/0', 'no profile'] });
  });

  it('follows both branches of a rule that may match', () => {
    expect(askProfiles(profile('one', ['allow?'])).answer).toBe('allow or deny');
    expect(askProfiles(profile('one', ['pass?', 'deny']), profile('two', ['allow'])).answer).toBe('allow or deny');
    expect(askProfiles(profile('one', ['allow?', 'allow'])).answer).toBe('allow');
  });

  it('takes the rules of virtual profiles as matching everything', () => {
    const allow: ProgramProfile = { name: 'kns.prod', ingress: [{ tag: 'always', action: 'allow' }], egress: [] };
    expect(askProfiles(allow)).toEqual({ answer: 'allow', log: ['kns.prod/0'] });
    const deny: ProgramProfile = { name: 'gone', ingress: [{ tag: 'always', action: 'deny' }], egress: [] };
    expect(askProfiles(deny, allow)).toEqual({ answer: 'deny', log: ['gone/0'] });
  });
});
