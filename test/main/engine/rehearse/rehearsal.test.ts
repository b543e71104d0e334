import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import { WORLDS } from '../../../../main/engine/model/world';
import {
  DEFAULT_TIER,
  deployment,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  networkSet,
  pod,
  stagedPolicy,
} from '../evaluate/manifests';
import { codes, rehearse, sessionOn } from './rehearse-objects';
import { CLUSTER, DB, FROM_WEB, LOCKDOWN, WEB } from './web-and-database';

/** Traffic between two parties: verdict by world, what decided at the end, and whether the net alone allows. */
function edges({ edges: all }: Rehearsal, from: string, to: string): readonly string[] {
  return all
    .filter((edge) => edge.from.endsWith(from) && edge.to.endsWith(to))
    .map(({ traffic, verdicts }) => {
      const words = WORLDS.map((world) => `${verdicts[world].verdict}${verdicts[world].onlyByNet ? '*' : ''}`);
      return `${traffic}: ${words.join(' ')}; ${verdicts.final.by}`;
    });
}

describe('the edges of a rehearsal', () => {
  it('are cut by the ports that the destination declares and by what every world says', () => {
    const rehearsal = rehearse([...CLUSTER, networkPolicy('prod/db', FROM_WEB)], [LOCKDOWN]);
    expect(edges(rehearsal, 'prod/web', 'prod/db')).toEqual([
      'other traffic: deny allow* allow* allow* deny; db · end of tier default',
      'tcp 5432: allow allow allow allow allow; db',
    ]);
    expect(edges(rehearsal, 'prod/db', 'prod/web')).toEqual(['all traffic: allow allow allow allow allow; no policy']);
    expect(rehearsal.edges.some(({ from, to }) => from === to)).toBe(false);
  });

  it('tell what the staged lockdown closes, which the net hides until it goes', () => {
    const rehearsal = rehearse(CLUSTER, [LOCKDOWN]);
    expect(edges(rehearsal, 'prod/web', 'prod/db')).toEqual([
      'tcp 5432: allow allow allow allow* deny; lockdown · end of tier default',
      'other traffic: allow allow allow allow* deny; lockdown · end of tier default',
    ]);
    expect(codes(rehearsal)).toContain('N5 warns');
  });

  it('are told apart where members of a party or IP families differ', () => {
    const dual = [pod('prod/a', '10.0.0.5 fd00::5'), pod('prod/b', '10.0.0.6 fd00::6')];
    const six = networkPolicy('prod/six', {
      selector: 'all()',
      types: ['Ingress'],
      ingress: [{ action: 'Allow', ipVersion: 6 }],
    });
    expect(edges(rehearse([namespace('prod'), DEFAULT_TIER, ...dual, six], []), 'prod/a', 'prod/b')).toEqual([
      'all traffic: deny allow* allow* allow* deny; six · end of tier default',
      'all traffic (over IPv6): allow allow allow allow allow; six',
    ]);
    const set = networkSet('prod/partners', ['198.51.100.0/24']);
    const half = networkPolicy('prod/half', {
      selector: "app == 'db'",
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { nets: ['198.51.100.128/25'] } }],
    });
    expect(edges(rehearse([...CLUSTER, set, half], []), 'prod/partners', 'prod/db').toSorted()).toEqual([
      'other traffic (class 1): deny allow* allow* allow* deny; half · end of tier default',
      'other traffic (class 2): allow allow allow allow allow; half',
      'tcp 5432 (class 1): deny allow* allow* allow* deny; half · end of tier default',
      'tcp 5432 (class 2): allow allow allow allow allow; half',
    ]);
  });

  it('are undecided where the files do not tell', () => {
    const policy = networkPolicy('prod/db', {
      selector: "app == 'db'",
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    });
    const rehearsal = rehearse([DEFAULT_TIER, WEB, DB, policy], [], {
      cluster: { complete: false, dataplane: 'iptables' },
    });
    expect(edges(rehearsal, 'prod/web', 'prod/db')).toEqual([
      'tcp 5432: undecided allow* allow* allow* undecided; what the files do not tell',
      'other traffic: undecided allow* allow* allow* undecided; what the files do not tell',
    ]);
    expect(codes(rehearsal)).toContain('U2 warns');
  });
});

describe('a Namespace of the change set', () => {
  const LOCK = globalPolicy('lock', { namespaceSelector: "stage == 'locked'", order: 10, types: ['Ingress'] });
  const NET = globalPolicy('zzz-final-allow-everything', {
    order: 100_000,
    types: ['Ingress', 'Egress'],
    ingress: [{ action: 'Allow' }],
    egress: [{ action: 'Allow' }],
  });

  it.each<{ readonly where: string; readonly objects: readonly JsonObject[] }>([
    { where: 'of pods', objects: [...CLUSTER, LOCK] },
    { where: 'beside a net that is there already', objects: [...CLUSTER, LOCK, NET] },
    {
      where: 'of controllers without pods',
      objects: [namespace('prod'), DEFAULT_TIER, deployment('prod/web'), deployment('prod/db'), LOCK],
    },
    {
      where: 'where hosts police what they forward',
      objects: [
        ...CLUSTER,
        LOCK,
        hostEndpoint('h', { node: 'node1', interfaceName: '*' }),
        globalPolicy('forward', { selector: 'has(nobody)', types: ['Ingress'], applyOnForward: true }),
      ],
    },
  ])('brings its labels from the staged world on: $where', ({ objects }) => {
    const rehearsal = rehearse(objects, [namespace('prod', { stage: 'locked' })]);
    const found = edges(rehearsal, 'prod/web', 'prod/db').map((line) => line.replace(/^.*?: /, ''));
    expect(new Set(found)).toEqual(new Set(['allow allow allow* allow* deny; lock · end of tier default']));
  });
});

describe('the parties of a rehearsal', () => {
  it('are workloads by owner and class, sets, networks and everybody else', () => {
    const pods = ['a', 'b', 'c'].map((name, index) =>
      pod(`prod/api-${name}`, `10.0.1.${index}`, {
        owner: ['StatefulSet', 'api'],
        labels: name === 'c' ? { canary: 'yes' } : {},
      }),
    );
    const { parties } = rehearse(
      [
        namespace('prod'),
        DEFAULT_TIER,
        ...pods,
        deployment('prod/jobs', { replicas: 3 }),
        globalNetworkSet('offices', ['203.0.113.0/24']),
        globalNetworkSet('empty', []),
      ],
      [],
      {
        adminCidrs: ['10.9.0.0/24', 'nonsense'],
      },
    );
    expect(parties.map(({ id, detail, members }) => `${id}: ${detail}, ${members}`)).toEqual([
      'external:10.9.0.0/24: admin network, 1',
      'external:internet: any other address, 1',
      'set:/offices: global network set, 1',
      'workload:prod/api: StatefulSet · 2, class 1 of 2, 2',
      'workload:prod/api#2: StatefulSet · 1, class 2 of 2, 1',
      'workload:prod/jobs: Deployment · 3, 3',
    ]);
  });
});

describe('the steps of a rehearsal', () => {
  it('say in a line what each changes', () => {
    const { steps } = rehearse(
      [...CLUSTER, networkPolicy('prod/db', FROM_WEB)],
      [LOCKDOWN, stagedPolicy('prod/web', { selector: "app == 'web'", order: 30, types: ['Ingress'] })],
    );
    expect(steps.map(({ step, from, to, opened, closed }) => [step, from, to, opened, closed])).toEqual([
      ['net', 'now', 'net', 3, 0],
      ['stage', 'net', 'staged', 0, 0],
      ['observe', 'staged', 'staged', 0, 0],
      ['promote', 'staged', 'promoted', 0, 0],
      ['remove-net', 'promoted', 'final', 0, 5],
    ]);
    const [net, stage, observe, promote, remove] = steps.map(({ line }) => line);
    expect([net, observe, promote, remove]).toEqual([
      'opens 3 paths closed today',
      '2 paths will be blocked in the end',
      'changes nothing while the net is there',
      'closes 5 paths',
    ]);
    expect(stage).toMatch(/^0 of \d+ verdicts change$/);
  });
});

describe('a session', () => {
  const session = sessionOn([...CLUSTER, networkPolicy('prod/db', FROM_WEB)], [LOCKDOWN]);

  it('explains an edge that it listed, and nothing of one that it did not', () => {
    const trace = session.explain('workload:prod/web > workload:prod/db > tcp 5432', 'final');
    expect(trace).toMatchObject({ from: 'prod/web', to: 'prod/db', traffic: 'tcp 5432', verdict: 'allow' });
    expect(session.explain('nothing', 'now')).toBe(undefined);
  });

  it('explains a flow that somebody asks about by name', () => {
    const ask = (from: string, to: string, port: number | null = 5432) =>
      session.explainFlow({ from, to, protocol: 6, port, world: 'now' });
    expect(ask('prod/web', 'prod/db')).toMatchObject({ verdict: 'allow', traffic: 'tcp 5432' });
    expect(ask('10.0.0.1', '10.0.0.2')).toMatchObject({ verdict: 'allow' });
    expect(ask('internet', 'prod/db')).toMatchObject({ verdict: 'deny' });
    expect(ask('fd00::1', 'fd00::2', null)).toMatchObject({ verdict: 'allow', traffic: 'tcp' });
    expect(ask('nobody', 'prod/db')).toMatchObject({ error: expect.stringContaining('nobody') as unknown });
    expect(ask('prod/web', 'nobody')).toMatchObject({ error: expect.stringContaining('nobody') as unknown });
  });

  it('reports what was read before anything is computed, and computes once', () => {
    expect(session.report.counts).toMatchObject({ nodes: 0, pods: 2, workloads: 2, policies: 1, changes: 1 });
    expect(session.rehearse(() => undefined)).toBe(session.rehearse(() => undefined));
  });

  it('cuts lines out of a file that it read', () => {
    expect(session.excerpt('changes/objects.yaml', 1, 0, 0)?.lines).toEqual([JSON.stringify(LOCKDOWN)]);
    expect(session.excerpt('changes/other.yaml', 1, 0, 0)).toBe(undefined);
  });
});
