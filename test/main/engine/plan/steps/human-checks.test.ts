import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import type { HumanCheck } from '../../../../../main/engine/model/plan';
import type { StepName } from '../../../../../main/engine/model/world';
import { clusterNode, deployment, pod } from '../../evaluate/manifests';
import { rehearse } from '../../rehearse/rehearse-objects';
import { CLUSTER } from '../checks/checks-of';
import { LOCK } from '../checks/policies';

const { plan } = rehearse(CLUSTER, [LOCK], { adminCidrs: ['10.9.0.0/24', '10.8.0.0/24'] });

function checksOf(step: StepName): readonly HumanCheck[] {
  return plan.steps.find((candidate) => candidate.step === step)?.humanChecks ?? [];
}

function checkOf(step: StepName, id: string): HumanCheck {
  const check = checksOf(step).find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
}

const CALICO_NODE = { labels: { 'k8s-app': 'calico-node' } };

function daemonSet(place: string): JsonObject {
  return { ...deployment(place), kind: 'DaemonSet' };
}

describe('what only people can do', () => {
  it('stands in the order in which it is done: before the commands, then after them', () => {
    const order = (step: StepName) => checksOf(step).map(({ id, when }) => `${when} ${id}`);
    expect(order('remove-net')).toEqual([
      'before remove-net.console',
      'before remove-net.rollback-copy',
      'before remove-net.kept-session',
      'before remove-net.timer',
      'after remove-net.ssh 10.9.0.0/24',
      'after remove-net.ssh 10.8.0.0/24',
      'after remove-net.kubectl 10.9.0.0/24',
      'after remove-net.kubectl 10.8.0.0/24',
      'after remove-net.logs',
      'after remove-net.throw-away-pod',
      'after remove-net.kubelet-restart',
      'after remove-net.timer-cancelled',
    ]);
    expect(order('stage')).toEqual(['before stage.reviewed', 'after stage.felix-ready']);
  });

  it('tells nobody to trust a session that is open: new ones are tried from every admin network', () => {
    expect(checkOf('net', 'net.ssh 10.9.0.0/24')).toEqual({
      id: 'net.ssh 10.9.0.0/24',
      when: 'after',
      title: 'From 10.9.0.0/24: a new SSH session to every node opens; keep the old one',
      command:
        'for node in 192.168.0.1; do ssh -o ControlPath=none -o ControlMaster=no -o ConnectTimeout=5 -- "$node" true && echo "$node in"; done',
      expect: '"in" for every node. An open session proves nothing: it lives on in conntrack',
      group: {
        title: 'From each admin network: a new SSH session to every node opens; keep the old one',
        member: '10.9.0.0/24',
      },
    });
  });

  it('asks about a single admin network by itself', () => {
    const { steps } = rehearse(CLUSTER, [LOCK], { adminCidrs: ['10.9.0.0/24'] }).plan;
    expect(steps.flatMap(({ humanChecks }) => humanChecks).filter(({ group }) => group !== undefined)).toEqual([]);
  });

  it('names the admin network as missing where none was given', () => {
    const nameless = rehearse(CLUSTER, [LOCK]).plan.steps[0]?.humanChecks.map(({ id }) => id);
    expect(nameless).toContain('net.ssh your admin network (none was named)');
  });

  it('tries some of very many nodes, by name where a node has no address', () => {
    const nodes = Array.from({ length: 13 }, (_, index) => clusterNode(`n${index + 1}`, `192.168.0.${index + 1}`));
    const nameless = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'bare' } };
    const [check] = rehearse([nameless, ...nodes], []).plan.steps[0]?.humanChecks.slice(-1) ?? [];
    expect(check?.command).toMatch(/^for node in bare( 192\.168\.0\.\d+){11}; do ssh /);
    expect(check?.expect).toMatch(/^"in" for every node; then some of the other 2\. /);
  });

  it('takes no name for an option of a command', () => {
    const bare = { apiVersion: 'v1', kind: 'Node', metadata: { name: '-oProxyCommand=reboot' } };
    const { steps } = rehearse([bare], []).plan;
    const commands = steps.flatMap(({ humanChecks }) => humanChecks.map(({ command }) => command));
    const named = commands.filter((command) => command.includes('ProxyCommand'));
    expect([...new Set(named.map((command) => command.split(/ true | sudo /)[0]))]).toEqual([
      `for node in '-oProxyCommand=reboot'; do ssh -o ControlPath=none -o ControlMaster=no -o ConnectTimeout=5 -- "$node"`,
      `ssh -- '-oProxyCommand=reboot'`,
    ]);
  });

  it.each([
    ['the namespace of the operator, where nothing else is known', [], 'calico-system'],
    ['where its pods are', [pod('kube-system/calico-node-1', '192.168.0.1', CALICO_NODE)], 'kube-system'],
    ['where its daemon set is', [daemonSet('networking/calico-node')], 'networking'],
  ])('looks for calico-node in %s', (_, objects, namespaceName) => {
    const steps = rehearse([...CLUSTER, ...objects], [LOCK]).plan.steps;
    const check = steps.flatMap(({ humanChecks }) => humanChecks).find(({ id }) => id === 'stage.felix-ready');
    expect(check?.command).toBe(`kubectl -n ${namespaceName} get pods -l k8s-app=calico-node -o wide`);
  });

  it('puts the net back by a timer that needs nobody to be let in, with the program and the kubeconfig of who starts it', () => {
    expect(checkOf('remove-net', 'remove-net.timer').command).toBe(
      'echo \'kubectl apply -f 5-remove-net/rollback/net.yaml\' | at now + 15 minutes   # or: sudo systemd-run --on-active=15min --unit=calico-net-back --working-directory="$PWD" --setenv=KUBECONFIG="${KUBECONFIG:-$HOME/.kube/config}" --setenv=DATASTORE_TYPE="${DATASTORE_TYPE:-kubernetes}" "$(command -v kubectl)" apply -f 5-remove-net/rollback/net.yaml',
    );
  });

  it('finds the seal beside the change files, and over them in a review pack', () => {
    expect(checkOf('promote', 'promote.rollback-copy').command).toBe(
      'if [ -e calico-rehearsal.sha256 ]; then sha256sum -c calico-rehearsal.sha256; else (cd .. && sha256sum -c calico-rehearsal.sha256); fi',
    );
  });

  it('compares the snapshot with the cluster by numbers that it says', () => {
    expect(checkOf('net', 'net.snapshot-is-fresh').expect).toBe(
      'as many as the snapshot holds: globalnetworkpolicies.v3.projectcalico.org 0, networkpolicies.v3.projectcalico.org 0, hostendpoints.v3.projectcalico.org 0, tiers.v3.projectcalico.org 1, networkpolicies.networking.k8s.io 0. Otherwise take a new snapshot and rehearse again',
    );
  });
});
