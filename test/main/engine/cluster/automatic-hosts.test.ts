import { describe, expect, it } from 'vitest';
import { withAutomaticHosts } from '../../../../main/engine/cluster/automatic-hosts';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { Resource } from '../../../../main/engine/model/resource';
import { node } from './felix-objects';
import { resourceOf, resourcesOf } from './resource-of';

const CREATED_BY = { 'projectcalico.org/created-by': 'calico-kube-controllers' };

function controllers(hostEndpoint: JsonObject, name = 'default'): JsonObject {
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'KubeControllersConfiguration',
    metadata: { name },
    spec: { controllers: { node: { hostEndpoint } } },
  };
}

function kubeControllers(value: string): JsonObject {
  const env = [{ name: 'AUTO_HOST_ENDPOINTS', value }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'kube-system', name: 'calico-kube-controllers' },
    spec: { template: { spec: { containers: [{ name: 'sidecar' }, { name: 'calico-kube-controllers', env }] } } },
  };
}

function host(name: string, onNode: string, labels: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'HostEndpoint',
    metadata: { name, labels },
    spec: { node: onNode, interfaceName: '*', expectedIPs: ['192.0.2.9'] },
  };
}

const AUTOMATIC = host('n1-auto-hep', 'n1', CREATED_BY);
const ENABLED = controllers({ autoCreate: 'Enabled' });
const DISABLED = controllers({ autoCreate: 'Disabled' });

const INTERFACES = [
  { name: 'eth0', addresses: ['10.0.0.1'] },
  { name: 'eth1', addresses: ['10.1.0.1', 'fd00::1', 'no address'] },
  { name: 'a-name-of-too-many-letters', addresses: ['10.2.0.1'] },
];

/** With addresses of every source. */
const RICH: JsonObject = {
  ...node(
    'n1',
    { zone: 'a' },
    {
      'projectcalico.org/labels': '{"rack":"r1","zone":"other"}',
      'projectcalico.org/IPv4Address': '10.0.0.1/24',
      'projectcalico.org/IPv6Address': 'fd00::1/64',
      'projectcalico.org/IPv4VXLANTunnelAddr': '10.244.0.1',
      'projectcalico.org/Interfaces': JSON.stringify(INTERFACES),
    },
  ),
  status: {
    addresses: [
      { type: 'ExternalIP', address: '203.0.113.1' },
      { type: 'InternalIP', address: '10.0.0.1' },
      { type: 'InternalIP', address: '10.9.0.1' },
    ],
  },
};

function hostsOf(resources: readonly Resource[]): readonly string[] {
  return resources.filter(({ kind }) => kind === 'HostEndpoint').map(({ name }) => name);
}

function made(complete: boolean, ...objects: readonly JsonObject[]): readonly string[] {
  return hostsOf(withAutomaticHosts(resourcesOf(...objects), complete));
}

/** The host endpoints after a change, in a snapshot that is complete. */
function madeBy(change: JsonObject, ...objects: readonly JsonObject[]): readonly string[] {
  return hostsOf(withAutomaticHosts([...resourcesOf(...objects), resourceOf(change, 'changes')], true));
}

describe('host endpoints that kube-controllers makes', () => {
  it.each<[string, boolean, readonly JsonObject[], readonly string[]]>([
    ['nothing is said', false, [node('n1')], []],
    ['they are off', false, [node('n1'), DISABLED], []],
    ['nothing is said of them', false, [node('n1'), controllers({})], []],
    [
      'only an object of another name says it',
      false,
      [node('n1'), controllers({ autoCreate: 'Enabled' }, 'other')],
      [],
    ],
    ['they are on', false, [node('n1'), node('n2'), ENABLED], ['n1-auto-hep', 'n2-auto-hep']],
    ['a node has its own already', false, [node('n1'), AUTOMATIC, node('n2'), ENABLED], ['n1-auto-hep', 'n2-auto-hep']],
    ['another object has the name', false, [node('n1'), host('n1-auto-hep', 'n2'), ENABLED], ['n1-auto-hep']],
    ['one written by hand is beside', false, [node('n1'), host('mine', 'n1'), ENABLED], ['mine', 'n1-auto-hep']],
    ['the snapshot is complete', true, [node('n1'), ENABLED], []],
    [
      'default ones are not wanted',
      false,
      [node('n1'), controllers({ autoCreate: 'Enabled', createDefaultHostEndpoint: 'Disabled' })],
      [],
    ],
    ['the environment has them on', false, [node('n1'), DISABLED, kubeControllers('ENABLED')], ['n1-auto-hep']],
    ['the environment has them off', false, [node('n1'), ENABLED, kubeControllers('disabled')], []],
    ['the environment has no word for it', false, [node('n1'), ENABLED, kubeControllers('yes')], ['n1-auto-hep']],
  ])('where %s', (_, complete, objects, names) => {
    expect(made(complete, ...objects)).toEqual(names);
  });

  it('come with a change that turns them on, and go with one that turns them off', () => {
    expect(madeBy(ENABLED, node('n1'), host('mine', 'n1'))).toEqual(['mine', 'n1-auto-hep']);
    expect(madeBy(DISABLED, node('n1'), AUTOMATIC, host('mine', 'n1'))).toEqual(['mine']);
    expect(madeBy(kubeControllers('disabled'), node('n1'), AUTOMATIC)).toEqual([]);
  });

  it('of a change that says the same again are those of the files, as far as they are still made', () => {
    const stale = host('n1-lan-auto-hep', 'n1', CREATED_BY);
    const resources = [...resourcesOf(node('n1'), AUTOMATIC, stale), resourceOf(ENABLED, 'changes')];
    const [only, ...more] = withAutomaticHosts(resources, true).filter(({ kind }) => kind === 'HostEndpoint');
    expect(more).toEqual([]);
    expect(only?.body['spec']).toMatchObject({ expectedIPs: ['192.0.2.9'] });
  });

  it('stay as the files hold them where an incomplete snapshot has them off', () => {
    expect(made(false, node('n1'), AUTOMATIC, DISABLED)).toEqual(['n1-auto-hep']);
  });

  it('have the labels of the node, its addresses and the profile that allows everything', () => {
    const resources = withAutomaticHosts(resourcesOf(RICH, ENABLED), false);
    const found = resources.find(({ kind }) => kind === 'HostEndpoint');
    expect(found?.labels).toEqual({ zone: 'a', rack: 'r1', ...CREATED_BY });
    expect(found?.body['spec']).toEqual({
      node: 'n1',
      interfaceName: '*',
      expectedIPs: ['10.0.0.1', 'fd00::1', '10.244.0.1', '10.9.0.1', '10.1.0.1', '10.2.0.1'],
      profiles: ['projectcalico-default-allow'],
    });
  });

  it('have no addresses where what the node says of its interfaces cannot be read', () => {
    const bad = node('n1', {}, { 'projectcalico.org/Interfaces': '{' });
    const found = withAutomaticHosts(resourcesOf(bad, ENABLED), false).at(-1);
    expect(found?.body['spec']).toMatchObject({ expectedIPs: [] });
  });
});

describe('a template of host endpoints', () => {
  function fromTemplate(template: JsonObject): readonly Resource[] {
    const asked = controllers({
      autoCreate: 'Enabled',
      createDefaultHostEndpoint: 'Disabled',
      templates: [{ generateName: 'lan', ...template }],
    });
    return withAutomaticHosts(resourcesOf(RICH, asked), false).filter(({ kind }) => kind === 'HostEndpoint');
  }

  it('makes one for the addresses in its nets', () => {
    const [one, ...more] = fromTemplate({
      interfaceCIDRs: ['10.1.0.0/16', '10.9.0.0/16', 'no net'],
      labels: { zone: 'z' },
    });
    expect(more).toEqual([]);
    expect(one?.name).toBe('n1-lan-auto-hep');
    expect(one?.labels).toEqual({ zone: 'z', rack: 'r1', ...CREATED_BY });
    expect(one?.body['spec']).toEqual({
      node: 'n1',
      expectedIPs: ['10.9.0.1', '10.1.0.1'],
      profiles: ['projectcalico-default-allow'],
    });
  });

  it('makes one for every interface that its pattern finds', () => {
    const hosts = fromTemplate({ interfacePattern: 'eth', interfaceCIDRs: ['10.9.0.0/16'] });
    expect(hosts.map(({ name }) => name)).toEqual(['n1-lan-eth0-auto-hep', 'n1-lan-eth1-auto-hep']);
    expect(hosts.map(({ body }) => body['spec'])).toMatchObject([
      { interfaceName: 'eth0', expectedIPs: ['10.9.0.1', '10.0.0.1'] },
      { interfaceName: 'eth1', expectedIPs: ['10.9.0.1', '10.1.0.1', 'fd00::1'] },
    ]);
  });

  it.each<[string, JsonObject, number]>([
    ['its nodeSelector selects the node', { interfacePattern: 'eth0', nodeSelector: "zone == 'a'" }, 1],
    [
      'its nodeSelector selects the node by what only Calico knows',
      { interfacePattern: 'eth0', nodeSelector: 'has(rack)' },
      1,
    ],
    ['its nodeSelector selects another node', { interfacePattern: 'eth0', nodeSelector: "zone == 'b'" }, 0],
    ['its nodeSelector does not parse', { interfacePattern: 'eth0', nodeSelector: 'zone ==' }, 0],
    ['no address of the node is in its nets', { interfaceCIDRs: ['172.16.0.0/12'] }, 0],
    ['it has neither nets nor a pattern', {}, 0],
    ['no interface has such a name', { interfacePattern: '^bond' }, 0],
    ['its pattern finds the end of a name', { interfacePattern: '^eth1$' }, 1],
    ['its pattern is none', { interfacePattern: '[' }, 0],
    ['its pattern could take for ever', { interfacePattern: '(e+t*)+h' }, 0],
    ['its pattern is too long', { interfacePattern: `eth|${'x'.repeat(100)}` }, 0],
  ])('where %s', (_, template, count) => {
    expect(fromTemplate(template)).toHaveLength(count);
  });

  it('counts for nothing where the environment says it', () => {
    const asked = controllers({ autoCreate: 'Enabled', templates: [{ generateName: 'lan', interfacePattern: 'eth' }] });
    expect(made(false, RICH, asked)).toEqual(['n1-auto-hep', 'n1-lan-eth0-auto-hep', 'n1-lan-eth1-auto-hep']);
    expect(made(false, RICH, asked, kubeControllers('enabled'))).toEqual(['n1-auto-hep']);
  });
});
