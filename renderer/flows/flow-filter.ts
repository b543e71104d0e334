import { assertNever } from '../../main/engine/model/assert-never';
import type { RecordedFlow } from '../../main/engine/model/flow-report';

/** Which recorded flows the table shows. */
export const FLOW_FILTERS = ['all', 'breaks', 'unannounced', 'unexplained', 'not-comparable'] as const;
export type FlowFilter = (typeof FLOW_FILTERS)[number];

export const FLOW_FILTER_WORDS: Readonly<Record<FlowFilter, string>> = {
  all: 'All',
  breaks: 'Will break',
  unannounced: 'Flow logs do not warn',
  unexplained: 'Unexplained',
  'not-comparable': 'Not comparable',
};

export function passesFilter(flow: RecordedFlow, filter: FlowFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'breaks':
      return flow.outcome === 'breaks' || flow.outcome === 'only-by-net';
    case 'unannounced':
      return flow.unannounced !== null;
    case 'unexplained':
      return flow.result.tag === 'mismatch' || flow.result.tag === 'snapshot-drift';
    case 'not-comparable':
      return flow.result.tag === 'not-comparable' || flow.result.tag === 'unresolved';
    default:
      return assertNever(filter);
  }
}
