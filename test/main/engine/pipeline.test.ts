import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../main/engine/pipeline';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import type { Role, SourceFile } from '../../../main/engine/model/source';
import type { Workspace } from '../../../main/engine/model/workspace';
import { WORLDS } from '../../../main/engine/model/world';
import { clusterNode, DEFAULT_TIER, deployment, globalPolicy, namespace, pod } from './evaluate/manifests';
import { NO_INPUTS } from './plan/no-plan';
import { sessionOn } from './rehearse/rehearse-objects';

const SAMPLE = path.resolve(import.meta.dirname, '../../../assets/samples/ship-it-safely');

function filesOf(role: Role, folder: string): readonly SourceFile[] {
  return readdirSync(path.join(SAMPLE, folder)).map((name) => ({
    role,
    path: name,
    text: readFileSync(path.join(SAMPLE, folder, name), 'utf8'),
  }));
}

const workspace = JSON.parse(readFileSync(path.join(SAMPLE, 'ship-it-safely.rehearsal.json'), 'utf8')) as Workspace;
const progress: string[] = [];
const note = (phase: string, done: number, total: number): unknown => progress.push(`${phase} ${done}/${total}`);
const session = openSession(
  {
    name: workspace.name,
    files: [...filesOf('snapshot', 'snapshot'), ...filesOf('changes', 'changes')],
    skipped: [],
    flows: [],
    inputs: NO_INPUTS,
    workspace,
  },
  note,
);
const rehearsal: Rehearsal = session.rehearse(note);

function verdicts(from: string, to: string, traffic: string): readonly string[] {
  const edge = rehearsal.edges.find((one) => one.from === from && one.to === to && one.traffic === traffic);
  if (edge === undefined) throw new Error(`no edge ${from} > ${to} ${traffic}`);
  return WORLDS.map(
    (world) => `${edge.verdicts[world].verdict}${edge.verdicts[world].onlyByNet ? ' only by the net' : ''}`,
  );
}

describe('the sample in which a backend is locked down', () => {
  it('keeps the backend’s way to the database open in every world', () => {
    expect(verdicts('workload:prod/backend', 'workload:prod/database', 'tcp 8080')).toEqual([
      'allow',
      'allow',
      'allow',
      'allow',
      'allow',
    ]);
  });

  it('keeps the frontend’s way to the backend open until the net goes', () => {
    expect(verdicts('workload:prod/frontend', 'workload:prod/backend', 'tcp 8080')).toEqual([
      'allow',
      'allow',
      'allow',
      'allow only by the net',
      'deny',
    ]);
  });

  it('opens the database to the frontend while the net is there', () => {
    expect(verdicts('workload:prod/frontend', 'workload:prod/database', 'tcp 8080')).toEqual([
      'deny',
      'allow only by the net',
      'allow only by the net',
      'allow only by the net',
      'deny',
    ]);
  });

  it('proves that staging changes nothing', () => {
    expect(rehearsal.steps.find(({ step }) => step === 'stage')?.line).toMatch(/^0 of \d+ verdicts change$/);
  });

  it('finds that the net runs before both policies, opens and hides', () => {
    const codes = rehearsal.findings.map(({ code }) => code);
    expect(['N1', 'N3', 'N5'].filter((code) => !codes.includes(code))).toEqual([]);
    expect(rehearsal.findings.every(({ evidence }) => evidence.length > 0)).toBe(true);
  });

  it('lists what blocks before what warns, and what warns before what informs', () => {
    const ranks = rehearsal.findings.map(({ severity }) => ['blocks', 'warns', 'informs'].indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted((left, right) => left - right));
  });

  it('tells how far it is: file by file, then the worlds, party by party, then what is found, then policy by policy', () => {
    const phases = progress.map((line) => line.split(' ').slice(0, -1).join(' '));
    expect([...new Set(phases)]).toEqual([
      'loading',
      'worlds',
      'connectivity',
      'protected paths',
      'edges',
      'findings',
      'promotion: what must stay open',
      'promotion: policies placed',
      'promotion: moves counted',
      'plan',
    ]);
    expect(phases.filter((phase) => phase === 'loading')).toHaveLength(session.report.accounting.files.length);
    expect(progress.find((line) => line.startsWith('connectivity'))).toMatch(/^connectivity 0\/\d+$/);
    expect(progress.slice(-2)).toEqual(['promotion: moves counted 0/1', 'plan 0/1']);
  });

  it('explains an edge with the file and line of what decides', () => {
    const edge = rehearsal.edges.find(
      ({ from, to, other }) => from === 'workload:prod/frontend' && to === 'workload:prod/backend' && !other,
    );
    const trace = session.explain(edge?.id ?? '', 'final');
    expect(trace?.sentence).toContain('is denied by backend-lockdown (end of tier default)');
    expect(trace?.checkpoints.at(-1)?.carrier).toMatchObject({
      tag: 'end-of-tier',
      hit: { name: 'backend-lockdown', position: { file: 'changes/backend-lockdown.yaml' } },
    });
  });

  it('accounts for a file of recorded flows, and shows its lines by the name that positions use', () => {
    const flows = [{ path: 'whisker.json', text: '{"items":[\n]}\n' }];
    const recorded = openSession({
      name: workspace.name,
      files: [],
      skipped: [],
      flows,
      inputs: NO_INPUTS,
      workspace,
    });
    expect(recorded.excerpt('flows/whisker.json', 2, 1, 1)).toEqual({
      file: 'flows/whisker.json',
      firstLine: 1,
      lines: ['{"items":[', ']}', ''],
      totalLines: 3,
    });
    expect(recorded.rehearse(() => undefined).flows?.files).toEqual([
      {
        file: 'flows/whisker.json',
        format: 'whisker-list',
        records: 0,
        rejected: [],
        rejectedCount: 0,
        recordedIn: null,
        fits: [],
      },
    ]);
    expect(rehearsal.flows).toBeNull();
  });
});

describe('a connection that somebody asks about', () => {
  const allow = (net: string) => [{ action: 'Allow', source: { nets: [net] } }];
  const asked = sessionOn(
    [
      namespace('prod'),
      DEFAULT_TIER,
      clusterNode('node1', '192.168.0.1 fd00::100'),
      pod('prod/four', '10.0.0.1'),
      pod('prod/six', 'fd00::1'),
      pod('prod/both', '10.0.0.2 fd00::2', { labels: { app: 'both' } }),
      pod('prod/db', 'fd00::3', { labels: { app: 'db' } }),
      deployment('prod/declared'),
      globalPolicy('db', { order: 1, selector: "app == 'db'", types: ['Ingress'], ingress: allow('fd00::1/128') }),
      globalPolicy('both', { order: 1, selector: "app == 'both'", types: ['Ingress'], ingress: allow('10.0.0.0/8') }),
      pod('prod/quiet', '10.0.0.4 fd00::4', { labels: { app: 'quiet' } }),
      globalPolicy('quiet', {
        selector: "app == 'quiet'",
        types: ['Ingress'],
        ingress: [
          { action: 'Deny', protocol: 'ICMP', icmp: { type: 8 } },
          { action: 'Deny', protocol: 'ICMPv6', icmp: { type: 128 } },
          { action: 'Allow' },
        ],
      }),
    ],
    [],
  );

  function ask(from: string, to: string, protocol = 6, port: number | null = 80): string {
    const answer = asked.explainFlow({ from, to, protocol, port, world: 'now' });
    return 'error' in answer ? answer.error : `${answer.traffic}: ${answer.verdict}`;
  }

  it.each([
    ['prod/six', 'prod/db', 'tcp 80: allow'],
    ['fd00::1', 'fd00::3', 'tcp 80: allow'],
    ['prod/both', 'prod/db', 'tcp 80: deny'],
    ['prod/four', 'prod/both', 'tcp 80: allow'],
    ['prod/six', 'prod/both', 'tcp 80: deny'],
    ['prod/declared', 'prod/db', 'tcp 80: deny'],
    ['node1', 'prod/four', 'tcp 80: allow'],
    ['node1', 'prod/six', 'tcp 80: allow'],
    ['prod/four', 'prod/db', 'prod/four and prod/db have no address family in common'],
    ['198.51.100.7', 'prod/six', '198.51.100.7 and prod/six have no address family in common'],
    ['nobody', 'prod/db', 'nobody is called nobody'],
    ['prod/db', 'nobody', 'nobody is called nobody'],
  ])('from %s to %s is decided in a family that both have', (from, to, told) => {
    expect(ask(from, to)).toBe(told);
  });

  it('is a ping where it is ICMP, and has no port where none is named', () => {
    expect([
      ask('prod/four', 'prod/quiet', 1, null),
      ask('prod/six', 'prod/quiet', 58, null),
      ask('prod/four', 'prod/quiet', 47, null),
      ask('prod/four', 'prod/quiet', 6, null),
    ]).toEqual(['icmp: deny', 'icmp6: deny', '47: allow', 'tcp: allow']);
  });
});
