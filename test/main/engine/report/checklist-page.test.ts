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

  it('leaves blank what has no command, and says of a command that it changes nothing', () => {
    const steps = REVIEWED.plan.steps.slice(0, 1).map((step) => ({
      ...step,
      humanChecks: [{ id: 'a', when: 'before' as const, title: 'Look around', command: '', expect: 'all is well' }],
      commands: [{ command: 'kubectl get pods', expect: 'pods', rollback: '' }],
    }));
    const texts = textOf(writeChecklistPage({ ...REVIEWED, plan: { ...REVIEWED.plan, steps } }));
    const from = (text: string, count: number) => texts.slice(texts.indexOf(text), texts.indexOf(text) + count);
    expect(from('Look around', 2)).toEqual(['Look around', 'all is well']);
    expect(from('kubectl get pods', 3)).toEqual(['kubectl get pods', 'pods', 'changes nothing']);
  });
});
