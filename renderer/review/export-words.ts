import { countOf } from '../../main/engine/model/count-words';
import type { Exported } from '../../preload/contract';

/** What can be exported, as `review.export` names it. */
export type Exportable = 'pack' | 'plan';

export const EXPORT_WORDS: Readonly<Record<Exportable, { readonly command: string; readonly meaning: string }>> = {
  pack: {
    command: 'Export review pack',
    meaning: 'One page for the change review, with pictures, tables, change files and the hash of every input',
  },
  plan: { command: 'Export plan', meaning: 'Change files, rollbacks and the checklist, to be applied' },
};

/** `Review pack: 14 files written to shop-review.` */
export function describeExport(what: Exportable, exported: Exported): string {
  const name = what === 'pack' ? 'Review pack' : 'Plan';
  const files = countOf(exported.files.length, 'file');
  return exported.tag === 'folder'
    ? `${name}: ${files} written to ${exported.name}.`
    : `${name}: ${files} in ${exported.name}.`;
}
