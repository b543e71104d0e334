import { describe, expect, it } from 'vitest';
import { KNOWN_KINDS } from '../../main/engine/load/kinds';
import { KNOWN_SPECS } from '../../main/engine/load/known-fields';
import type { Json, JsonObject } from '../../main/engine/model/json';
import type { Role } from '../../main/engine/model/source';
import {
  DEFAULT_TIER,
  clusterNode,
  endpointSlice,
  globalPolicy,
  hostEndpoint,
  namespace,
  pod,
  service,
  stagedGlobalPolicy,
} from '../main/engine/evaluate/manifests';
import { fileOf, rehearse } from './open-objects';

const CLUSTER: readonly JsonObject[] = [
  namespace('shop'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1'),
  pod('shop/web', '10.65.0.1', { labels: { app: 'web' } }),
  service('shop/web', '10.96.0.1', 8080),
  endpointSlice('shop/web', ['10.65.0.1'], ['tcp/8080']),
  hostEndpoint('node1', { node: 'node1', interfaceName: '*', expectedIPs: ['192.168.0.1'] }, { host: 'yes' }),
  globalPolicy('default.hosts', { tier: 'default', selector: 'has(host)', types: ['Ingress'] }),
];

const CHANGE = stagedGlobalPolicy('default.web', { tier: 'default', selector: "app == 'web'", types: ['Ingress'] });

/** What every field of a spec holds; `spec` itself for the first two. */
const SHAPES: readonly (readonly [string, (fields: readonly string[]) => Json | undefined])[] = [
  ['no spec', () => undefined],
  ['null for a spec', () => null],
  ['an empty spec', () => ({})],
  ['a list for a spec', () => []],
  ...(
    [
      ['null', null],
      ['an empty mapping', {}],
      ['an empty list', []],
      ['a list of an empty mapping', [{}]],
      ['a list of null', [null]],
      ['an empty text', ''],
      ['nought', 0],
      ['true', true],
    ] satisfies readonly (readonly [string, Json])[]
  ).map(
    ([name, value]) =>
      [
        `${name} in every field`,
        (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, value])),
      ] as const,
  ),
];

/** One object of every kind that is read, whose spec has that shape. */
function objectsOf(shape: (fields: readonly string[]) => Json | undefined): readonly JsonObject[] {
  return [...KNOWN_KINDS.entries()].flatMap(([key, { kind, versions, namespaced }]) => {
    const [group = '', written = kind] = key.split('/').length === 2 ? key.split('/') : ['', key];
    const version = versions[0] ?? 'v1';
    const spec = shape([...Object.keys(KNOWN_SPECS[kind]?.spec ?? {}), 'ports', 'rules', 'addresses']);
    return [
      {
        apiVersion: group === '' ? version : `${group}/${version}`,
        kind: written,
        metadata: { name: 'default', ...(namespaced ? { namespace: 'shop' } : {}) },
        ...(spec === undefined ? {} : { spec, status: spec, subsets: spec, endpoints: spec }),
      },
    ];
  });
}

describe('objects that say next to nothing', () => {
  it.each(SHAPES)('are rehearsed and accounted for, each by itself: %s', { timeout: 60_000 }, (_, shape) => {
    const files = (role: Role, objects: readonly JsonObject[]) => [
      fileOf('snapshot', 'a.yaml', CLUSTER),
      fileOf('changes', 'b.yaml', [CHANGE]),
      fileOf(role, 'sparse.yaml', objects),
    ];
    for (const role of ['snapshot', 'changes'] as const) {
      const objects = objectsOf(shape);
      const { accounting } = rehearse(files(role, objects), false);
      const sparse = accounting.files.find(({ path }) => path === 'sparse.yaml');
      expect(sparse?.documents).toHaveLength(objects.length);
    }
  });
});
