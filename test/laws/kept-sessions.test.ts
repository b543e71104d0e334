import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../main/engine/model/json';
import type { SourceFile } from '../../main/engine/model/source';
import type { Kept } from '../../main/engine/pipeline';
import { DEFAULT_TIER, globalPolicy, namespace, networkPolicy, pod } from '../main/engine/evaluate/manifests';
import { fileOf, openFiles } from './open-objects';
import type { RandomCluster } from './random-cluster';
import { randomCluster } from './random-cluster';
import { stagedChange } from './random-policies';

/** How the change set lies in files: one each; under other names; one of them broken; two objects written twice. */
const LAYOUTS = ['plain', 'renamed', 'broken', 'repeated'] as const;

/**
 * One saved edit: another change set, perhaps in other files, and perhaps an object of the snapshot less, or a Namespace with other labels.
 */
interface Edit {
  readonly layout: (typeof LAYOUTS)[number];
  readonly changes: readonly JsonObject[];
  readonly without: number;
  readonly relabelled: boolean;
}

function filesAfter({ snapshot }: RandomCluster, edit: Edit): readonly SourceFile[] {
  const { changes, without, relabelled, layout } = edit;
  const left = snapshot.filter((_, index) => index !== without);
  const half = Math.ceil(left.length / 2);
  const added = relabelled ? [namespace('alpha', { 'key-a': 'value-b' })] : [];
  return [
    fileOf('snapshot', 'a.yaml', left.slice(0, half)),
    fileOf('snapshot', 'b.yaml', left.slice(half)),
    ...[...changes, ...added].map((change, index) => {
      const file = fileOf('changes', layout === 'renamed' ? `${9 - index}.yaml` : `${index}.yaml`, [change]);
      return layout === 'broken' && index === 0 ? { ...file, text: 'broken: [' } : file;
    }),
    ...(layout === 'repeated'
      ? [
          fileOf('snapshot', 'again.yaml', left.slice(0, 1)),
          fileOf(
            'changes',
            'again.yaml',
            changes.slice(0, 1).map((change) => ({ ...change, spec: { order: 7 } })),
          ),
        ]
      : []),
  ];
}

it('an edit that names another port is decided as if nothing had been known before, to the byte', () => {
  const policyOf = (name: string, ports: readonly number[]): JsonObject =>
    networkPolicy(`alpha/${name}`, {
      selector: `app == '${name}'`,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'TCP', source: { selector: "app == 'db'" }, destination: { ports } }],
    });
  const snapshot = [
    namespace('alpha'),
    pod('alpha/web', '10.0.0.1', { labels: { app: 'web' } }),
    pod('alpha/api', '10.0.0.2', { labels: { app: 'api' } }),
    pod('alpha/db', '10.0.0.3', { labels: { app: 'db' } }),
    policyOf('web', [80, 443]),
    policyOf('db', [5432]),
  ];
  const filesOf = (ports: readonly number[]) => [
    fileOf('snapshot', 'a.yaml', snapshot),
    fileOf('changes', 'b.yaml', [policyOf('api', ports)]),
  ];
  let kept: Kept | undefined;
  for (const ports of [[8080], [8080, 90], [8080, 90, 300], [443], []]) {
    const session = openFiles(filesOf(ports), true, kept);
    const rehearsal = JSON.stringify(session.rehearse(() => undefined));
    expect(rehearsal).toBe(JSON.stringify(openFiles(filesOf(ports)).rehearse(() => undefined)));
    kept = session.kept;
  }
});

it('an edit after which other worlds have the same policies is decided as if nothing had been known before, to the byte', () => {
  const net = globalPolicy('zzz-final-allow-everything', {
    order: 100_000,
    types: ['Ingress', 'Egress'],
    ingress: [{ action: 'Allow' }],
    egress: [{ action: 'Allow' }],
  });
  const deny = networkPolicy('alpha/deny', { selector: "app == 'api'", order: 200_000, types: ['Ingress'] });
  const pods = [
    pod('alpha/web', '10.0.0.1', { labels: { app: 'web' } }),
    pod('alpha/api', '10.0.0.2', { labels: { app: 'api' } }),
  ];
  const snapshot = fileOf('snapshot', 'a.yaml', [DEFAULT_TIER, namespace('alpha'), ...pods, net, deny]);
  const removed = globalPolicy('zzz-final-allow-everything', { order: 100_000, stagedAction: 'Delete' });
  const changes = fileOf('changes', 'b.yaml', [{ ...removed, kind: 'StagedGlobalNetworkPolicy' }]);
  let kept: Kept | undefined;
  for (const files of [[snapshot], [snapshot, changes], [snapshot]]) {
    const session = openFiles(files, true, kept);
    const rehearsal = session.rehearse(() => undefined);
    expect(rehearsal.pairs).toEqual(openFiles(files).rehearse(() => undefined).pairs);
    expect(JSON.stringify(rehearsal)).toBe(JSON.stringify(openFiles(files).rehearse(() => undefined)));
    kept = session.kept;
  }
});

it.each([
  ['where pods’ policies alone decide', false, 12],
  ['where hosts police what they forward', true, 3],
])(
  'an edit is decided as if nothing had been known before, to the byte, %s',
  { timeout: 240_000 },
  (_, hooks, runs) => {
    const options = { hosts: hooks, hooks, declared: true, eitherFamily: false };
    const edit = fc.record({
      layout: fc.constantFrom('plain', ...LAYOUTS),
      changes: fc.array(stagedChange(options), { maxLength: 3 }),
      without: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat({ max: 12 }) }),
      relabelled: fc.boolean(),
    });
    fc.assert(
      fc.property(randomCluster(options), fc.array(edit, { minLength: 1, maxLength: 3 }), (cluster, edits) => {
        let kept: Kept | undefined;
        const first = { layout: 'plain', changes: cluster.changes, without: -1, relabelled: false } as const;
        for (const saved of [first, ...edits, first]) {
          const files = filesAfter(cluster, saved);
          const session = openFiles(files, true, kept);
          const fresh = openFiles(files);
          expect(JSON.stringify(session.report)).toBe(JSON.stringify(fresh.report));
          expect(JSON.stringify(session.rehearse(() => undefined))).toBe(
            JSON.stringify(fresh.rehearse(() => undefined)),
          );
          kept = session.kept;
        }
      }),
      { numRuns: runs },
    );
  },
);
