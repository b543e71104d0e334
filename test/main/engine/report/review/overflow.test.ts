import { describe, expect, it } from 'vitest';
import type { PromotionMove, StepPlan } from '../../../../../main/engine/model/plan';
import type { Rehearsal } from '../../../../../main/engine/model/rehearsal';
import { WORLDS } from '../../../../../main/engine/model/world';
import { writeReviewMarkdown } from '../../../../../main/engine/report/review-markdown';
import { writeReviewPack } from '../../../../../main/engine/report/review-pack';
import { describeCorrections } from '../../../../../main/engine/report/review/corrections';
import { describeReview } from '../../../../../main/engine/report/review/describe-review';
import { gatherFacts } from '../../../../../main/engine/report/review/facts';
import { summarise } from '../../../../../main/engine/report/review/summary';
import { protectedPathOf } from '../../lockout/protected-path-of';
import { edge, workload } from '../sample-rehearsal';
import { REVIEWED } from './reviewed';

const PICTURES = { before: '', after: '' };

/** The lines of a review of at most so many rows per list. */
function linesOf(rehearsal: Rehearsal, most: number): readonly string[] {
  return writeReviewMarkdown(describeReview(gatherFacts(rehearsal, null, most), PICTURES)).split('\n');
}

function withStep(change: (step: StepPlan) => Partial<StepPlan>): Rehearsal {
  const steps = REVIEWED.plan.steps.map((step) => (step.step === 'net' ? { ...step, ...change(step) } : step));
  return { ...REVIEWED, plan: { ...REVIEWED.plan, steps } };
}

function withMove(change: (move: PromotionMove) => Partial<PromotionMove>): Rehearsal {
  const moves = REVIEWED.plan.promotion.moves.map((move) => ({ ...move, ...change(move) }));
  return { ...REVIEWED, plan: { ...REVIEWED.plan, promotion: { ...REVIEWED.plan.promotion, moves } } };
}

const inEveryWorld = <V>(value: V) => Object.fromEntries(WORLDS.map((world) => [world, value])) as Record<string, V>;

describe('a review of more than fits', () => {
  it('says how much it leaves out, and where that stands', () => {
    const files = ['a', 'b', 'c'].map((name) => ({ path: `10-net/${name}.yaml`, text: `# ${name}\n` }));
    const evidence = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => ({ text, position: null }));
    const lines = linesOf(
      withStep(({ machineChecks }) => ({
        files,
        machineChecks: machineChecks.slice(0, 1).map((check) => ({ ...check, evidence })),
      })),
      2,
    );
    expect(lines).toContain('… and 1 more, see `change-files`');
    expect(lines.find((line) => line.includes(' · a · b · c · d'))).toMatch(/ · and 2 more \|$/);
    const few = linesOf(REVIEWED, 1);
    expect(few).toContain('… and 1 more, see `differences.csv`.');
    expect(few.filter((line) => line.includes('rehearsal.json')).length).toBeGreaterThan(0);
  });

  it('shows the beginning of a long file', () => {
    const long = Array.from({ length: 400 }, (_, index) => `- line ${index}`).join('\n');
    const lines = linesOf(
      withStep(() => ({ files: [{ path: '10-net/long.yaml', text: long }] })),
      5,
    );
    const end = lines.indexOf('# … the file in the pack goes on');
    expect(lines[end - 1]).toBe('- line 281');
    expect(lines).not.toContain('- line 282');
  });

  it('lists more places than it can name by their number', () => {
    const evidence = Array.from({ length: 20 }, (_, index) => ({
      tag: 'field' as const,
      text: `place ${index}`,
      position: null,
    }));
    const findings = REVIEWED.findings.slice(0, 1).map((finding) => ({ ...finding, evidence }));
    const lines = linesOf({ ...REVIEWED, findings }, 5);
    const shown = lines.filter((line) => /^- place \d+$/.test(line)).length;
    expect(lines).toContain(`- … and ${20 - shown} more, see rehearsal.json`);
  });

  it('names a few of the sources and destinations of what closes', () => {
    const parties = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => workload('prod', name));
    const [first, ...others] = parties;
    if (first === undefined) throw new Error('no parties');
    const closes = others.map((to) => edge(first, to, 'tcp 80', 'aaand', { by: 'lockdown' }));
    const lines = linesOf({ ...REVIEWED, parties, edges: closes }, 3);
    const named = ['b', 'c', 'd', 'e', 'f', 'g'].map((name) => `\`prod/${name}\` \`tcp 80\``).join('; ');
    expect(lines.find((line) => line.startsWith('| `prod/a` |'))).toContain(`| ${named} and 2 more |`);
    expect(lines).toContain('**At least 8 connections open today, closed in the end**.');
  });
});

describe('a review tells apart', () => {
  it('what people do before and after the commands, and what takes a command back', () => {
    const lines = linesOf(
      withStep(() => ({
        humanChecks: [
          { id: 'a', when: 'after', title: 'Look around', command: '', expect: '' },
          { id: 'b', when: 'before', title: 'Log in', command: 'ssh node1', expect: 'a prompt' },
        ],
        commands: [{ command: 'kubectl get pods', expect: 'pods', rollback: '' }],
      })),
      5,
    );
    expect(lines).toContain('- [ ] After: Look around');
    expect(lines).toContain('- [ ] Before: Log in: `ssh node1` — expected: a prompt');
    expect(lines).toContain('| `kubectl get pods` | pods | changes nothing |');
  });

  it('sessions that live on, and those that are cut at once', () => {
    const change = { from: 'a', to: 'b', traffic: 'tcp 1', before: 'allow', after: 'deny', by: 'x' } as const;
    const listed = [true, false].map((survives) => ({ ...change, survives, protected: false, edge: '' }));
    const lines = linesOf(
      withStep(({ changes }) => ({ changes: { ...changes, listed } })),
      5,
    );
    expect(lines.filter((line) => line.startsWith('| `a → b`'))).toEqual([
      '| `a → b` `tcp 1` | ✓ **allowed** | ✕ **denied** | `x` | live on until they reconnect |',
      '| `a → b` `tcp 1` | ✓ **allowed** | ✕ **denied** | `x` | cut at once |',
    ]);
  });

  it('moves after which no protected path was asked', () => {
    const lines = linesOf(
      withMove(() => ({ pathVerdicts: {} })),
      5,
    );
    expect(lines.find((line) => line.startsWith('| 1 |'))).toMatch(/\| none asked \|$/);
  });

  it('evidence of one world from that of two', () => {
    const [finding] = REVIEWED.findings;
    const [line] = finding?.evidence ?? [];
    if (finding === undefined || line?.tag !== 'verdicts') throw new Error('no evidence');
    const findings = [{ ...finding, evidence: [{ ...line, before: line.after }] }];
    expect(linesOf({ ...REVIEWED, findings }, 5)).toContain(
      '- `prod/frontend → prod/database` `tcp 8080`: allowed with the safety net by zzz-final-allow-everything',
    );
  });

  it('recordings without a window, without counts and without an announcement', () => {
    const { flows } = REVIEWED;
    if (flows === null) throw new Error('no flows');
    const changed = {
      ...flows,
      window: { from: '', to: '', minutes: 0 },
      flows: flows.flows.map((flow) => ({ ...flow, connections: null, unannounced: null })),
    };
    const lines = linesOf({ ...REVIEWED, flows: changed }, 5);
    expect(lines).toContain(`**12 records.** ${flows.agreement}.`);
    expect(lines.find((line) => line.includes('| breaks |'))).toContain('| not counted | yes, or nobody can tell |');
  });

  it('paths without traffic and what stands for them in some worlds only', () => {
    const absent = { tag: 'absent', why: 'no such node' } as const;
    const path = (id: string, more: object) =>
      protectedPathOf({ id, row: id, verdicts: inEveryWorld(absent) as never, traffic: '', ...more });
    const some = path('L05', {
      verdicts: { ...inEveryWorld(absent), now: { tag: 'undecided', why: 'no address', command: '' } } as never,
    });
    const lines = linesOf({ ...REVIEWED, protectedPaths: [some, path('L06', {}), path('L07', {})] }, 5);
    expect(lines.find((line) => line.startsWith('| L05'))).toBe(
      '| L05 SSH to a node (flow logs cannot show it) | `10.1.0.0/24 → node1` | ? **Cannot tell**: no address | ' +
        `${Array.from({ length: 4 }, () => '– **Not in the snapshot**: no such node').join(' | ')} |`,
    );
    expect(lines).toContain(
      '- **2 protected paths** were not checked, nothing stands for them in the snapshot: SSH to a node (L06), SSH to a node (L07)',
    );
    const one = linesOf({ ...REVIEWED, protectedPaths: [path('L06', {})] }, 5);
    expect(one).toContain(
      '- **1 protected path** was not checked, nothing stands for it in the snapshot: SSH to a node (L06)',
    );
  });

  it('one that disagrees or is not listed from several', () => {
    const { flows } = REVIEWED;
    if (flows === null) throw new Error('no flows');
    const unknowns = (count: number) =>
      linesOf(
        { ...REVIEWED, unlistedEdges: count, flows: { ...flows, counts: { ...flows.counts, unexplained: count } } },
        5,
      ).filter((line) => /disagree|computed and counted/.test(line));
    expect(new Set(unknowns(1))).toEqual(
      new Set([
        '- **1 recorded flow** disagrees with this rehearsal and nothing explains it',
        '- **1 verdict** was computed and counted, but is not listed',
      ]),
    );
    expect(new Set(unknowns(2))).toEqual(
      new Set([
        '- **2 recorded flows** disagree with this rehearsal and nothing explains it',
        '- **2 verdicts** were computed and counted, but are not listed one by one',
      ]),
    );
  });
});

describe('where tutorials are wrong', () => {
  it('is nowhere when nothing changes, nothing is opened and nothing is staged', () => {
    const still = { ...REVIEWED, steps: [], edges: [], findings: [], protectedPaths: [] };
    const blocks = describeCorrections(gatherFacts({ ...still, plan: { ...REVIEWED.plan, steps: [] } }, null, 5));
    expect(blocks).toEqual([
      { tag: 'paragraph', line: [{ tag: 'text', text: 'None of the usual mistakes of tutorials applies here.' }] },
    ]);
  });
});

describe('the first screenful', () => {
  const panelsOf = (rehearsal: Rehearsal) => summarise(gatherFacts({ ...REVIEWED, ...rehearsal }, null, 5));
  const [a, b, c] = ['a', 'b', 'c'].map((name) => workload('prod', name));
  if (a === undefined || b === undefined || c === undefined) throw new Error('no parties');

  it('is neither good nor bad where nobody can tell what changes', () => {
    const tones = (letters: string) =>
      panelsOf({ ...REVIEWED, parties: [a, b], edges: [edge(a, b, 'tcp 1', letters)] }).map(
        ({ id, tone }) => `${id} ${tone}`,
      )[0];
    expect([tones('aaaaa'), tones('uuuuu'), tones('aaand')]).toEqual([
      'what-changes plain',
      'what-changes unknown',
      'what-changes warn',
    ]);
  });

  it('names first what breaks most', () => {
    const edges = [
      edge(c, a, 'tcp 1', 'aaand', { by: 'small' }),
      edge(a, c, 'tcp 1', 'aaand', { by: 'big' }),
      edge(b, c, 'tcp 1', 'aaand', { by: 'big' }),
    ];
    const lines = linesOf({ ...REVIEWED, parties: [a, b, c], edges, flows: null }, 5);
    expect(lines.filter((line) => line.startsWith('- ') && line.includes('→')).slice(0, 2)).toEqual([
      '- **2**: `prod/a`, `prod/b` → `prod/c`, by `big`',
      '- `prod/c` → `prod/a` `tcp 1`, by `small`',
    ]);
  });

  it('counts the ways in that are cut, and names a few of those that nobody can tell', () => {
    const verdicts = { ...inEveryWorld({ tag: 'no-policy' }), final: { tag: 'blocked', by: 'x', position: null } };
    const blocked = ['node1', 'node2'].map((to) => protectedPathOf({ id: to, to, verdicts: verdicts as never }));
    const untold = ['L05', 'L06', 'L07', 'L08', 'L09', 'L10'].map((row) =>
      protectedPathOf({
        id: row,
        row,
        title: 'way',
        verdicts: inEveryWorld({ tag: 'undecided', why: 'no node', command: '' }) as never,
      }),
    );
    const lines = linesOf({ ...REVIEWED, protectedPaths: [...blocked, ...untold] }, 5);
    expect(lines).toContain(
      '2 protected paths open today are blocked on the way. Whether the rollback can be written in the end was not asked.',
    );
    expect(lines).toContain(
      '- **6 protected paths** cannot be told in the end: way (L05), way (L06), way (L07), way (L08) and 2 more',
    );
  });
});

describe('a comment', () => {
  it('has fewer rows where it would be too long for GitHub', () => {
    const evidence = Array.from({ length: 12 }, (_, index) => ({
      tag: 'field' as const,
      text: `${index} ${'x'.repeat(800)}`,
      position: null,
    }));
    const findings = Array.from({ length: 40 }, () =>
      REVIEWED.findings.map((finding) => ({ ...finding, evidence })),
    ).flat();
    const comment =
      writeReviewPack({ ...REVIEWED, findings }, null).find(({ path }) => path === 'review.md')?.text ?? '';
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toContain(' more, see rehearsal.json');
  });
});

describe('a document in Markdown', () => {
  it('has no empty lines of text, and no emphasis of blanks', () => {
    const text = writeReviewMarkdown({
      title: 't',
      kind: 'k',
      blocks: [
        { tag: 'notice', tone: 'plain', title: 'Nothing to say', line: [] },
        {
          tag: 'paragraph',
          line: [
            { tag: 'strong', text: '  ' },
            { tag: 'strong', text: ' loud ' },
          ],
        },
      ],
    });
    expect(text).toBe('## k: t\n\n> **Nothing to say**\n\n   **loud** \n');
  });
});
