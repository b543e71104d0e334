import { openRehearsal } from './open-rehearsal';
import type { RehearsalArguments } from './parse-arguments';
import { printRun } from './print-run';
import { stableJson } from '../engine/report/stable-json';
import type { Terminal } from './terminal';

/** `rehearse run`. Returns the exit code: 1 when a finding blocks the rollout. Throws `ContractFailure`. */
export async function run(given: RehearsalArguments, terminal: Terminal): Promise<number> {
  const session = await openRehearsal(given, terminal.folder);
  const rehearsal = session.rehearse(() => undefined);
  terminal.print(given.json ? stableJson(rehearsal) : printRun(rehearsal, terminal.style));
  return rehearsal.findings.some((finding) => finding.severity === 'blocks') ? 1 : 0;
}
