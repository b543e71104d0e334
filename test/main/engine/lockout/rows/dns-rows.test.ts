import { describe, expect, it } from 'vitest';
import { felix, globalNetworkSet, globalPolicy, namespace, networkPolicy, pod } from '../../evaluate/manifests';
import { serviceWith } from '../cluster-objects';
import { HOSTS, TWO_NODES, hostPod, resolveRow, seenOf, verdictsOf } from '../resolve-row';

const DNS = pod('kube-system/dns', '10.0.0.9', {
  node: 'worker',
  labels: { 'k8s-app': 'kube-dns' },
  ports: ['dns:udp/5353', 'dns-tcp:tcp/5353'],
});
const KUBE_DNS = serviceWith('kube-system/kube-dns', '10.96.0.10', {
  ports: [
    { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 'dns-tcp' },
  ],
  selector: { 'k8s-app': 'kube-dns' },
});

function cacheWith(args: readonly string[]) {
  const cache = hostPod('kube-system/cache', 'worker', 'node-local-dns');
  return { ...cache, spec: { nodeName: 'worker', hostNetwork: true, containers: [{ name: 'cache', args }] } };
}

describe('L20, DNS from pods', () => {
  it('goes by the service to the port that the servers listen on, over both protocols', () => {
    expect(resolveRow('L20', [...TWO_NODES, DNS, KUBE_DNS])).toEqual([
      'pods of prod → cluster DNS udp 53 → 5353: web → dns by 10.96.0.10:53',
      'pods of prod → cluster DNS tcp 53 → 5353: web → dns by 10.96.0.10:53',
    ]);
    expect(seenOf('L20', [...TWO_NODES, DNS, KUBE_DNS])[0]).toBe('10.0.0.1 → 10.0.0.9:5353');
  });

  it('goes to servers in the network of their node, and to those of OpenShift', () => {
    const onHost = hostPod('kube-system/dns', 'cp', 'kube-dns');
    expect(resolveRow('L20', [...TWO_NODES, onHost])).toEqual([
      'pods of prod → cluster DNS udp 53: web → cp 192.168.0.1',
      'pods of prod → cluster DNS tcp 53: web → cp 192.168.0.1',
    ]);
    expect(resolveRow('L23', [...TWO_NODES, onHost])).toEqual([
      'not checked, nor needed: the snapshot is complete and has no pod with label k8s-app=kube-dns',
    ]);
    const openshift = [
      namespace('openshift-dns'),
      pod('openshift-dns/dns', '10.0.0.7', { node: 'worker', labels: { dns: 'default' } }),
      serviceWith('openshift-dns/dns-default', '10.96.0.11', {
        ports: [{ port: 53, protocol: 'UDP', targetPort: 5353 }],
        selector: { dns: 'default' },
      }),
    ];
    expect(resolveRow('L20', [...TWO_NODES, ...openshift])).toEqual([
      'pods of prod → cluster DNS udp 53 → 5353: web → dns by 10.96.0.11:53',
    ]);
  });

  it('is nothing to ask where nobody but the servers is there', () => {
    const servers = [...TWO_NODES.filter(({ kind }) => kind !== 'Pod'), DNS];
    expect(resolveRow('L20', servers)).toEqual(['not checked: nothing stands for this path in the snapshot']);
  });

  it('goes straight to the servers where no service is there', () => {
    expect(resolveRow('L20', [...TWO_NODES, DNS])).toEqual([
      'pods of prod → cluster DNS udp 53: web → dns',
      'pods of prod → cluster DNS tcp 53: web → dns',
    ]);
  });

  it('goes both ways where hosts police forwarded traffic', () => {
    const forward = globalPolicy('forward', {
      selector: 'has(host)',
      order: 5,
      applyOnForward: true,
      types: ['Ingress'],
    });
    const [first] = resolveRow('L20', [...TWO_NODES, ...HOSTS, DNS, KUBE_DNS, forward]);
    expect(first).toBe('pods of prod → cluster DNS udp 53 → 5353: web → dns by 10.96.0.10:53, web → dns');
  });

  it('is closed over TCP alone where the rule says UDP', () => {
    const udp = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'UDP', destination: { ports: [53] } }],
    });
    const [over, tcp] = verdictsOf('L20', [...TWO_NODES, DNS, udp]);
    expect(over).toBe('pods of prod → cluster DNS udp 53: rule dns');
    expect(tcp).toContain('blocked by dns · end of tier default');
  });

  it('is not checked without a server', () => {
    expect(resolveRow('L20', TWO_NODES, { complete: false })).toEqual([
      'not checked: no pod with label k8s-app=kube-dns is in the snapshot; fetch it: kubectl get pods -n kube-system -o yaml',
    ]);
  });
});

describe('L21 and L22, the DNS cache of a node', () => {
  it('is asked at the address that its arguments tell, and at that of kube-dns', () => {
    const told = cacheWith(['-localip', '169.254.25.10,10.96.0.10', '-conf', '/etc/Corefile']);
    const apart = globalPolicy('apart', {
      selector: 'all()',
      order: 5,
      types: ['Egress'],
      egress: [{ action: 'Allow', destination: { nets: ['169.254.25.10/32'] } }],
    });
    expect(resolveRow('L21', [...TWO_NODES, told])).toEqual([
      'pods of prod → the DNS cache of their node udp 53: web → worker 169.254.25.10, web → worker 10.96.0.10',
      'pods of prod → the DNS cache of their node tcp 53: web → worker 169.254.25.10, web → worker 10.96.0.10',
    ]);
    expect(verdictsOf('L21', [...TWO_NODES, told, apart])).toEqual([
      'pods of prod → the DNS cache of their node udp 53: rule apart',
      expect.stringMatching(
        /^pods of prod → the DNS cache of their node, where it is closed today udp 53: blocked by apart/,
      ),
      'pods of prod → the DNS cache of their node tcp 53: rule apart',
      expect.stringMatching(
        /^pods of prod → the DNS cache of their node, where it is closed today tcp 53: blocked by apart/,
      ),
    ]);
  });

  it('is asked at 169.254.20.10 where nothing tells, and dials the cluster’s DNS and the resolvers', () => {
    const bare = { ...cacheWith([]), spec: { nodeName: 'worker', hostNetwork: true } };
    expect(resolveRow('L21', [...TWO_NODES, bare])[0]).toBe(
      'pods of prod → the DNS cache of their node udp 53: web → worker 169.254.20.10',
    );
    const objects = [...TWO_NODES, DNS, KUBE_DNS, cacheWith([])];
    expect(resolveRow('L21', objects)[2]).toBe(
      'pods of prod → the DNS cache of their node udp 53: web → worker 169.254.20.10, web → worker 10.96.0.10',
    );
    expect(resolveRow('L22', objects)).toEqual([
      'node-local-dns → cluster DNS udp 53 → 5353: worker 192.168.0.2 → dns by 10.96.0.10:53',
      'node-local-dns → resolvers, wherever they are udp 53: worker 192.168.0.2 → 203.0.113.77',
      'node-local-dns → cluster DNS tcp 53 → 5353: worker 192.168.0.2 → dns by 10.96.0.10:53',
      'node-local-dns → resolvers, wherever they are tcp 53: worker 192.168.0.2 → 203.0.113.77',
    ]);
  });

  it('is cut from pods by a defaultEndpointToHostAction of Drop', () => {
    const objects = TWO_NODES.filter(({ kind }) => kind !== 'FelixConfiguration');
    const drop = felix({ defaultEndpointToHostAction: 'Drop' });
    expect(verdictsOf('L21', [...objects, drop, cacheWith([])])[0]).toContain('blocked by ');
  });

  it('is not checked where there is none', () => {
    expect(resolveRow('L21', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no node-local-dns',
    ]);
    expect(resolveRow('L22', TWO_NODES, { complete: false })).toEqual([
      'not checked: no node-local-dns is in the snapshot; fetch it: kubectl get pods -n kube-system -o yaml',
    ]);
  });
});

describe('L23 and L24, resolvers', () => {
  const RESOLVERS = globalNetworkSet('resolvers', ['198.51.100.53/32'], { role: 'dns' });

  it('are somewhere: asked at one address of every piece that rules tell apart', () => {
    expect(resolveRow('L23', [...TWO_NODES, DNS])).toEqual([
      'cluster DNS → resolvers, wherever they are udp 53: dns → 203.0.113.77',
      'cluster DNS → resolvers, wherever they are tcp 53: dns → 203.0.113.77',
    ]);
    expect(resolveRow('L24', TWO_NODES)).toEqual([
      'every node → resolvers, wherever they are udp 53: cp 192.168.0.1 → 203.0.113.77',
      'every node → resolvers, wherever they are tcp 53: cp 192.168.0.1 → 203.0.113.77',
    ]);
  });

  it('are not checked where some addresses are open and some closed: nobody knows which they have', () => {
    const some = globalPolicy('some', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Egress'],
      egress: [{ action: 'Allow', destination: { selector: "role == 'dns'" } }],
    });
    const [words] = verdictsOf('L23', [...TWO_NODES, DNS, RESOLVERS, some]);
    expect(words).toContain(
      'absent: open towards 198.51.100.53 and closed towards 203.0.113.77, and the files do not tell where it is: add a row of your own that does',
    );
  });

  it('are reached from nodes by failsafe ports over UDP alone', () => {
    const mute = globalPolicy('mute', { selector: 'has(host)', order: 10, types: ['Egress'] });
    const [udp, tcp] = verdictsOf('L24', [...TWO_NODES, ...HOSTS, mute]);
    expect(udp).toContain('failsafe-only');
    expect(tcp).toContain('blocked by mute');
  });

  it('are not checked without somebody who asks them', () => {
    expect(resolveRow('L23', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no pod with label k8s-app=kube-dns',
    ]);
    expect(resolveRow('L24', [namespace('prod')])).toEqual([
      'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml',
    ]);
  });
});
