import { ContractFailure } from '../host/contract-failure';
import { openRehearsal } from './open-rehearsal';
import { printTrace } from './print-trace';
import type { FlowArguments, RehearsalArguments } from './read-options';
import { stableJson } from '../engine/report/stable-json';
import type { Terminal } from './terminal';

/** `rehearse explain`. Returns 0 whatever the verdict is. Throws `ContractFailure`, also for ends that the snapshot lacks. */
export async function explain(
  given: RehearsalArguments,
  flow: FlowArguments,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const { session } = await openRehearsal(given, terminal);
  const answer = session.explainFlow(flow);
  if ('error' in answer) {
    throw new ContractFailure(
      'not-found',
      `${answer.error}.`,
      'rehearse run --json lists every party of the snapshot.',
    );
  }
  terminal.print(json ? stableJson(answer) : printTrace(answer, flow.world, terminal.style));
  return 0;
}
