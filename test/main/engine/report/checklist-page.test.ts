import { describe, expect, it } from 'vitest';
import { writeChecklistPage } from '../../../../main/engine/report/checklist-page';
import { NO_PLAN } from '../plan/no-plan';
import { REVIEWED } from './review/reviewed';

/** The text of a page, an element after the other. */
function textOf(page: string): readonly string[] {
  return page
    .slice(page.indexOf('<body>'))
    .split(/<[^>]*>/)
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

describe('the checklist for paper', () => {
  it('has a box for every command and everything to be done by hand, with what is expected and the rollback', async () => {
    await expect(`${textOf(writeChecklistPage(REVIEWED)).join('\n')}\n`).toMatchFileSnapshot('invented-checklist.txt');
  });

  it('has as many boxes as there are things to do', () => {
    const { steps, promotion } = REVIEWED.plan;
    const todo = steps.reduce(
      (sum, step) => sum + step.humanChecks.length + (step.step === 'promote' ? 0 : step.commands.length),
      promotion.moves.reduce((sum, { commands }) => sum + commands.length, 0),
    );
    expect(writeChecklistPage(REVIEWED).match(/class="box"/g)).toHaveLength(todo);
  });

  it('says so where nothing is planned', () => {
    expect(textOf(writeChecklistPage({ ...REVIEWED, plan: NO_PLAN }))).toContain('This rehearsal has no plan.');
  });
});
