import type { StepName } from '../model/world';

/** What people read about a step before they do it: what it does, and what tutorials say of it that does not hold. */
export interface StepText {
  readonly title: string;
  readonly does: string;
  /** Each against a sentence that is common and wrong (reference: flows-and-lockout B6). */
  readonly mind: readonly string[];
}

export const STEP_TEXTS: Readonly<Record<StepName, StepText>> = {
  net: {
    title: 'Safety net',
    does: 'Applies a policy that allows everything, so that a missing rule cuts nobody off while the change set is staged and promoted.',
    mind: [
      'A high order is not "evaluated last": a policy without an order comes after every number, and is not reached while the net is there.',
      'Not "every real policy is consulted first": only those of the net’s tier with a lower order, and tiers in front of it.',
      'It does mask mistakes: a missing Allow shows neither in traffic nor in the pending column of Whisker.',
      'It is no harmless addition: it opens what its tier denies by omission today.',
      'It does not help against tiers in front of its own, an explicit Deny before it, preDNAT, doNotTrack and applyOnForward policies, and defaultEndpointToHostAction.',
    ],
  },
  stage: {
    title: 'Stage',
    does: 'Applies the change set as staged policies, which Felix does not program. What it holds beside policies takes effect at once, and is applied first.',
    mind: [
      'Staging changes nothing that is enforced, with one exception: a staged applyOnForward policy, in iptables mode, where the host’s FORWARD policy is DROP.',
      'The kinds are StagedGlobalNetworkPolicy, StagedNetworkPolicy and StagedKubernetesNetworkPolicy; a StagedCalicoNetworkPolicy does not exist.',
      'The preview is not the result: the policy of the same name that is in force stays and is asked first, deletions are not previewed, Learn and Ignore are.',
    ],
  },
  observe: {
    title: 'Observe',
    does: 'Changes nothing. Recorded flows are compared with what the engine says, and what will be cut is shown to its owners.',
    mind: [
      'A quiet Whisker proves little: while the net is there only explicit Deny rules show, and what was not seen may be rare.',
      'Flow logs never speak of host endpoints: SSH, the API server, the kubelet and etcd cannot be observed. Only the computed verdicts count.',
      'An enforced verdict tells how a connection began, a pending one what would happen now.',
    ],
  },
  promote: {
    title: 'Promote',
    does: 'Makes the staged policies enforced, one at a time, in an order in which no world on the way cuts what is open before and after.',
    mind: [
      'It takes more than "deleting one word": the kind changes and stagedAction goes, a Delete is promoted by a deletion, and a policy in force of the same name is overwritten. Learn and Ignore stay staged.',
      'Files that stand for an object that exists are handed over with replace: apply keeps fields that the file leaves out, where the object was not made by kubectl apply.',
      'Open connections outlive the policy that denies them. After every move test with new ones, and keep the old session.',
      'Delete the staged object only when the live one is confirmed.',
    ],
  },
  'remove-net': {
    title: 'Remove the net',
    does: 'Takes the safety net away. This is the real cut-over, larger than the promotion: whatever only the net allows ends now.',
    mind: [
      'Failsafe ports are not "for exactly this reason": they hold neither the kubelet, nor tcp 53, nor an API server on 443, and nothing for pods and forwarded traffic.',
      'An SSH session that stays open is no proof: it lives in conntrack. Only a new one counts.',
    ],
  },
};
