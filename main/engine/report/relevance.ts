import type { Edge } from '../model/edge';
import type { StepName } from '../model/world';
import { STEPS, STEP_WORLDS, WORLDS } from '../model/world';
import { stateInView } from './sentences';
import type { ViewState } from './view-state';

/** How `EdgeVerdict.by` says that nothing but the absence of policy allowed it. */
const NO_POLICY = 'no policy';

/** True when the verdict is not the same in all worlds. */
export function isChanged(edge: Edge): boolean {
  return WORLDS.some((world) => edge.verdicts[world].verdict !== edge.verdicts.now.verdict);
}

/** The steps after which the verdict is another, or hangs on the safety net alone where it did not before, or no longer does. */
export function stepsThatChange(edge: Edge): readonly StepName[] {
  return STEPS.filter((step) => {
    const [before, after] = [edge.verdicts[STEP_WORLDS[step].from], edge.verdicts[STEP_WORLDS[step].to]];
    return before.verdict !== after.verdict || before.onlyByNet !== after.onlyByNet;
  });
}

/**
 * True when a policy allows the edge at the beginning or at the end of the rollout. The worlds between are not asked:
 * there the safety net decides nearly everything, which says nothing about an edge.
 */
export function isAllowedByPolicy(edge: Edge): boolean {
  return [edge.verdicts.now, edge.verdicts.final].some(
    (verdict) => verdict.verdict === 'allow' && verdict.by !== NO_POLICY,
  );
}

/** True when the edge is worth drawing in this view: it is not simply allowed, or a policy allows it, or it is a protected path. */
export function isRelevant(edge: Edge, view: Pick<ViewState, 'world' | 'mode'>): boolean {
  return stateInView(edge, view) !== 'live' || edge.protected || isAllowedByPolicy(edge);
}

/** True when some world or mode would draw the edge: positions are computed from these, so that they never move between worlds. */
export function isRelevantSomewhere(edge: Edge): boolean {
  return (
    edge.protected ||
    isAllowedByPolicy(edge) ||
    WORLDS.some((world) => edge.verdicts[world].verdict !== 'allow' || edge.verdicts[world].onlyByNet)
  );
}

/** The ordered pairs of parties that have an edge for a declared port. */
export function pairsWithDeclaredPorts(edges: readonly Edge[]): ReadonlySet<string> {
  return new Set(edges.filter((edge) => !edge.other).map(pairOf));
}

/** True for what is left beside the declared ports of the destination. Traffic to a destination without declared ports is no rest. */
export function isRest(edge: Edge, declared: ReadonlySet<string>): boolean {
  return edge.other && !edge.protected && declared.has(pairOf(edge));
}

function pairOf(edge: Edge): string {
  return `${edge.from} ${edge.to}`;
}

/** The rule by which edges are drawn, as one sentence. */
export function describeRule(view: ViewState): string {
  const what =
    view.edgesShown === 'all'
      ? 'Drawn: every edge'
      : 'Drawn: what is blocked, changes, cannot be told, hangs on the net, is allowed by a policy or is a protected path';
  const rest = view.showOther ? '' : ', on declared ports';
  const changed = view.onlyChanged ? ', if a step of the rollout changes it' : '';
  const find = view.find.trim() === '' ? '' : `, if it matches “${view.find.trim()}”`;
  return `${what}${rest}${changed}${find}.`;
}
