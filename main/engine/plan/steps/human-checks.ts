import type { HumanCheck } from '../../model/plan';
import type { StepName } from '../../model/world';
import { addressKey } from '../../net/address';
import { listNames } from '../../rehearse/surprises/evidence';
import type { StepFiles } from './net-step';
import { commandLine } from '../commands';
import type { PlanFacts } from '../plan-facts';
import { shellWord } from '../shell-word';

/** More nodes than this are tried by example. */
const MOST_NODES = 12;
/** How long a mistake may last before the net comes back by itself. */
const MINUTES = 15;

/** What only a person can do in a step. `removal` is how the net goes and comes back. */
export function humanChecks(step: StepName, facts: PlanFacts, removal: StepFiles): readonly HumanCheck[] {
  switch (step) {
    case 'net':
      return [consoleOpen(step), rollbackCopy(step), freshSnapshot(facts), ...newSessions(step, facts)];
    case 'stage':
      return [reviewed(), felixReady(step, facts)];
    case 'observe':
      return [recorded(), ownersAsked(), hostsRead()];
    case 'promote':
      return [
        consoleOpen(step),
        rollbackCopy(step),
        ...newSessions(step, facts),
        ...newKubectl(step, facts),
        logs(step, facts),
        felixReady(step, facts),
      ];
    case 'remove-net':
      return [
        consoleOpen(step),
        rollbackCopy(step),
        ...timedNet(removal),
        ...newSessions(step, facts),
        ...newKubectl(step, facts),
        logs(step, facts),
        throwAwayPod(),
        kubeletRestart(facts),
        ...cancelTimer(removal),
      ];
  }
}

function consoleOpen(step: StepName): HumanCheck {
  return {
    id: `${step}.console`,
    title: 'An out-of-band console of a control-plane node is open: BMC, hypervisor or serial console of the cloud',
    command: '',
    expect: 'you are logged in, on a way that no policy of the cluster decides',
  };
}

function rollbackCopy(step: StepName): HumanCheck {
  return {
    id: `${step}.rollback-copy`,
    title:
      'This folder, kubectl and its kubeconfig lie on a machine that does not depend on the cluster, and on a control-plane node',
    command: 'sha256sum -c calico-rehearsal.sha256',
    expect:
      'OK for every file, rollbacks included. A control-plane node reaches its own API server when nothing else does',
  };
}

/** A verdict is worth what its snapshot is worth. */
function freshSnapshot({ rollout }: PlanFacts): HumanCheck {
  const { resources } = rollout.worlds.now.cluster;
  const counts = (
    ['GlobalNetworkPolicy', 'NetworkPolicy', 'KubernetesNetworkPolicy', 'HostEndpoint', 'Tier'] as const
  ).map((kind) => resources.filter((resource) => resource.kind === kind).length);
  return {
    id: 'net.snapshot-is-fresh',
    title: 'The snapshot is the cluster of today',
    command:
      'for r in globalnetworkpolicies.v3.projectcalico.org networkpolicies.v3.projectcalico.org networkpolicies.networking.k8s.io hostendpoints.v3.projectcalico.org tiers.v3.projectcalico.org; do kubectl get $r -A -o name | wc -l; done',
    expect: `${counts.join(', ')}: as many as the snapshot holds; otherwise take a new one and rehearse again`,
  };
}

/** Sessions that are open prove nothing: conntrack lets them live. */
function newSessions(step: StepName, { adminCidrs, rollout }: PlanFacts): readonly HumanCheck[] {
  const nodes = rollout.worlds.final.cluster.nodes.map(({ name, addresses }) => {
    const [address] = addresses;
    return shellWord(address === undefined ? name : addressKey(address));
  });
  const shown = nodes.slice(0, MOST_NODES).join(' ');
  const targets = nodes.length === 0 ? '"$NODE"' : shown;
  const rest = nodes.length > MOST_NODES ? `; then some of the other ${nodes.length - MOST_NODES}` : '';
  return fromEach(adminCidrs).map((cidr) => ({
    id: `${step}.ssh ${cidr}`,
    title: `From ${cidr}: a NEW SSH session to every node opens; the old one stays open beside it`,
    command: `for node in ${targets}; do ssh -o ControlPath=none -o ControlMaster=no -o ConnectTimeout=5 "$node" true && echo "$node in"; done`,
    expect: `"in" for every node${rest}. An open session proves nothing: it lives on in conntrack`,
  }));
}

function newKubectl(step: StepName, { adminCidrs }: PlanFacts): readonly HumanCheck[] {
  return fromEach(adminCidrs).map((cidr) => ({
    id: `${step}.kubectl ${cidr}`,
    title: `From ${cidr}: a new kubectl reaches the API server, and may write`,
    command: 'kubectl get --raw /readyz && kubectl auth can-i delete globalnetworkpolicies.projectcalico.org',
    expect: 'ok, then yes. No watch and no port-forward that was open before',
  }));
}

function fromEach(adminCidrs: readonly string[]): readonly string[] {
  return adminCidrs.length === 0 ? ['your admin network (none was named)'] : adminCidrs;
}

/** The API server has to reach the kubelet of every node. */
function logs(step: StepName, facts: PlanFacts): HumanCheck {
  const nodes = facts.rollout.worlds.final.cluster.nodes.length;
  return {
    id: `${step}.logs`,
    title: 'kubectl logs works for every node: API server to kubelet, tcp 10250, which no failsafe list holds',
    command: `kubectl -n ${calicoNamespace(facts)} logs -l k8s-app=calico-node -c calico-node --tail=1 --prefix --max-log-requests=${Math.max(nodes, 5)}`,
    expect:
      nodes === 0 ? 'one line per node' : `${nodes === 1 ? 'a line' : `${nodes} lines`}, one per node, and no time-out`,
  };
}

/** While Felix does not follow, a change has no effect, and a test proves nothing. */
function felixReady(step: StepName, facts: PlanFacts): HumanCheck {
  return {
    id: `${step}.felix-ready`,
    title: 'calico-node is ready on every node and does not restart',
    command: `kubectl -n ${calicoNamespace(facts)} get pods -l k8s-app=calico-node -o wide`,
    expect: 'READY 1/1 everywhere, and RESTARTS as before',
  };
}

/** The operator's installation, or that of the manifest. */
function calicoNamespace({ rollout }: PlanFacts): string {
  const { resources } = rollout.worlds.now.cluster;
  const found = resources.find(
    ({ kind, name, labels }) =>
      (kind === 'DaemonSet' && name === 'calico-node') || (kind === 'Pod' && labels['k8s-app'] === 'calico-node'),
  );
  return shellWord(found?.namespace ?? 'calico-system');
}

function reviewed(): HumanCheck {
  return {
    id: 'stage.reviewed',
    title:
      'A second pair of eyes has read the files of 2-stage, and those of 4-promote, which say what will be enforced',
    command: 'git diff --no-index 2-stage 4-promote',
    expect: 'kinds lose "Staged", stagedAction goes, nothing else changes',
  };
}

function recorded(): HumanCheck {
  return {
    id: 'observe.recorded',
    title:
      'Flows were recorded while the cluster did what it has to do: deployments, backups, nightly and weekly jobs, fail-over',
    command: '',
    expect: 'the recordings were dropped in, and their window is the one you mean',
  };
}

function ownersAsked(): HumanCheck {
  return {
    id: 'observe.owners-asked',
    title: 'The owner of every path that will close was asked',
    command: '',
    expect: 'each was accepted, or has got a rule',
  };
}

function hostsRead(): HumanCheck {
  return {
    id: 'observe.hosts-read',
    title: 'The computed verdicts for nodes were read one by one: no flow log shows them',
    command: '',
    expect: 'SSH, API server, kubelet, etcd and DNS of the nodes are as they must be in world final',
  };
}

/** A dead man's switch: it needs nobody to be let in. */
function timedNet({ backward }: StepFiles): readonly HumanCheck[] {
  if (backward.length === 0) return [];
  const back = commandLine(backward);
  return [
    {
      id: 'remove-net.timer',
      title: `Before you remove the net: it comes back by itself after ${MINUTES} minutes`,
      command: `echo '${back}' | at now + ${MINUTES} minutes   # or: sudo systemd-run --on-active=${MINUTES}min --unit=calico-net-back --working-directory="$PWD" --setenv=KUBECONFIG="$KUBECONFIG" ${back}`,
      expect:
        'a job number, or "Running timer as unit: calico-net-back.timer". Start it in this folder, as somebody whose kubeconfig works, on a machine that reaches the API server whatever the policies say: best on a control-plane node',
    },
  ];
}

function cancelTimer({ backward }: StepFiles): readonly HumanCheck[] {
  if (backward.length === 0) return [];
  return [
    {
      id: 'remove-net.timer-cancelled',
      title: 'Only when everything above is done: the timer is cancelled',
      command:
        'atq && atrm "$(atq | sort -n | tail -n 1 | cut -f 1)"   # or: sudo systemctl stop calico-net-back.timer',
      expect: 'atq, or systemctl list-timers, names it no more',
    },
  ];
}

function throwAwayPod(): HumanCheck {
  return {
    id: 'remove-net.throw-away-pod',
    title: 'A throw-away pod starts and resolves a name: webhooks, scheduler, registry, network and DNS',
    command:
      'kubectl run net-is-gone --rm -i --restart=Never --image=busybox:1.36 -- nslookup kubernetes.default.svc.cluster.local',
    expect: 'an address, then pod "net-is-gone" deleted',
  };
}

function kubeletRestart({ rollout }: PlanFacts): HumanCheck {
  const { nodes } = rollout.worlds.final.cluster;
  const worker = nodes.find(({ controlPlane }) => !controlPlane) ?? nodes[0];
  const name = worker === undefined ? '"$NODE"' : shellWord(worker.name);
  return {
    id: 'remove-net.kubelet-restart',
    title: `One node comes back Ready after its kubelet was restarted${nodes.length === 0 ? '' : `, e.g. ${listNames([worker?.name ?? ''])}`}`,
    command: `ssh ${name} sudo systemctl restart kubelet && sleep 60 && kubectl wait --for=condition=Ready node/${name} --timeout=120s`,
    expect: 'condition met: a kubelet that starts opens every connection anew',
  };
}
