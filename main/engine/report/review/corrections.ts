import { countOf, groupDigits } from '../../model/count-words';
import type { Block, Line } from '../review-block';
import type { ReviewFacts } from './facts';
import { isUnchecked } from './facts';
import { paragraph, strong, text } from './lines';

/** Code of the finding that policies sort after the safety net. */
const BEHIND_THE_NET = 'N1';

/**
 * What common tutorials say of such a rollout and what is so here instead; only what applies to these inputs
 * (reference: flows-and-lockout 0 and B6).
 */
export function describeCorrections(facts: ReviewFacts): readonly Block[] {
  const items = [
    ...opensClosedPaths(facts),
    ...hidesCuts(facts),
    ...runsBeforePolicies(facts),
    ...previewsTheNet(facts),
    ...seesNoHosts(facts),
    ...keepsSessions(facts),
    ...promotesMore(facts),
  ];
  if (items.length === 0) return [paragraph(text('None of the usual mistakes of tutorials applies here.'))];
  return [
    paragraph(text('Common tutorials of the safety net say otherwise. For these inputs it was computed:')),
    { tag: 'list', items },
  ];
}

function correction(claim: string, instead: string): Line {
  return [strong(`“${claim}” `), text(instead)];
}

function opensClosedPaths({ rehearsal }: ReviewFacts): readonly Line[] {
  const opened = rehearsal.steps.find(({ step }) => step === 'net')?.opened ?? 0;
  if (opened === 0) return [];
  return [
    correction(
      'The safety net changes nothing.',
      `Here it opens ${countOf(opened, 'connection')} closed today, for as long as it is there: it turns what is denied by omission into an allow.`,
    ),
  ];
}

function hidesCuts({ changes }: ReviewFacts): readonly Line[] {
  const hidden = changes.closes.filter(({ verdicts }) => verdicts.promoted.verdict === 'allow').length;
  if (hidden === 0) return [];
  return [
    correction(
      'The net cannot mask a mistake.',
      `Here it hides ${groupDigits(hidden)} of the connections that will be closed: after promotion all of them still work, and they end when the net is removed. Removing the net is the cut-over.`,
    ),
  ];
}

function runsBeforePolicies({ rehearsal }: ReviewFacts): readonly Line[] {
  const behind = rehearsal.findings.find(({ code }) => code === BEHIND_THE_NET);
  if (behind === undefined) return [];
  return [correction('Every real policy is consulted before the net.', `Not here. ${behind.title}`)];
}

function previewsTheNet({ rehearsal, changes }: ReviewFacts): readonly Line[] {
  const hidden = changes.closes.filter(({ verdicts }) => verdicts.promoted.onlyByNet).length;
  if (hidden === 0) return [];
  const recorded = rehearsal.flows?.counts.unannounced ?? 0;
  const seen = recorded === 0 ? '' : ` ${countOf(recorded, 'record')} of the flows given here say so.`;
  return [
    correction(
      'Pending policies in the flow logs show every denial to come.',
      `With the net in place the preview answers “allowed by the net” for ${groupDigits(hidden)} connections that will be closed.${seen}`,
    ),
  ];
}

function seesNoHosts({ rehearsal }: ReviewFacts): readonly Line[] {
  const unseen = rehearsal.protectedPaths.filter((path) => !path.observable && !isUnchecked(path)).length;
  if (unseen === 0) return [];
  return [
    correction(
      'Stage, watch the flow logs, promote.',
      `Flow logs say nothing about nodes: ${countOf(unseen, 'protected path')} here (SSH, the API server, the kubelet) can never be seen in them. They are computed.`,
    ),
  ];
}

function keepsSessions({ rehearsal }: ReviewFacts): readonly Line[] {
  const surviving = rehearsal.plan.steps
    .flatMap(({ changes }) => changes.listed)
    .filter(({ after, survives }) => after === 'deny' && survives).length;
  if (surviving === 0) return [];
  return [
    correction(
      'It still works, so it is allowed.',
      'Connections that exist live on after a denial until they reconnect. Test with a new SSH session and a new request, and keep the old session open.',
    ),
  ];
}

function promotesMore({ rehearsal }: ReviewFacts): readonly Line[] {
  const staged = rehearsal.plan.steps.find(({ step }) => step === 'stage')?.files ?? [];
  if (staged.length === 0) return [];
  return [
    correction(
      'Promote by deleting the word Staged.',
      'stagedAction has to go as well, a staged deletion deletes, and an enforced policy of the same name is replaced. Apply the change files of step 4.',
    ),
  ];
}
