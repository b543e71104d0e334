import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  KUBERNETES_POLICY_ORDER,
  convertKubernetesPolicy,
  parseCidr,
  writtenKubernetesTypes,
} from '../../../../main/engine/compile/kubernetes-policy';
import type { Json, JsonObject } from '../../../../main/engine/model/json';
import { compileSelector } from '../../../../main/engine/selector/compile-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';

const PODS = "projectcalico.org/orchestrator == 'k8s'";

function ingressOf(rule: Json): readonly JsonObject[] {
  return convertKubernetesPolicy({ ingress: [rule] }).ingress.map((converted) => converted.rule);
}

/** What `ports` of a rule from anyone become. */
function portsOf(ports: readonly Json[]): readonly JsonObject[] {
  return ingressOf({ ports: [...ports] });
}

describe('a Kubernetes policy', () => {
  it('becomes one of the default tier with order 1000', () => {
    expect(KUBERNETES_POLICY_ORDER).toBe(1000);
    expect(convertKubernetesPolicy({})).toEqual({
      tier: 'default',
      order: 1000,
      types: ['Ingress'],
      selector: PODS,
      namespaceSelector: '',
      ingress: [],
      egress: [],
      failures: [],
    });
  });

  it('has the rules of both directions, each with the place it comes from', () => {
    const spec = {
      podSelector: { matchLabels: { app: 'db' } },
      policyTypes: ['Egress', 'Ingress'],
      ingress: [{}, { from: [{ podSelector: {} }, { podSelector: { matchLabels: { a: 'b' } } }] }],
      egress: [{ to: [{ podSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }],
    };
    expect(convertKubernetesPolicy(spec)).toEqual({
      tier: 'default',
      order: 1000,
      types: ['Ingress', 'Egress'],
      selector: `${PODS} && app == 'db'`,
      namespaceSelector: '',
      ingress: [
        { path: ['spec', 'ingress', 0], rule: { action: 'Allow' } },
        { path: ['spec', 'ingress', 1], rule: { action: 'Allow', source: { selector: PODS } } },
        { path: ['spec', 'ingress', 1], rule: { action: 'Allow', source: { selector: `${PODS} && a == 'b'` } } },
      ],
      egress: [
        {
          path: ['spec', 'egress', 0],
          rule: { action: 'Allow', protocol: 'UDP', destination: { selector: PODS, ports: [53] } },
        },
      ],
      failures: [],
    });
  });

  it('of types that nobody knows, or none, is for ingress alone, whatever rules it has', () => {
    const types = (policyTypes: readonly string[]) => convertKubernetesPolicy({ policyTypes, egress: [{}] }).types;
    expect(types([])).toEqual(['Ingress']);
    expect(types(['Both'])).toEqual(['Ingress']);
    expect(types(['Egress'])).toEqual(['Egress']);
    expect(types(['egress'])).toEqual(['Ingress']);
    expect(types(['Ingress'])).toEqual(['Ingress']);
  });
});

describe('the types that kube-apiserver fills in', () => {
  it('are Ingress, and Egress where there is an egress rule', () => {
    expect(writtenKubernetesTypes({})).toEqual({ policyTypes: ['Ingress'] });
    expect(writtenKubernetesTypes({ egress: [] })).toEqual({ egress: [], policyTypes: ['Ingress'] });
    expect(writtenKubernetesTypes({ egress: [{}] })).toEqual({ egress: [{}], policyTypes: ['Ingress', 'Egress'] });
    expect(writtenKubernetesTypes({ policyTypes: [], egress: [{}] }).policyTypes).toEqual(['Ingress', 'Egress']);
  });

  it('stay as they are where some are given', () => {
    const spec = { policyTypes: ['Ingress'], egress: [{}] };
    expect(writtenKubernetesTypes(spec)).toBe(spec);
  });
});

describe('the peers of a rule', () => {
  const peer = (written: Json) => ingressOf({ from: [written] }).map((rule) => rule['source']);

  it('an empty or missing list is anyone', () => {
    expect(ingressOf({ from: [] })).toEqual([{ action: 'Allow' }]);
    expect(ingressOf({})).toEqual([{ action: 'Allow' }]);
    expect(ingressOf(null)).toEqual([{ action: 'Allow' }]);
  });

  it('a pod selector alone is for the own namespace, an empty namespace selector for all', () => {
    expect(peer({ podSelector: { matchLabels: { a: 'b' } } })).toEqual([{ selector: `${PODS} && a == 'b'` }]);
    expect(peer({ namespaceSelector: {} })).toEqual([{ selector: PODS, namespaceSelector: 'all()' }]);
    expect(peer({ namespaceSelector: { matchLabels: { n: 'x' } }, podSelector: { matchLabels: { a: 'b' } } })).toEqual([
      { selector: `${PODS} && a == 'b'`, namespaceSelector: "n == 'x'" },
    ]);
    expect(peer(null)).toEqual([{ selector: PODS }]);
  });

  it('a block of addresses is written with its mask applied', () => {
    expect(peer({ ipBlock: { cidr: '10.1.2.3/8', except: ['10.9.9.9/16', 'fd00::1/8'] } })).toEqual([
      { nets: ['10.0.0.0/8'], notNets: ['10.9.0.0/16', 'fd00::/8'] },
    ]);
    expect(peer({ ipBlock: { cidr: '10.0.0.0/8' } })).toEqual([{ nets: ['10.0.0.0/8'] }]);
  });

  it('a block that cannot be read is anyone', () => {
    for (const cidr of ['oops', '010.0.0.0/8', '10.0.0.1', '']) {
      expect(ingressOf({ from: [{ ipBlock: { cidr, except: ['10.9.0.0/16'] } }] })).toEqual([{ action: 'Allow' }]);
    }
    expect(ingressOf({ from: [{ ipBlock: {} }] })).toEqual([{ action: 'Allow' }]);
  });

  it('an exception that cannot be read drops itself and those after it', () => {
    const except = ['10.1.0.0/16', 'oops', '10.2.0.0/16'];
    expect(peer({ ipBlock: { cidr: '10.0.0.0/8', except } })).toEqual([
      { nets: ['10.0.0.0/8'], notNets: ['10.1.0.0/16'] },
    ]);
    expect(peer({ ipBlock: { cidr: '10.0.0.0/8', except: [7, '10.2.0.0/16'] } })).toEqual([{ nets: ['10.0.0.0/8'] }]);
  });
});

describe('a CIDR of Kubernetes', () => {
  it('needs its mask and is printed as Go prints it', () => {
    expect(parseCidr('::ffff:10.0.0.0/104')).toBe('10.0.0.0/8');
    expect(parseCidr('10.1.2.3/8')).toBe('10.0.0.0/8');
    expect(parseCidr('10.1.2.3')).toBe(undefined);
    expect(parseCidr('10.0.0.0/33')).toBe(undefined);
  });
});

describe('the ports of a rule', () => {
  it('without a list are any protocol', () => {
    expect(portsOf([])).toEqual([{ action: 'Allow' }]);
  });

  it('are TCP where no protocol is given, and one rule per protocol', () => {
    expect(portsOf([{ port: 80 }, { port: 53, protocol: 'UDP' }, { port: 'http' }])).toEqual([
      { action: 'Allow', protocol: 'TCP', destination: { ports: [80, 'http'] } },
      { action: 'Allow', protocol: 'UDP', destination: { ports: [53] } },
    ]);
  });

  it('of one protocol are one rule, however it is spelt', () => {
    expect(portsOf([{ port: 80, protocol: 'tcp' }, { port: 90 }, { port: 7, protocol: 'GRE' }])).toEqual([
      { action: 'Allow', protocol: 'GRE', destination: { ports: [7] } },
      { action: 'Allow', protocol: 'TCP', destination: { ports: [80, 90] } },
    ]);
  });

  it('an entry without anything is all TCP ports, and swallows the other TCP ports', () => {
    expect(portsOf([{}])).toEqual([{ action: 'Allow', protocol: 'TCP' }]);
    expect(portsOf([null])).toEqual([{ action: 'Allow', protocol: 'TCP' }]);
    expect(portsOf([{ endPort: 90 }])).toEqual([{ action: 'Allow', protocol: 'TCP' }]);
    expect(portsOf([{ port: 80 }, {}, { port: 81 }, { port: 53, protocol: 'UDP' }])).toEqual([
      { action: 'Allow', protocol: 'TCP' },
      { action: 'Allow', protocol: 'UDP', destination: { ports: [53] } },
    ]);
  });

  it('may be a range', () => {
    expect(portsOf([{ port: 80, endPort: 90 }])).toEqual([
      { action: 'Allow', protocol: 'TCP', destination: { ports: ['80:90'] } },
    ]);
    expect(portsOf([{ port: 80, endPort: 80 }])).toEqual([
      { action: 'Allow', protocol: 'TCP', destination: { ports: [80] } },
    ]);
  });

  it('a port that cannot be read drops the whole rule and no other', () => {
    const spec = {
      ingress: [{ ports: [{ port: 80 }, { port: 90, endPort: 80 }] }, {}],
      egress: [{ ports: [{ port: 70_000 }] }],
    };
    expect(convertKubernetesPolicy(spec)).toMatchObject({
      ingress: [{ path: ['spec', 'ingress', 1], rule: { action: 'Allow' } }],
      egress: [],
      failures: [
        { path: ['spec', 'ingress', 0, 'ports'], why: 'port 90:80 cannot be read', instead: 'dropped' },
        { path: ['spec', 'egress', 0, 'ports'], why: 'port 70000 cannot be read', instead: 'dropped' },
      ],
    });
  });
});

describe('laws of the conversion', () => {
  const label = fc.constantFrom('a', 'b');
  const value = fc.constantFrom('x', 'y');
  const labelSelector: fc.Arbitrary<JsonObject> = fc.record(
    {
      matchLabels: fc.dictionary(label, value, { maxKeys: 2, noNullPrototype: true }),
      matchExpressions: fc.array(
        fc.record({
          key: label,
          operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist', 'Like'),
          values: fc.array(value, { maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: [] },
  );
  const labels = fc.dictionary(label, value, { noNullPrototype: true });

  function matches(text: string, of: Readonly<Record<string, string>>): boolean {
    const parsed = parseSelector(text);
    if (parsed.tag === 'error') throw new Error(text);
    return compileSelector(parsed.selector)(of);
  }

  /** Kubernetes' own reading of a label selector. */
  function selects(selector: JsonObject, of: Readonly<Record<string, string>>): boolean {
    const { matchLabels = {}, matchExpressions = [] } = selector as {
      matchLabels?: Record<string, string>;
      matchExpressions?: readonly { key: string; operator: string; values: readonly string[] }[];
    };
    const expression = ({ key, operator, values }: { key: string; operator: string; values: readonly string[] }) => {
      const found = of[key];
      if (operator === 'In') return found !== undefined && values.includes(found);
      if (operator === 'NotIn') return found === undefined || !values.includes(found);
      if (operator === 'Exists') return found !== undefined;
      return operator === 'Like' || found === undefined;
    };
    return Object.entries(matchLabels).every(([key, want]) => of[key] === want) && matchExpressions.every(expression);
  }

  it('a converted policy never selects a host or a network set', () => {
    fc.assert(
      fc.property(labelSelector, labels, (podSelector, of) => {
        expect(matches(convertKubernetesPolicy({ podSelector }).selector, of)).toBe(false);
      }),
    );
  });

  it('a converted policy selects the pods that Kubernetes selects', () => {
    fc.assert(
      fc.property(labelSelector, labels, (podSelector, of) => {
        const pod = { ...of, 'projectcalico.org/orchestrator': 'k8s' };
        expect(matches(convertKubernetesPolicy({ podSelector }).selector, pod)).toBe(selects(podSelector, of));
      }),
    );
  });
});
