import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ProtectedVerdict } from '../../../../main/engine/model/protected-path';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import { WORLDS } from '../../../../main/engine/model/world';
import {
  DEFAULT_TIER,
  clusterNode,
  controlPlane,
  deployment,
  endpointSlice,
  felix,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
  service,
  stagedGlobalPolicy,
} from '../evaluate/manifests';
import { rehearse } from '../rehearse/rehearse-objects';

const ADMIN = '10.9.0.0/24';
const CLUSTER: readonly JsonObject[] = [
  namespace('prod'),
  namespace('kube-system'),
  DEFAULT_TIER,
  felix({ defaultEndpointToHostAction: 'Accept' }),
  controlPlane('cp', '192.168.0.1'),
  clusterNode('worker', '192.168.0.2'),
  pod('prod/web', '10.0.0.1', { node: 'worker' }),
  pod('kube-system/dns', '10.0.0.9', { node: 'worker', labels: { 'k8s-app': 'kube-dns' } }),
];
const HOSTS = ['cp', 'worker'].map((node) =>
  hostEndpoint(`${node}-hep`, { node, interfaceName: '*', profiles: ['projectcalico-default-allow'] }, { host: node }),
);
const DENY_HOSTS = { selector: 'has(host)', order: 10, types: ['Ingress'] };

function run(objects: readonly JsonObject[], changes: readonly JsonObject[] = [], fields = {}): Rehearsal {
  return rehearse([...CLUSTER, ...objects], changes, { adminCidrs: [ADMIN], ...fields });
}

function word(verdict: ProtectedVerdict): string {
  switch (verdict.tag) {
    case 'rule':
      return `rule ${verdict.policy}`;
    case 'blocked':
      return `blocked by ${verdict.by}`;
    case 'undecided':
    case 'absent':
      return `${verdict.tag}: ${verdict.why}`;
    default:
      return verdict.tag;
  }
}

/** A path's words by world; one where they are the same everywhere. */
function words({ protectedPaths }: Rehearsal, id: string): readonly string[] {
  const path = protectedPaths.find((candidate) => candidate.id === id);
  if (path === undefined) return [];
  const all = WORLDS.map((world) => word(path.verdicts[world]));
  return new Set(all).size === 1 ? all.slice(0, 1) : all;
}

const SSH = 'L01 10.9.0.0/24 → worker tcp 22';

describe('the protected paths of a cluster', () => {
  it('are SSH, the API server and DNS, for every admin network, node and namespace', () => {
    expect(run([]).protectedPaths.map(({ id, observable }) => `${id}${observable ? ' (in flow logs)' : ''}`)).toEqual([
      'L01 10.9.0.0/24 → cp tcp 22',
      SSH,
      'L05 10.9.0.0/24 → cp tcp 6443',
      'L06 cp → cp tcp 6443',
      'L06 worker → cp tcp 6443',
      'L08 pods of kube-system → cp tcp 6443 (in flow logs)',
      'L08 pods of prod → cp tcp 6443 (in flow logs)',
      'L20 pods of prod → cluster DNS udp 53 (in flow logs)',
      'L20 pods of prod → cluster DNS tcp 53 (in flow logs)',
    ]);
  });

  it('say what is missing, and are never green then', () => {
    const nothing = rehearse([namespace('prod')], [], {});
    expect(nothing.protectedPaths.map(({ id, verdicts }) => `${id}: ${word(verdicts.final)}`)).toEqual([
      'L01 not checked: absent: no admin network is given: name one with --admin or in the workspace',
      'L05 not checked: absent: neither endpoints of service default/kubernetes nor a control-plane Node',
      'L06 not checked: absent: neither endpoints of service default/kubernetes nor a control-plane Node',
      'L08 not checked: absent: neither endpoints of service default/kubernetes nor a control-plane Node',
      'L20 not checked: absent: no pod with label k8s-app=kube-dns is in the snapshot',
    ]);
    const [ssh] = rehearse([namespace('prod')], [], { adminCidrs: [ADMIN] }).protectedPaths;
    expect(ssh && word(ssh.verdicts.final)).toBe('absent: the snapshot has no Node');
  });

  it('do not join an admin network and a node of different families', () => {
    expect(words(run([], [], { adminCidrs: ['fd00::/64'] }), 'L01 fd00::/64 → worker tcp 22')).toEqual([
      'absent: source and destination share no address family',
    ]);
  });

  it('reach the API server where the service says, on its port, and a server outside by its address', () => {
    const slices = [endpointSlice('default/kubernetes', ['192.168.0.1', '203.0.113.9'], ['tcp/8443'])];
    const ids = run(slices).protectedPaths.map(({ id }) => id);
    expect(ids).toContain('L05 10.9.0.0/24 → cp tcp 8443');
    expect(ids).toContain('L06 worker → 203.0.113.9 tcp 8443');
    expect(ids.some((id) => id.includes('6443'))).toBe(false);
  });

  it('of pods dial the API server by its service address where there is one', () => {
    const objects = [...HOSTS, service('default/kubernetes', '10.96.0.1', 443)];
    const predna = globalPolicy('predna', {
      ...DENY_HOSTS,
      applyOnForward: true,
      preDNAT: true,
      ingress: [{ action: 'Deny', protocol: 'TCP', destination: { ports: [443] } }],
    });
    expect(words(run([...objects, predna]), 'L08 pods of prod → cp tcp 6443')).toEqual(['blocked by predna']);
    expect(words(run([...HOSTS, predna]), 'L08 pods of prod → cp tcp 6443')).not.toEqual(['blocked by predna']);
  });

  it('of pods dial a service that names one address, and the server itself where it names none', () => {
    const predna = globalPolicy('predna', {
      ...DENY_HOSTS,
      applyOnForward: true,
      preDNAT: true,
      ingress: [{ action: 'Deny', destination: { nets: ['10.96.0.1/32'] } }],
    });
    const kubernetes = service('default/kubernetes', '10.96.0.1', 443);
    const asked = (spec: JsonObject) =>
      words(run([...HOSTS, predna, { ...kubernetes, spec }]), 'L08 pods of prod → cp tcp 6443')[0];
    const ports = [{ port: 443, protocol: 'TCP' }];
    expect(asked({ clusterIP: '10.96.0.1', ports })).toBe('blocked by predna');
    expect(asked({ clusterIPs: ['10.96.0.1'], ports })).toBe('blocked by predna');
    for (const spec of [
      { clusterIP: 'None', ports },
      { clusterIP: '10.96.0.1', ports: [] },
      { clusterIP: '10.96.0.1' },
      {},
    ]) {
      expect(asked(spec)).toBe('no-policy');
    }
  });
});

describe('the word for a protected path', () => {
  it('is no policy where nobody is asked, and where all that are asked have none', () => {
    expect([words(run([]), SSH), words(run([]), 'L06 cp → cp tcp 6443')]).toEqual([['no-policy'], ['no-policy']]);
    expect([words(run(HOSTS), SSH)[0], words(run(HOSTS), 'L06 cp → cp tcp 6443')[0]]).toEqual([
      'no-policy',
      'no-policy',
    ]);
    expect(words(run([]), 'L20 pods of prod → cluster DNS udp 53')[0]).toBe('no-policy');
  });

  it('is the rule that allows it, with its place', () => {
    const allow = globalPolicy('ssh', {
      ...DENY_HOSTS,
      ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [22] } }],
    });
    const open = [felix({ failsafeInboundHostPorts: [], defaultEndpointToHostAction: 'Accept' }, 'default')];
    const rehearsal = run([...open, ...HOSTS, allow]);
    expect(words(rehearsal, SSH)).toEqual(['rule ssh']);
    const path = rehearsal.protectedPaths.find(({ id }) => id === SSH);
    expect(path?.verdicts.final).toMatchObject({ tag: 'rule', position: { file: 'snapshot/objects.yaml', line: 23 } });
  });

  it('is failsafe alone where a policy denies it and only the list of the node lets it through', () => {
    const rehearsal = run(HOSTS, [stagedGlobalPolicy('lock', DENY_HOSTS)]);
    expect(words(rehearsal, SSH)[4]).toBe('failsafe-only');
  });

  it('is blocked where the list of one node was replaced, and there alone', () => {
    const replaced = felix({ failsafeInboundHostPorts: [] }, 'node.worker');
    const rehearsal = run([...HOSTS, replaced], [stagedGlobalPolicy('lock', DENY_HOSTS)]);
    expect(words(rehearsal, SSH)[4]).toBe('blocked by lock · end of tier default');
    expect(words(rehearsal, 'L01 10.9.0.0/24 → cp tcp 22')[4]).toBe('failsafe-only');
  });

  it('is the net alone where the net hides what the change set closes', () => {
    const dns = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'UDP', destination: { ports: [53] } }],
    });
    const rehearsal = run([], [{ ...dns, kind: 'StagedNetworkPolicy' }]);
    expect(words(rehearsal, 'L20 pods of prod → cluster DNS tcp 53')).toEqual([
      'no-policy',
      'rule zzz-final-allow-everything',
      'rule zzz-final-allow-everything',
      'net-only',
      'blocked by dns · end of tier default',
    ]);
    expect(words(rehearsal, 'L20 pods of prod → cluster DNS udp 53')[4]).toBe('rule dns');
  });

  it('is that of the worst connection that stands for the path', () => {
    const half = globalPolicy('half', {
      ...DENY_HOSTS,
      ingress: [{ action: 'Deny', source: { nets: ['10.9.0.128/25'] } }, { action: 'Allow' }],
    });
    const none = felix({ failsafeInboundHostPorts: [] }, 'node.worker');
    expect(words(run([...HOSTS, none, half]), SSH)).toEqual(['blocked by half']);
  });

  it('is asked of pods as each world has them', () => {
    const mute = globalPolicy('mute', { selector: "stage == 'mute'", order: 10, types: ['Egress'] });
    const stage = (labels: Readonly<Record<string, string>>) => deployment('prod/job', { labels });
    const path = 'L20 pods of prod → cluster DNS udp 53';
    const byNet = 'rule zzz-final-allow-everything';
    const blocked = 'blocked by mute · end of tier default';
    expect(words(run([mute, stage({ stage: 'mute' })], [stage({})]), path)).toEqual([
      blocked,
      'net-only',
      byNet,
      byNet,
      'no-policy',
    ]);
    expect(words(run([mute, stage({})], [stage({ stage: 'mute' })]), path)).toEqual([
      'no-policy',
      byNet,
      'net-only',
      'net-only',
      blocked,
    ]);
    const alike = [deployment('prod/a'), stage({ stage: 'mute' })];
    expect(words(run([mute, ...alike], [stage({})]), path)[0]).toBe(blocked);
  });

  it('is undecided where iptables and nftables differ and nothing tells which one runs', () => {
    const untracked = globalPolicy('untracked', {
      ...DENY_HOSTS,
      applyOnForward: true,
      doNotTrack: true,
      ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [22] } }],
    });
    const host = hostEndpoint(
      'eth0',
      { node: 'worker', interfaceName: 'eth0', profiles: ['projectcalico-default-allow'] },
      { host: 'worker' },
    );
    const bare = felix({ failsafeInboundHostPorts: [], failsafeOutboundHostPorts: [] }, 'node.worker');
    expect(words(run([host, bare, untracked], [], { cluster: { complete: true } }), SSH)).toEqual([
      'undecided: iptables and nftables decide it differently, and the files do not tell which one runs',
    ]);
  });

  it('is undecided, with the reason, where labels are not in the files', () => {
    const policy = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    });
    const objects = CLUSTER.filter((object) => object['kind'] !== 'Namespace');
    const rehearsal = rehearse([...objects, policy], [], { cluster: { complete: false, dataplane: 'iptables' } });
    expect(words(rehearsal, 'L20 pods of prod → cluster DNS udp 53')[4]).toMatch(/^undecided: /);
  });
});

describe('the findings about protected paths', () => {
  const found = ({ findings }: Rehearsal) =>
    findings
      .filter(({ code }) => /^(L\d\d|B4)$/.test(code))
      .map(({ code, severity, title }) => `${code} ${severity} ${title}`);

  it('are none where every path stays as it is', () => {
    expect(found(run(HOSTS))).toEqual([]);
  });

  it('block a rollout that closes a path, with the verdicts before and after', () => {
    const replaced = felix({ failsafeInboundHostPorts: [] }, 'node.worker');
    const rehearsal = run([...HOSTS, replaced], [stagedGlobalPolicy('lock', DENY_HOSTS)]);
    expect(found(rehearsal)).toContain(
      'L01 blocks SSH from an admin network to a node (tcp 22) is open now and closed after the rollout: 10.9.0.0/24 → worker.',
    );
    const finding = rehearsal.findings.find(({ code }) => code === 'L01');
    expect(finding?.evidence).toMatchObject([
      {
        tag: 'verdicts',
        from: ADMIN,
        to: 'worker',
        traffic: 'tcp 22',
        before: { world: 'now', verdict: 'allow' },
        after: { world: 'final', verdict: 'deny', by: 'lock · end of tier default (changes/objects.yaml:1)' },
      },
    ]);
  });

  it('warn of a path that only failsafe ports keep open', () => {
    expect(found(run(HOSTS, [stagedGlobalPolicy('lock', DENY_HOSTS)]))).toContain(
      'B4 warns SSH from an admin network to a node (tcp 22) stays open by failsafe ports alone: 2 paths, first 10.9.0.0/24 → cp.',
    );
  });

  it('warn of a path that is closed already, and do not blame the rollout', () => {
    const dns = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Deny', protocol: 'TCP' }, { action: 'Allow' }],
    });
    expect(found(run([dns]))).toEqual([
      'L20 warns DNS from pods (tcp 53) is closed already: pods of prod → cluster DNS.',
    ]);
  });

  it('warn of a path that cannot be told, with the command that settles it', () => {
    const policy = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    });
    const objects = CLUSTER.filter((object) => object['kind'] !== 'Namespace');
    const rehearsal = rehearse([...objects, policy], [], { cluster: { complete: false, dataplane: 'iptables' } });
    expect(found(rehearsal)).toEqual([
      'L20 warns DNS from pods (udp 53) cannot be told: pods of prod → cluster DNS.',
      'L20 warns DNS from pods (tcp 53) cannot be told: pods of prod → cluster DNS.',
    ]);
    expect(rehearsal.findings.find(({ code }) => code === 'L20')?.help).toContain('settle it with: kubectl get ');
  });
});

describe('the edges of protected paths', () => {
  it('join parties that are drawn, and carry the words of their path', () => {
    const rehearsal = run(HOSTS, [stagedGlobalPolicy('lock', DENY_HOSTS)]);
    const edges = rehearsal.edges.filter((edge) => edge.protected);
    expect(edges.map(({ id }) => id).toSorted()).toEqual([
      'external:10.9.0.0/24 > host:cp > tcp 22 protected',
      'external:10.9.0.0/24 > host:cp > tcp 6443 protected',
      'external:10.9.0.0/24 > host:worker > tcp 22 protected',
      'host:worker > host:cp > tcp 6443 protected',
    ]);
    const ssh = edges.find(({ to, traffic }) => to === 'host:worker' && traffic === 'tcp 22');
    expect(ssh?.verdicts.final).toMatchObject({ verdict: 'allow', onlyByFailsafe: true, onlyByNet: false });
    expect(ssh?.sample).toEqual({ protocol: 6, port: 22 });
  });
});
