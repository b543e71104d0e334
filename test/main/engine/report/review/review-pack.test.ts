import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFiles } from '../../../../../main/engine/plan/plan-files';
import { writeReviewPack } from '../../../../../main/engine/report/review-pack';
import { INVENTED_WIZARD } from '../../../../renderer/invented-plan';
import { nameEverything, REVIEWED } from './reviewed';

const textOf = (pack: ReturnType<typeof writeReviewPack>, path: string): string =>
  pack.find((file) => file.path === path)?.text ?? '';

describe('a review pack', () => {
  const pack = writeReviewPack(REVIEWED, INVENTED_WIZARD);

  it('holds the page, the comment, both maps, the tables, the change files, the checklist and the hash of every input', () => {
    expect(pack.map(({ path }) => path)).toEqual([
      'review.html',
      'review.md',
      'map-before.svg',
      'map-after.svg',
      'differences.csv',
      'rehearsal.json',
      'wizard.json',
      'change-files/10-net/safety-net.yaml',
      'change-files/20-stage/prod-backend-lockdown.yaml',
      'change-files/40-promote/01-prod-backend-lockdown.yaml',
      'change-files/net-variants/tutorial.yaml',
      'change-files/rollback/40-promote/01-prod-backend-lockdown.yaml',
      'checklist.md',
      'checklist.html',
      'inputs.sha256',
    ]);
  });

  it('says the same as Markdown, word for word', async () => {
    await expect(textOf(pack, 'review.md')).toMatchFileSnapshot('invented-review.txt');
  });

  it('tells which part is written, of how many, and is the same whoever listens', () => {
    const told: string[] = [];
    const heard = writeReviewPack(REVIEWED, INVENTED_WIZARD, (phase, done, total, detail = '') =>
      told.push(`${phase} ${done}/${total} ${detail}`),
    );
    expect(heard).toEqual(pack);
    expect(told).toEqual([
      'drawing the maps 0/1 ',
      ...pack.map(({ path }, index) => `writing ${index}/${pack.length} ${path}`),
    ]);
  });

  it('holds the same change files as the plan, the forms of the safety net among them', () => {
    const inPack = pack.filter(({ path }) => path.startsWith('change-files/'));
    const inPlan = planFiles(REVIEWED.plan).filter(({ path }) => path.endsWith('.yaml'));
    expect(inPack).toEqual(inPlan.map(({ path, text }) => ({ path: `change-files/${path}`, text })));
    for (const { file } of REVIEWED.plan.net.variants) expect(inPlan).toContainEqual(file);
  });

  it('is the same to the byte for the same rehearsal', () => {
    expect(writeReviewPack(structuredClone(REVIEWED), structuredClone(INVENTED_WIZARD))).toEqual(pack);
  });

  it('does without the wizard, and says that nobody signed', () => {
    const unsigned = writeReviewPack(REVIEWED, null);
    expect(unsigned.map(({ path }) => path)).not.toContain('wizard.json');
    expect(textOf(unsigned, 'review.md')).toContain('Nobody has signed anything off yet');
  });

  it('names every input as sha256sum reads it, and what is no file in a comment', () => {
    expect(textOf(pack, 'inputs.sha256').split('\n')).toEqual([
      `# digest ${'d'.repeat(64)}`,
      `# workspace ${'c'.repeat(64)}`,
      `${'a'.repeat(64)}  changes/backend-lockdown.yaml`,
      `${'b'.repeat(64)}  flows/whisker.json`,
      '',
    ]);
  });

  it('keeps a comment within what GitHub takes, however much changes', () => {
    const findings = Array.from({ length: 900 }, (_, index) =>
      REVIEWED.findings.map((finding) => ({ ...finding, title: `${finding.title} (${index})` })),
    ).flat();
    const comment = textOf(writeReviewPack({ ...REVIEWED, findings }, INVENTED_WIZARD), 'review.md');
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toMatch(/… and 1,\d\d\d more/);
  });
});

describe('what others wrote', () => {
  const HOSTILE = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '](https://evil.example) ![x](https://evil.example/x.png)',
    '</details><!--',
    'a|b\n| --- |\n# title',
    '`` ` ``',
    '\u202Etxt.exe',
    '=HYPERLINK("https://evil.example")',
    'javascript:alert(1)',
    '&lt;b&gt;',
  ];

  it.each(HOSTILE)('stands in the page as text: %s', (text) => {
    expect(strangeMarkup(nameEverything(REVIEWED, text))).toEqual([]);
  });

  it('never becomes an element, an attribute or an address, whatever it is (a law)', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        expect(strangeMarkup(nameEverything(REVIEWED, `<${text}>"${text}`))).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  it('is no formula in a table', () => {
    const table = textOf(writeReviewPack(nameEverything(REVIEWED, '=1+1'), null), 'differences.csv');
    expect(
      table
        .split('\r\n')
        .flatMap((line) => line.split(','))
        .filter((cell) => /^"?[=+@-]/.test(cell)),
    ).toEqual([]);
  });

  it('finds pages that run nothing and ask for nothing', () => {
    for (const name of ['script', 'iframe', 'object', 'embed', 'form', 'link', 'img', 'foreignobject', 'src']) {
      expect(KNOWN.has(name)).toBe(false);
    }
  });

  /** Names of elements and attributes that a page has beyond those of an ordinary one, and addresses outside the page. */
  function strangeMarkup(rehearsal: typeof REVIEWED): readonly string[] {
    const page = textOf(writeReviewPack(rehearsal, INVENTED_WIZARD), 'review.html');
    const addresses = [...page.matchAll(/<[^>]* href="([^"]*)"/g)].map(([, address = '']) => address);
    return [
      ...namesIn(page).filter((name) => !KNOWN.has(name)),
      ...addresses.filter((address) => !address.startsWith('#')),
    ];
  }

  /** Every start or end tag, and every attribute of one: no text of others may hold a quotation mark or a bracket that counts. */
  function namesIn(page: string): readonly string[] {
    const body = page.slice(page.indexOf('</style>'));
    return [...body.matchAll(/<([^>]*)>/g)].flatMap(([, tag = '']) => [
      tag.replace(/^\//, '').split(/\s/)[0]?.toLowerCase() ?? '',
      ...[...tag.replaceAll(/"[^"]*"/g, '""').matchAll(/\s([^\s=]+)=/g)].map(([, name = '']) => name),
    ]);
  }
  /** What pages and the pictures in them are made of. */
  const KNOWN: ReadonlySet<string> = new Set(
    namesIn(textOf(writeReviewPack(REVIEWED, INVENTED_WIZARD), 'review.html')),
  );
});
