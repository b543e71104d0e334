import { stableJson } from '../engine/report/stable-json';
import { openRehearsal } from './open-rehearsal';
import { printRun } from './print-run';
import type { RehearsalArguments } from './read-options';
import type { Terminal } from './terminal';

/** `rehearse run`. Returns the exit code: 1 when a finding blocks the rollout. Throws `ContractFailure`. */
export async function run(given: RehearsalArguments, json: boolean, terminal: Terminal): Promise<number> {
  const { session } = await openRehearsal(given, terminal);
  const rehearsal = session.rehearse(() => undefined);
  terminal.print(json ? stableJson(rehearsal) : printRun(rehearsal, terminal.style));
  return rehearsal.findings.some((finding) => finding.severity === 'blocks') ? 1 : 0;
}
