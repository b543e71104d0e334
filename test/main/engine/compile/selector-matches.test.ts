import { describe, expect, it } from 'vitest';
import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';
import type { IndexedSelector } from '../../../../main/engine/compile/policy';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import { createSelectorMatches } from '../../../../main/engine/compile/selector-matches';
import type { Labels } from '../../../../main/engine/model/resource';
import { MAYBE, NO, YES } from '../../../../main/engine/model/tri';

function selectorOf(text: string, interner = createSelectorInterner()): IndexedSelector {
  const selector = interner.intern(text);
  if (selector === null) throw new Error(text);
  return selector;
}

function answer(text: string, labels: Labels, unknownPrefixes: readonly string[] = []) {
  const set = createLabelSetInterner().intern(labels, unknownPrefixes);
  return createSelectorMatches().matches(selectorOf(text), set);
}

describe('whether labels satisfy a selector', () => {
  it('is told from the labels', () => {
    expect(answer("app == 'web'", { app: 'web' })).toBe(YES);
    expect(answer("app == 'web'", { app: 'db' })).toBe(NO);
    expect(answer("app != 'web'", {})).toBe(YES);
  });

  it('is unknown where it hangs on labels that no file holds', () => {
    expect(answer('has(pcns.stage)', { app: 'web' }, ['pcns.'])).toBe(MAYBE);
    expect(answer('!has(pcns.stage)', { app: 'web' }, ['pcns.'])).toBe(MAYBE);
    expect(answer('has(pcsa.team)', { app: 'web' }, ['pcns.'])).toBe(NO);
    expect(answer('has(pcsa.team)', { app: 'web' }, ['pcns.', 'pcsa.'])).toBe(MAYBE);
  });

  it('is certain where the labels that are known decide', () => {
    expect(answer("app == 'web' && has(pcns.stage)", { app: 'db' }, ['pcns.'])).toBe(NO);
    expect(answer("app == 'web' || has(pcns.stage)", { app: 'web' }, ['pcns.'])).toBe(YES);
    expect(answer("pcns.projectcalico.org/name == 'prod'", { 'pcns.projectcalico.org/name': 'prod' }, ['pcns.'])).toBe(
      YES,
    );
  });

  it('is answered per selector and per label set, however many there are', () => {
    const interner = createSelectorInterner();
    const labelSets = createLabelSetInterner();
    const matches = createSelectorMatches();
    const selectors = ['1', '2', '3'].map((value) => selectorOf(`a == '${value}'`, interner));
    const sets = Array.from({ length: 300 }, (_, index) => labelSets.intern({ a: `${index % 5}`, id: `${index}` }, []));
    const ask = () => sets.map((set) => selectors.map((selector) => matches.matches(selector, set)));
    const expected = sets.map((_, index) => [1, 2, 3].map((value) => (index % 5 === value ? YES : NO)));
    expect(ask()).toEqual(expected);
    expect(ask()).toEqual(expected);
  });

  it('keeps each answer while later sets come', () => {
    const labelSets = createLabelSetInterner();
    const matches = createSelectorMatches();
    const selector = selectorOf('has(pcns.a)');
    const sets = [labelSets.intern({}, ['pcns.']), labelSets.intern({ 'pcns.a': '' }, []), labelSets.intern({}, [])];
    const answers = () => sets.map((set) => matches.matches(selector, set));
    expect(answers()).toEqual([MAYBE, YES, NO]);
    const late = Array.from({ length: 200 }, (_, index) => labelSets.intern({ late: `${index}` }, []));
    expect(late.map((set) => matches.matches(selector, set))).toEqual(late.map(() => NO));
    expect(answers()).toEqual([MAYBE, YES, NO]);
  });
});
