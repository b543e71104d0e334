import type { Rehearsal } from '../../../../../main/engine/model/rehearsal';
import { INVENTED_FLOWS } from '../../../../renderer/invented-flows';
import { INVENTED_PLAN } from '../../../../renderer/invented-plan';
import { INVENTED_REHEARSAL } from '../../../../renderer/invented-rehearsal';

/** A rehearsal with everything that a review speaks of: a plan, recorded flows, protected paths, findings and hashes. */
export const REVIEWED: Rehearsal = {
  ...INVENTED_REHEARSAL,
  plan: INVENTED_PLAN,
  flows: INVENTED_FLOWS,
  inputs: {
    digest: 'd'.repeat(64),
    files: {
      'changes/backend-lockdown.yaml': 'a'.repeat(64),
      'flows/whisker.json': 'b'.repeat(64),
      workspace: 'c'.repeat(64),
    },
  },
};

/** Everything that others wrote, turned into `text`: names, titles, reasons and places. */
export function nameEverything(rehearsal: Rehearsal, text: string): Rehearsal {
  const kept = new Set(['tag', 'id', 'step', 'from', 'to', 'kind', 'severity', 'state', 'verdict', 'world', 'row']);
  return JSON.parse(JSON.stringify(rehearsal), (key, value: unknown) => {
    const isOurs = typeof value !== 'string' || !OTHERS.has(key) || kept.has(key);
    return isOurs ? value : text;
  }) as Rehearsal;
}

/** Fields that hold what files of the user say. */
const OTHERS: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'label',
  'title',
  'by',
  'why',
  'text',
  'file',
  'message',
  'detail',
  'command',
  'policy',
  'traffic',
]);
