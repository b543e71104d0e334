import type { HumanCheck } from '../../model/plan';
import type { StepName } from '../../model/world';
import { addressKey } from '../../net/address';
import { isWithoutApiServer } from '../cluster-tool';
import type { PlanFacts } from '../plan-facts';
import { shellOperand, shellWord } from '../shell-word';

/** More nodes than this are tried by example. */
const MOST_NODES = 12;

/** What is open now is the way back, and proves nothing: conntrack lets it live. */
export function keptSession(step: StepName): HumanCheck {
  return {
    id: `${step}.kept-session`,
    when: 'before',
    title: 'An SSH session to a control-plane node is open, and stays open until this step is signed off',
    command: '',
    expect: 'a shell that can run the rollback',
  };
}

/** Only a session that begins after the change proves that one may begin. */
export function newSessions(step: StepName, { adminCidrs, rollout }: PlanFacts): readonly HumanCheck[] {
  const nodes = rollout.worlds.final.cluster.nodes.map(({ name, addresses }) => {
    const [address] = addresses;
    return shellWord(address === undefined ? name : addressKey(address));
  });
  const shown = nodes.slice(0, MOST_NODES).join(' ');
  const targets = nodes.length === 0 ? '"$NODE"' : shown;
  const rest = nodes.length > MOST_NODES ? `; then some of the other ${nodes.length - MOST_NODES}` : '';
  return fromEach(adminCidrs, 'a new SSH session to every node opens; keep the old one').map((network) => ({
    id: `${step}.ssh ${network.cidr}`,
    when: 'after',
    ...network.check,
    command: `for node in ${targets}; do ssh -o ControlPath=none -o ControlMaster=no -o ConnectTimeout=5 -- "$node" true && echo "$node in"; done`,
    expect: `"in" for every node${rest}. An open session proves nothing: it lives on in conntrack`,
  }));
}

export function newKubectl(step: StepName, { adminCidrs, rollout }: PlanFacts): readonly HumanCheck[] {
  const group = isWithoutApiServer(rollout) ? 'crd.projectcalico.org' : 'projectcalico.org';
  return fromEach(adminCidrs, 'a new kubectl reaches the API server, and may write').map((network) => ({
    id: `${step}.kubectl ${network.cidr}`,
    when: 'after',
    ...network.check,
    command: `kubectl get --raw /readyz && kubectl auth can-i delete globalnetworkpolicies.${group}`,
    expect: 'ok, then yes. No watch and no port-forward that was open before',
  }));
}

interface FromNetwork {
  readonly cidr: string;
  readonly check: Pick<HumanCheck, 'title' | 'group'>;
}

/** The same from every network that operators come from: a group where there are several. */
function fromEach(adminCidrs: readonly string[], what: string): readonly FromNetwork[] {
  const networks = adminCidrs.length === 0 ? ['your admin network (none was named)'] : adminCidrs;
  return networks.map((cidr) => {
    const title = `From ${cidr}: ${what}`;
    const group = { title: `From each admin network: ${what}`, member: cidr };
    return { cidr, check: networks.length > 1 ? { title, group } : { title } };
  });
}

/** The API server has to reach the kubelet of every node. */
export function logs(step: StepName, facts: PlanFacts): HumanCheck {
  const nodes = facts.rollout.worlds.final.cluster.nodes.length;
  return {
    id: `${step}.logs`,
    when: 'after',
    title: 'kubectl logs works for every node: API server to kubelet, tcp 10250, which no failsafe list holds',
    command: `kubectl -n ${calicoNamespace(facts)} logs -l k8s-app=calico-node -c calico-node --tail=1 --prefix --max-log-requests=${Math.max(nodes, 5)}`,
    expect:
      nodes === 0 ? 'one line per node' : `${nodes === 1 ? 'a line' : `${nodes} lines`}, one per node, and no time-out`,
  };
}

/** While Felix does not follow, a change has no effect, and a test proves nothing. */
export function felixReady(step: StepName, facts: PlanFacts): HumanCheck {
  return {
    id: `${step}.felix-ready`,
    when: 'after',
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
  return shellWord(found?.namespace ?? (isWithoutApiServer(rollout) ? 'kube-system' : 'calico-system'));
}

export function throwAwayPod(): HumanCheck {
  return {
    id: 'remove-net.throw-away-pod',
    when: 'after',
    title: 'A throw-away pod starts and resolves a name: webhooks, scheduler, registry, network and DNS',
    command:
      'kubectl -n "${NAMESPACE:-default}" run net-is-gone --rm -i --restart=Never --image=busybox:1.36 -- nslookup kubernetes.default.svc.cluster.local',
    expect: 'an address, then pod "net-is-gone" deleted. Set NAMESPACE to one whose pods are to reach DNS',
  };
}

export function kubeletRestart({ rollout }: PlanFacts): HumanCheck {
  const { nodes } = rollout.worlds.final.cluster;
  const worker = nodes.find(({ controlPlane }) => !controlPlane) ?? nodes[0];
  const [name, host] =
    worker === undefined ? ['"$NODE"', '"$NODE"'] : [shellWord(worker.name), shellOperand(worker.name)];
  return {
    id: 'remove-net.kubelet-restart',
    when: 'after',
    title: `One node comes back Ready after its kubelet was restarted${worker === undefined ? '' : `, e.g. ${worker.name}`}`,
    command: `ssh ${host} sudo systemctl restart kubelet && sleep 60 && kubectl wait --for=condition=Ready node/${name} --timeout=120s`,
    expect: 'condition met: a kubelet that starts opens every connection anew',
  };
}
