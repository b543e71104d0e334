import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entitySelector, foldSelectors } from '../../../../main/engine/compile/entity-selector';
import { compileSelector } from '../../../../main/engine/selector/compile-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';

const OWN = "projectcalico.org/namespace == 'prod'";

describe('the address set of a source or destination', () => {
  it('is not asked for where nothing selects, in a namespace or not', () => {
    expect(entitySelector({}, '')).toBe('');
    expect(entitySelector({}, 'prod')).toBe('');
    expect(entitySelector({ nets: ['10.0.0.0/8'], ports: [80] }, 'prod')).toBe('');
  });

  it('of a selector is within the namespace of the policy, and anywhere for a global policy', () => {
    expect(entitySelector({ selector: "a == 'b'" }, '')).toBe("a == 'b'");
    expect(entitySelector({ selector: "a == 'b'" }, 'prod')).toBe(`(${OWN}) && (a == 'b')`);
  });

  it('of a notSelector alone is the own namespace, and nothing for a global policy', () => {
    expect(entitySelector({ notSelector: "a == 'b'" }, 'prod')).toBe(OWN);
    expect(entitySelector({ notSelector: "a == 'b'" }, '')).toBe('');
  });

  it('of a namespace selector replaces the own namespace', () => {
    expect(entitySelector({ namespaceSelector: "n == 'x'" }, 'prod')).toBe('pcns.n == "x"');
    expect(entitySelector({ namespaceSelector: "n == 'x'", selector: "a == 'b'" }, '')).toBe(
      '(pcns.n == "x") && (a == \'b\')',
    );
  });

  it('all() and global() of a namespace selector mean with and without namespace, inside quotes too', () => {
    expect(entitySelector({ namespaceSelector: 'all()' }, '')).toBe('has(projectcalico.org/namespace)');
    expect(entitySelector({ namespaceSelector: 'global()' }, 'prod')).toBe('!has(projectcalico.org/namespace)');
    expect(entitySelector({ namespaceSelector: ' ' }, '')).toBe('has(projectcalico.org/namespace)');
    expect(entitySelector({ namespaceSelector: "n == 'all()' || n == 'global()'" }, '')).toBe(
      '(pcns.n == "has(projectcalico.org/namespace)" || pcns.n == "!has(projectcalico.org/namespace)")',
    );
    expect(entitySelector({ selector: 'all()', namespaceSelector: 'all()' }, '')).toBe(
      '(has(projectcalico.org/namespace)) && (all())',
    );
  });

  it('of service accounts is their names and their labels', () => {
    const names = 'projectcalico.org/serviceaccount in {"db", "web"}';
    expect(entitySelector({ serviceAccounts: { names: ['web', 'db'] } }, '')).toBe(names);
    expect(entitySelector({ serviceAccounts: { selector: "t == 'x'" } }, '')).toBe('pcsa.t == "x"');
    expect(entitySelector({ serviceAccounts: { selector: "t == 'x'", names: ['web', 'db'] } }, '')).toBe(
      `(pcsa.t == "x") && (${names})`,
    );
    expect(entitySelector({ serviceAccounts: { names: ['web', 'db'] }, selector: "a == 'b'" }, 'prod')).toBe(
      `(${OWN}) && ((${names}) && (a == 'b'))`,
    );
  });

  it('of service accounts that name none asks for nothing, not even the namespace', () => {
    expect(entitySelector({ serviceAccounts: {} }, 'prod')).toBe('');
    expect(entitySelector({ serviceAccounts: { names: [], selector: '' } }, 'prod')).toBe('');
  });

  it('all() of a service account selector stays as it is', () => {
    expect(entitySelector({ serviceAccounts: { selector: 'all()' } }, '')).toBe('all()');
    expect(entitySelector({ serviceAccounts: { selector: 'all()' } }, 'prod')).toBe(`(${OWN}) && (all())`);
  });

  it('a service account with a quote drops the names and the selector, and the rule is wider', () => {
    const serviceAccounts = { names: ['web', "o'brien"], selector: "t == 'x'" };
    expect(entitySelector({ serviceAccounts }, '')).toBe('');
    expect(entitySelector({ serviceAccounts, selector: "a == 'b'" }, '')).toBe("a == 'b'");
  });
});

describe('positive and negated selector', () => {
  it('are folded into one where both are there', () => {
    expect(foldSelectors({ selector: "a == 'b'", notSelector: 'has(c)' }, '')).toEqual({
      tag: 'selectors',
      positive: "(a == 'b') && (!(has(c)))",
      negative: '',
    });
    expect(foldSelectors({ notSelector: 'has(c)' }, 'prod')).toEqual({
      tag: 'selectors',
      positive: `(${OWN}) && (!(has(c)))`,
      negative: '',
    });
  });

  it('stay apart where one is missing', () => {
    expect(foldSelectors({ notSelector: 'has(c)' }, '')).toEqual({
      tag: 'selectors',
      positive: '',
      negative: 'has(c)',
    });
    expect(foldSelectors({ selector: 'has(c)' }, '')).toEqual({ tag: 'selectors', positive: 'has(c)', negative: '' });
    expect(foldSelectors({}, 'prod')).toEqual({ tag: 'selectors', positive: '', negative: '' });
  });

  it('a blank notSelector crashes Felix beside a positive selector, in a namespace always', () => {
    expect(foldSelectors({ selector: 'has(a)', notSelector: ' ' }, '')).toEqual({ tag: 'panic' });
    expect(foldSelectors({ notSelector: ' \t' }, 'prod')).toEqual({ tag: 'panic' });
    expect(foldSelectors({ notSelector: ' ' }, '')).toEqual({ tag: 'selectors', positive: '', negative: ' ' });
  });

  it('a selector of any kind that does not parse makes Felix ignore the policy', () => {
    const bad = 'a ==';
    expect(foldSelectors({ selector: bad }, '')).toEqual({ tag: 'ignored', path: ['selector'] });
    expect(foldSelectors({ namespaceSelector: bad }, '')).toEqual({ tag: 'ignored', path: ['namespaceSelector'] });
    expect(foldSelectors({ notSelector: bad }, '')).toEqual({ tag: 'ignored', path: ['notSelector'] });
    expect(foldSelectors({ serviceAccounts: { selector: bad } }, '')).toEqual({
      tag: 'ignored',
      path: ['serviceAccounts', 'selector'],
    });
    expect(foldSelectors({ serviceAccounts: {} }, '')).toEqual({ tag: 'selectors', positive: '', negative: '' });
  });

  it('a blank selector is pasted as text and does not parse beside a namespace', () => {
    expect(foldSelectors({ selector: ' ' }, '')).toEqual({ tag: 'selectors', positive: ' ', negative: '' });
    expect(foldSelectors({ selector: ' ' }, 'prod')).toEqual({ tag: 'ignored', path: ['selector'] });
  });
});

describe('laws of folding', () => {
  const text = fc.constantFrom('', "a == 'x'", 'has(b)', "!has(a) || b == 'y'", "a not in {'x', 'y'}", 'all()');
  const labels = fc.dictionary(
    fc.constantFrom('a', 'b', 'projectcalico.org/namespace'),
    fc.constantFrom('x', 'y', 'prod'),
    {
      noNullPrototype: true,
    },
  );
  const matches = (selector: string, of: Readonly<Record<string, string>>) => {
    const parsed = parseSelector(selector);
    if (parsed.tag === 'error') throw new Error(selector);
    return compileSelector(parsed.selector)(of);
  };

  it('what is folded selects who the positive selector selects and the negated one does not', () => {
    fc.assert(
      fc.property(text, text, labels, (selector, notSelector, of) => {
        const folded = foldSelectors({ selector, notSelector }, '');
        if (folded.tag !== 'selectors') throw new Error('these parse');
        const expected =
          (selector === '' || matches(selector, of)) && (notSelector === '' || !matches(notSelector, of));
        const actual =
          (folded.positive === '' || matches(folded.positive, of)) &&
          (folded.negative === '' || !matches(folded.negative, of));
        expect(actual).toBe(expected);
      }),
    );
  });

  it('in a namespace nobody outside of it is selected', () => {
    fc.assert(
      fc.property(text, text, labels, (selector, notSelector, of) => {
        fc.pre(selector !== '' || notSelector !== '');
        fc.pre(of['projectcalico.org/namespace'] !== 'prod');
        const folded = foldSelectors({ selector, notSelector }, 'prod');
        expect(folded.tag === 'selectors' && matches(folded.positive, of)).toBe(false);
      }),
    );
  });
});
