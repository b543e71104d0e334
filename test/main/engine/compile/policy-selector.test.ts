import { describe, expect, it } from 'vitest';
import {
  globalPolicySelector,
  namespacedPolicySelector,
  prefixSelectorText,
} from '../../../../main/engine/compile/policy-selector';
import type { PolicySelectorFields } from '../../../../main/engine/compile/policy-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';

const fields = (given: Partial<PolicySelectorFields>): PolicySelectorFields => ({
  selector: '',
  namespaceSelector: '',
  serviceAccountSelector: '',
  ...given,
});
const global = (given: Partial<PolicySelectorFields>) => globalPolicySelector(fields(given));
const namespaced = (given: Partial<PolicySelectorFields>) => namespacedPolicySelector(fields(given), 'prod');

describe('a selector with prefixed labels', () => {
  it('is canonical, and empty where it does not parse', () => {
    expect(prefixSelectorText("stage=='live'||has(x)", 'pcns.')).toBe('(pcns.stage == "live" || has(pcns.x))');
    expect(prefixSelectorText(' ', 'pcns.')).toBe('all()');
    expect(prefixSelectorText('stage ==', 'pcns.')).toBe('');
  });
});

describe('what a global policy applies to', () => {
  it('is its selector as it is written where there is no other', () => {
    expect(global({})).toBe('');
    expect(global({ selector: "a  ==  'b'" })).toBe("a  ==  'b'");
    expect(global({ selector: 'all()' })).toBe('all()');
  });

  it('is narrowed to the namespaces selected', () => {
    expect(global({ selector: "a == 'b'", namespaceSelector: "n == 'x'" })).toBe('(a == \'b\') && pcns.n == "x"');
    expect(global({ namespaceSelector: "n == 'x'" })).toBe('pcns.n == "x"');
  });

  it('all() beside a namespace selector means workloads, wherever the text stands', () => {
    expect(global({ namespaceSelector: 'all()' })).toBe('has(projectcalico.org/namespace)');
    expect(global({ namespaceSelector: 'all( )' })).toBe('has(projectcalico.org/namespace)');
    expect(global({ selector: 'all()', namespaceSelector: "n == 'x'" })).toBe(
      '(has(projectcalico.org/namespace)) && pcns.n == "x"',
    );
    expect(global({ selector: '!all() || all()', namespaceSelector: "n == 'x'" })).toBe(
      '(!has(projectcalico.org/namespace) || has(projectcalico.org/namespace)) && pcns.n == "x"',
    );
    expect(global({ selector: "a == 'all()'", namespaceSelector: "n == 'x'" })).toBe(
      '(a == \'has(projectcalico.org/namespace)\') && pcns.n == "x"',
    );
    expect(global({ selector: 'all( )', namespaceSelector: "n == 'x'" })).toBe('(all( )) && pcns.n == "x"');
  });

  it('is narrowed to the service accounts selected, all() meaning those that have one', () => {
    expect(global({ serviceAccountSelector: "t == 'x'" })).toBe('pcsa.t == "x"');
    expect(global({ serviceAccountSelector: 'all()' })).toBe('has(projectcalico.org/serviceaccount)');
    expect(global({ selector: 'all()', serviceAccountSelector: "t == 'x'" })).toBe(
      '(has(projectcalico.org/serviceaccount)) && pcsa.t == "x"',
    );
  });

  it('is narrowed by both, namespaces first', () => {
    expect(global({ selector: 'all()', namespaceSelector: 'all()', serviceAccountSelector: 'all()' })).toBe(
      '((has(projectcalico.org/namespace)) && has(projectcalico.org/namespace)) && has(projectcalico.org/serviceaccount)',
    );
  });

  it('a namespace or service account selector that does not parse is dropped, and the policy is wider', () => {
    expect(global({ selector: "a == 'b'", namespaceSelector: 'n ==' })).toBe("a == 'b'");
    expect(global({ selector: "a == 'b'", serviceAccountSelector: 't ==' })).toBe("a == 'b'");
    expect(global({ namespaceSelector: 'n ==' })).toBe('');
  });

  it('global() is not rewritten here', () => {
    expect(global({ selector: 'global()', namespaceSelector: "n == 'x'" })).toBe('(global()) && pcns.n == "x"');
  });

  it('a blank selector is pasted as text and does not parse beside another', () => {
    expect(parseSelector(global({ selector: ' ' })).tag).toBe('selector');
    expect(parseSelector(global({ selector: ' ', namespaceSelector: "n == 'x'" })).tag).toBe('error');
  });
});

describe('what a policy of a namespace applies to', () => {
  it('is within its namespace', () => {
    expect(namespaced({})).toBe("projectcalico.org/namespace == 'prod'");
    expect(namespaced({ selector: "a == 'b'" })).toBe("(a == 'b') && projectcalico.org/namespace == 'prod'");
  });

  it('is narrowed to the service accounts selected, all() staying as it is', () => {
    expect(namespaced({ selector: 'all()', serviceAccountSelector: 'all()' })).toBe(
      "((all()) && projectcalico.org/namespace == 'prod') && all()",
    );
    expect(namespaced({ serviceAccountSelector: "t == 'x'" })).toBe(
      '(projectcalico.org/namespace == \'prod\') && pcsa.t == "x"',
    );
    expect(namespaced({ serviceAccountSelector: 't ==' })).toBe("projectcalico.org/namespace == 'prod'");
  });

  it('has no namespace selector', () => {
    expect(namespaced({ namespaceSelector: 'all()' })).toBe("projectcalico.org/namespace == 'prod'");
  });

  it('a selector that only parses once it is pasted escapes from the namespace', () => {
    expect(parseSelector('all()) || (all()').tag).toBe('error');
    const escaped = parseSelector(namespaced({ selector: 'all()) || (all()' }));
    expect(escaped.tag === 'selector' && escaped.selector.tag).toBe('or');
  });

  it('a blank selector does not parse', () => {
    expect(parseSelector(namespaced({ selector: ' ' })).tag).toBe('error');
  });
});
