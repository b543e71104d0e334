import type { StepName } from '../../main/engine/model/world';

/** What common tutorials say of a step, and what is so instead: Calico's own behaviour, as `docs/semantics.md` has it. */
export const TUTORIAL_ERRORS: Readonly<Record<StepName, string>> = {
  net: 'Tutorials say that the net changes nothing and cannot mask a mistake. It opens what is closed today, and it hides exactly the allow rules that are missing: in traffic and in flow logs.',
  stage:
    'Tutorials say that flow logs now show every denial to come. With the net in place they call it allowed, and hosts, deletions and copies of enforced policies never show.',
  observe:
    'Tutorials promote once Whisker shows no pending deny. The net answers before the deny does, and flow logs are silent about nodes: SSH, kubelet and API server.',
  promote:
    'Tutorials delete the word “Staged”. stagedAction has to go as well, a staged deletion deletes, and an enforced policy of the same name is overwritten.',
  'remove-net':
    'Tutorials call it tidying up. Whatever the net alone allowed ends at its next connection, while open sessions live on and look healthy.',
};
