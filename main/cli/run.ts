import { stableJson } from '../engine/report/stable-json';
import { judgeWizard } from '../host/wizard-rules';
import { keptInWords } from './kept-in';
import { openRehearsal } from './open-rehearsal';
import { printRun } from './print-run';
import { redChecks } from './red-checks';
import type { RehearsalArguments } from './read-options';
import type { Terminal } from './terminal';

/** `rehearse run`. Returns the exit code: 1 when a finding blocks the rollout, or a check of the plan is red. Throws `ContractFailure`. */
export async function run(given: RehearsalArguments, json: boolean, terminal: Terminal): Promise<number> {
  const { session, selected } = await openRehearsal(given, terminal);
  const rehearsal = session.rehearse(terminal.tell);
  const wizard = judgeWizard(rehearsal, selected.workspace, keptInWords(selected));
  terminal.print(json ? stableJson({ ...rehearsal, wizard }) : printRun(rehearsal, wizard.gates, terminal.style));
  return redChecks(rehearsal.plan) > 0 || rehearsal.findings.some(({ severity }) => severity === 'blocks') ? 1 : 0;
}
