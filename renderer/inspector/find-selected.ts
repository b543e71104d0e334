import type { Edge, Party } from '../../main/engine/model/edge';
import type { RecordedFlow } from '../../main/engine/model/flow-report';
import type { ProtectedPath } from '../../main/engine/model/protected-path';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import { assertNever } from '../../main/engine/model/assert-never';
import type { Selection } from '../state/window-state';

/** What is selected, as the rehearsal has it. */
export type Selected =
  | { readonly tag: 'nothing' }
  | { readonly tag: 'edge'; readonly edge: Edge; readonly from: Party; readonly to: Party }
  | { readonly tag: 'party'; readonly party: Party }
  | { readonly tag: 'path'; readonly path: ProtectedPath }
  | { readonly tag: 'flow'; readonly flow: RecordedFlow };

/** What the selection names; nothing when the rehearsal no longer has it. */
export function findSelected(rehearsal: Rehearsal, selection: Selection): Selected {
  const partyOf = (id: string) => rehearsal.parties.find((party) => party.id === id);
  switch (selection.tag) {
    case 'nothing':
      return selection;
    case 'edge': {
      const edge = rehearsal.edges.find((candidate) => candidate.id === selection.edge);
      const [from, to] = [partyOf(edge?.from ?? ''), partyOf(edge?.to ?? '')];
      if (edge === undefined || from === undefined || to === undefined) return { tag: 'nothing' };
      return { tag: 'edge', edge, from, to };
    }
    case 'party': {
      const party = partyOf(selection.party);
      return party === undefined ? { tag: 'nothing' } : { tag: 'party', party };
    }
    case 'path': {
      const path = rehearsal.protectedPaths.find((candidate) => candidate.id === selection.path);
      return path === undefined ? { tag: 'nothing' } : { tag: 'path', path };
    }
    case 'flow': {
      const flow = rehearsal.flows?.flows.find((candidate) => candidate.id === selection.flow);
      return flow === undefined ? { tag: 'nothing' } : { tag: 'flow', flow };
    }
    default:
      return assertNever(selection);
  }
}
