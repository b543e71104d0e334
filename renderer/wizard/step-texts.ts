import type { StepName } from '../../main/engine/model/world';

/** What a step is, in one sentence each. */
export interface StepText {
  readonly does: string;
  /** What common tutorials say of it, and what is so instead. */
  readonly tutorials: string;
}

/** Source of the corrections: Calico's own behaviour, as `docs/semantics.md` has it. */
export const STEP_TEXTS: Readonly<Record<StepName, StepText>> = {
  net: {
    does: 'Applies one policy that allows everything and is asked last, so that nothing is cut while the rest is prepared.',
    tutorials:
      'Tutorials say that the net changes nothing and cannot mask a mistake. It opens what is closed today, and it hides exactly the allow rules that are missing: in traffic and in flow logs.',
  },
  stage: {
    does: 'Applies the change set as staged policies: Calico previews them and enforces none of them.',
    tutorials:
      'Tutorials say that flow logs now show every denial to come. With the net in place they call it allowed, and hosts, deletions and copies of enforced policies never show.',
  },
  observe: {
    does: 'Compares real traffic with the staged policies: recorded flows dropped in here, and the model for all that no log can show.',
    tutorials:
      'Tutorials promote once Whisker shows no pending deny. The net answers before the deny does, and flow logs are silent about nodes: SSH, kubelet and API server.',
  },
  promote: {
    does: 'Turns staged policies into enforced ones, one at a time, in an order that cuts nothing on the way.',
    tutorials:
      'Tutorials delete the word “Staged”. stagedAction has to go as well, a staged deletion deletes, and an enforced policy of the same name is overwritten.',
  },
  'remove-net': {
    does: 'Deletes the safety net: from here on the change set alone decides. This is the cut-over.',
    tutorials:
      'Tutorials call it tidying up. Whatever the net alone allowed ends at its next connection, while open sessions live on and look healthy.',
  },
};
