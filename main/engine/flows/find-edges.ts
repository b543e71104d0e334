import type { Edge } from '../model/edge';
import type { RecordedEnds } from './compare-in-world';
import type { TrafficTest } from './edge-traffic';
import { readEdgeTraffic } from './edge-traffic';
import type { FlowRecord } from './flow-record';

/** Edges of the rehearsal that a recorded flow may be traffic of. */
export interface FoundEdges {
  readonly ids: readonly string[];
  /** Every two parties that the flow may stand for have one. */
  readonly complete: boolean;
}

type EdgeFinder = (record: Pick<FlowRecord, 'protocol' | 'port'>, ends: RecordedEnds) => FoundEdges;

interface ReadEdge {
  readonly id: string;
  readonly holds: TrafficTest;
}

/** Edges between the parties of a flow that hold its port; where none does, those that are about all the rest. */
export function createEdgeFinder(edges: readonly Edge[]): EdgeFinder {
  const byEnds = new Map<string, ReadEdge[]>();
  for (const { id, from, to, traffic } of edges) {
    const key = `${from} > ${to}`;
    const list = byEnds.get(key) ?? [];
    byEnds.set(key, list);
    list.push({ id, holds: readEdgeTraffic(traffic) });
  }
  const known = new Map<string, readonly string[]>();

  function between(from: string, to: string, { protocol, port }: Parameters<EdgeFinder>[0]): readonly string[] {
    const question = `${from} > ${to} ${protocol} ${port}`;
    const told = known.get(question);
    if (told !== undefined) return told;
    const answers = (byEnds.get(`${from} > ${to}`) ?? []).map(({ id, holds }) => ({ id, held: holds(protocol, port) }));
    const held = answers.filter((answer) => answer.held === true);
    const wanted = held.length > 0 ? held : answers.filter((answer) => answer.held === undefined);
    const ids = wanted.map(({ id }) => id);
    known.set(question, ids);
    return ids;
  }

  return (record, { source, destination }) => {
    const pairs = source.parties.flatMap((from) => destination.parties.map((to) => between(from, to, record)));
    return {
      ids: [...new Set(pairs.flat())],
      complete: pairs.length > 0 && pairs.every((ids) => ids.length > 0),
    };
  };
}
