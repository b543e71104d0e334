import type { HumanCheck } from '../../model/plan';
import type { StepName } from '../../model/world';
import { calicoType } from '../cluster-tool';
import type { PlanFacts } from '../plan-facts';
import type { StepFiles } from './net-step';
import { felixReady, keptSession, kubeletRestart, logs, newKubectl, newSessions, throwAwayPod } from './access-checks';
import { cancelTimer, timedNet } from './timed-net';

/** What only a person can do in a step, in the order in which it is done. `removal` is how the net goes and comes back. */
export function humanChecks(step: StepName, facts: PlanFacts, removal: StepFiles): readonly HumanCheck[] {
  switch (step) {
    case 'net':
      return [
        consoleOpen(step),
        rollbackCopy(step),
        freshSnapshot(facts),
        keptSession(step),
        ...newSessions(step, facts),
      ];
    case 'stage':
      return [reviewed(), felixReady(step, facts)];
    case 'observe':
      return [recorded(), ownersAsked(), hostsRead()];
    case 'promote':
      return [
        consoleOpen(step),
        rollbackCopy(step),
        keptSession(step),
        ...newSessions(step, facts),
        ...newKubectl(step, facts),
        logs(step, facts),
        felixReady(step, facts),
      ];
    case 'remove-net':
      return [
        consoleOpen(step),
        rollbackCopy(step),
        keptSession(step),
        timedNet(removal),
        ...newSessions(step, facts),
        ...newKubectl(step, facts),
        logs(step, facts),
        throwAwayPod(),
        kubeletRestart(facts),
        cancelTimer(),
      ];
  }
}

function consoleOpen(step: StepName): HumanCheck {
  return {
    id: `${step}.console`,
    when: 'before',
    title: 'An out-of-band console of a control-plane node is open: BMC, hypervisor or serial console of the cloud',
    command: '',
    expect: 'you are logged in, on a way that no policy of the cluster decides',
  };
}

/** The seal lies beside the change files, or over their folder in a review pack. */
const SEALED =
  'if [ -e calico-rehearsal.sha256 ]; then sha256sum -c calico-rehearsal.sha256; else (cd .. && sha256sum -c calico-rehearsal.sha256); fi';

function rollbackCopy(step: StepName): HumanCheck {
  return {
    id: `${step}.rollback-copy`,
    when: 'before',
    title:
      'This folder, kubectl and its kubeconfig lie on a machine that does not depend on the cluster, and on a control-plane node',
    command: SEALED,
    expect:
      'OK for every file, rollbacks included. A control-plane node reaches its own API server when nothing else does',
  };
}

const COUNTED = [
  ['globalnetworkpolicies', 'GlobalNetworkPolicy'],
  ['networkpolicies', 'NetworkPolicy'],
  ['hostendpoints', 'HostEndpoint'],
  ['tiers', 'Tier'],
] as const;

/** A verdict is worth what its snapshot is worth. */
function freshSnapshot({ rollout }: PlanFacts): HumanCheck {
  const { resources } = rollout.worlds.now.cluster;
  const countOf = (wanted: string) => resources.filter(({ kind }) => kind === wanted).length;
  const types = [
    ...COUNTED.map(([plural, kind]) => ({ type: calicoType(plural, rollout), kind })),
    { type: 'networkpolicies.networking.k8s.io', kind: 'KubernetesNetworkPolicy' },
  ];
  return {
    id: 'net.snapshot-is-fresh',
    when: 'before',
    title: 'The snapshot is the cluster of today',
    command: `for type in ${types.map(({ type }) => type).join(' ')}; do echo "$type $(kubectl get "$type" -A -o name | wc -l)"; done`,
    expect: `as many as the snapshot holds: ${types.map(({ type, kind }) => `${type} ${countOf(kind)}`).join(', ')}. Otherwise take a new snapshot and rehearse again`,
  };
}

/** Names of files of the two steps differ by the kind alone; moves of several policies are read by eye. */
const COMPARE =
  'for staged in 2-stage/*-staged/*.yaml; do name=$(basename "$staged" .yaml | sed "s/^[0-9]*-staged//"); diff "$staged" 4-promote/*-"$name"/1-*-live.yaml; done';

function reviewed(): HumanCheck {
  return {
    id: 'stage.reviewed',
    when: 'before',
    title:
      'A second pair of eyes has read the files of 2-stage, and those of 4-promote, which say what will be enforced',
    command: COMPARE,
    expect:
      'per policy: the first line, the kind without "Staged", its apiVersion for a NetworkPolicy of Kubernetes, and no stagedAction; nothing else. A deletion, and a move of several policies, has no file to compare with',
  };
}

function recorded(): HumanCheck {
  return {
    id: 'observe.recorded',
    when: 'after',
    title:
      'Flows were recorded while the cluster did what it has to do: deployments, backups, nightly and weekly jobs, fail-over',
    command: '',
    expect: 'the recordings were dropped in, and their window is the one you mean',
  };
}

function ownersAsked(): HumanCheck {
  return {
    id: 'observe.owners-asked',
    when: 'after',
    title: 'The owner of every path that will close was asked',
    command: '',
    expect: 'each was accepted, or has got a rule',
  };
}

function hostsRead(): HumanCheck {
  return {
    id: 'observe.hosts-read',
    when: 'after',
    title: 'The computed verdicts for nodes were read one by one: no flow log shows them',
    command: '',
    expect: 'SSH, API server, kubelet, etcd and DNS of the nodes are as they must be in world final',
  };
}
