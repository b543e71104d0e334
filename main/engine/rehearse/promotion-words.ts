import { groupDigits } from '../model/count-words';
import type { PolicyKind } from '../model/resource';
import type { BitSet } from '../net/bit-set';
import { enforcedKind } from './change';
import type { Change } from './change';
import { decideIn } from './decide-in';
import { decidedBy } from './decided-by';
import type { Cut } from './promotion-answers';
import type { SearchedMove, SearchedOrder, Watch } from './promotion-search';
import { withChanges } from './promoted-set';
import type { PromotionWorlds } from './promotion-worlds';

/** More flows than these would only be longer. */
const MOST_NAMED = 3;

/** Why the changes of a move go together; `''` for one alone. */
export function explainMove(move: SearchedMove<Cut>, promoted: BitSet, worlds: PromotionWorlds): string {
  if (move.changes.length === 1) return '';
  const reasons = move.cuts.slice(0, MOST_NAMED).map(({ change, cut }) => {
    const alone = withChanges(promoted, [change]);
    const { from, to, traffic, connection } = cut.flow();
    const by = decidedBy(decideIn(worlds.at(alone).world, connection));
    return `${nameChange(worlds.changes[change])} alone would cut ${from} → ${to} ${traffic} (${by})`;
  });
  const more = move.cuts.length - reasons.length;
  return `These go together: ${reasons.join('; ')}${more > 0 ? `; and ${more} more of them would cut something` : ''}.`;
}

function nameChange(change: Change | undefined): string {
  if (change === undefined) throw new Error('a change without a number');
  const { kind, namespace, name } = change.resource;
  return `${enforcedKind(kind as PolicyKind)} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** The order in a few sentences, and what no order could save. */
export function explainOrder(
  order: SearchedOrder<Cut>,
  wishes: readonly Watch<Cut>[],
  states: readonly BitSet[],
  unsaved: { readonly pairs: number; readonly paths: number },
): string {
  return [...wayOf(order), ...netOf(wishes, states), ...unsavedOf(unsaved)].join(' ');
}

function wayOf({ moves, exhaustive }: SearchedOrder<Cut>): readonly string[] {
  const groups = moves.filter(({ changes }) => changes.length > 1).length;
  const open = 'what is open today and stays open in the end is open after every move';
  if (groups === 0) return [`One at a time: ${open}.`];
  const rest = moves.length === groups ? '' : ', the others one at a time';
  const kept = `${groups === 1 ? 'One group goes' : `${groups} groups go`} together${rest}: ${open}.`;
  return exhaustive
    ? [kept, 'Single changes alone cannot do it in any order.']
    : [kept, 'The search was given up before every order was tried: smaller groups may do.'];
}

/** Whether the net may go at any time. */
function netOf(wishes: readonly Watch<Cut>[], states: readonly BitSet[]): readonly string[] {
  const [first] = states;
  if (first === undefined) return [];
  const fulfilled = wishes.filter((wish) => wish.cut(first) === null);
  const cuts = states.map((promoted) => fulfilled.map((wish) => wish.cut(promoted)).find((cut) => cut !== null));
  const from = cuts.findIndex((cut) => cut !== undefined);
  const cut = cuts[from];
  if (cut === undefined) return ['The order holds without the net, too.'];
  const until = cuts.findLastIndex((one) => one !== undefined);
  const when = from === until ? `move ${from}` : `moves ${from} to ${until}`;
  const flow = cut.flow();
  return [
    `After ${when} the net alone keeps some of it open (${flow.from} → ${flow.to} ${flow.traffic}): leave it in place.`,
  ];
}

function unsavedOf({ pairs, paths }: { readonly pairs: number; readonly paths: number }): readonly string[] {
  const what = [
    ...(paths === 0 ? [] : [paths === 1 ? 'one protected connection' : `${groupDigits(paths)} protected connections`]),
    ...(pairs === 0 ? [] : [`traffic of ${pairs === 1 ? 'one pair' : `${groupDigits(pairs)} pairs`}`]),
  ];
  if (what.length === 0) return [];
  return [
    `No order saves ${what.join(' and ')}: closed as soon as all changes are staged, once all are promoted, or in the end.`,
  ];
}
