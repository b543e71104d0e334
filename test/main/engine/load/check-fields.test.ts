import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFields } from '../../../../main/engine/load/check-fields';
import { resourcesOfObjects } from '../../../../main/engine/load/resources-of-objects';
import type { Json, JsonObject } from '../../../../main/engine/model/json';
import type { FieldPath } from '../../../../main/engine/model/source';

function pathText(path: FieldPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('');
}

function problems(object: Json): readonly string[] {
  const [resource] = resourcesOfObjects([object], 'changes').resources;
  if (resource === undefined) throw new Error('not a resource');
  return checkFields(resource).map(({ problem, path, help }) => `${problem} ${pathText(path)}: ${help}`);
}

function policy(spec: JsonObject, rest: JsonObject = {}): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'GlobalNetworkPolicy', metadata: { name: 'a' }, spec, ...rest };
}

describe('the fields of a policy', () => {
  it('are all known in a correct one', () => {
    const entity = {
      nets: ['10.0.0.0/8'],
      notNets: [],
      selector: 'all()',
      notSelector: '',
      namespaceSelector: 'all()',
      ports: [80, '81:82'],
      notPorts: [],
      serviceAccounts: { names: ['a'], selector: '' },
      services: { name: 'a', namespace: 'b' },
    };
    const rule = {
      action: 'Allow',
      protocol: 6,
      notProtocol: 'UDP',
      ipVersion: 4,
      icmp: { type: 8, code: 0 },
      notICMP: {},
      source: entity,
      destination: entity,
      http: { methods: ['GET'], paths: [{ exact: '/' }, { prefix: '/x' }] },
      metadata: { annotations: { a: 'b' } },
    };
    const spec = {
      tier: 'a',
      order: 1.5,
      selector: '',
      types: ['Ingress'],
      ingress: [rule],
      egress: [],
      preDNAT: false,
      doNotTrack: null,
    };
    expect(problems(policy(spec))).toEqual([]);
  });

  it('are named when nobody knows them, with what may be meant', () => {
    const spec = {
      selectors: 'all()',
      preDnat: true,
      ingress: [{ action: 'Allow', ports: [80], source: { net: '10.0.0.0/8' } }],
    };
    expect(problems(policy(spec, { extra: 1 }))).toEqual([
      'unknownField extra: Remove it, or look up the field that is meant.',
      'unknownField spec.selectors: Write selector if that is meant.',
      'unknownField spec.preDnat: Write preDNAT if that is meant.',
      'unknownField spec.ingress[0].ports: Remove it, or look up the field that is meant.',
      'unknownField spec.ingress[0].source.net: Write nets if that is meant.',
    ]);
  });

  it('are named when they hold the wrong type', () => {
    const spec = {
      order: '5',
      selector: { matchLabels: {} },
      types: 'Ingress',
      ingress: { action: 'Deny' },
      egress: [{ action: true, source: 'all()' }, 'Allow'],
    };
    expect(problems(policy(spec)).map((line) => line.split(':')[0])).toEqual([
      'wrongType spec.order',
      'wrongType spec.selector',
      'wrongType spec.types',
      'wrongType spec.ingress',
      'wrongType spec.egress[0].action',
      'wrongType spec.egress[0].source',
      'wrongType spec.egress[1]',
    ]);
  });

  it('of a configuration are named only when they resemble one that is read', () => {
    const spec = { failsafeInboundPorts: [], logSeverityScreen: 'Info' };
    expect(
      problems({ apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name: 'default' }, spec }),
    ).toEqual(['unknownField spec.failsafeInboundPorts: Write failsafeInboundHostPorts if that is meant.']);
  });
});

interface ValidateQuestion {
  readonly ask: string;
  readonly layer: string;
  readonly document: JsonObject;
  readonly answer: string;
  readonly pruned?: readonly string[];
}

const CASES = new URL('../../../../../shared/conformance/validation/crd.jsonl', import.meta.url);

describe('the fields that Kubernetes drops by the schemas of Calico', () => {
  it.skipIf(!existsSync(CASES))(
    'are the fields that are named here, except where a value of the wrong type is looked into',
    () => {
      const lines = readFileSync(CASES, 'utf8').trim().split('\n');
      const questions = lines.flatMap(
        (line) => (JSON.parse(line) as { readonly questions: readonly ValidateQuestion[] }).questions,
      );
      let compared = 0;
      for (const question of questions) {
        const [resource] = resourcesOfObjects([question.document], 'changes').resources;
        // There is no schema for Profile; status is dropped without harm.
        if (resource === undefined || resource.kind === 'Profile' || question.answer !== 'accept') continue;
        const named = checkFields(resource).filter(({ problem }) => problem === 'unknownField');
        const pruned = (question.pruned ?? []).filter((path) => path !== 'status');
        expect(named.map(({ path }) => pathText(path)).toSorted()).toEqual(pruned.toSorted());
        compared++;
      }
      expect(compared).toBeGreaterThan(100);
    },
  );
});
