import { describe, expect, it } from 'vitest';
import { createNodeClasses } from '../../../../main/engine/lockout/node-classes';
import type { JsonObject } from '../../../../main/engine/model/json';
import { parseAddresses } from '../../../../main/engine/net/address';
import { clusterNode, felix, hostEndpoint, pool, profile } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';

const NODES: readonly JsonObject[] = [clusterNode('a', '192.168.0.1'), clusterNode('b', '192.168.0.2')];

function areAlike(...objects: readonly JsonObject[]): boolean {
  const classes = createNodeClasses(rolloutOn([...NODES, ...objects], []));
  return classes.ofNode('a') === classes.ofNode('b');
}

/** Whether the addresses of the nodes are the same to all rules. */
function haveAlikeAddresses(...objects: readonly JsonObject[]): boolean {
  const classes = createNodeClasses(rolloutOn([...NODES, ...objects], []));
  return (
    new Set(parseAddresses(['192.168.0.1', '192.168.0.2']).map((address) => classes.ofAddress(address))).size === 1
  );
}

describe('nodes', () => {
  const inSubnet = (name: string, address: string) =>
    clusterNode(name, address, { 'projectcalico.org/IPv4Address': `${address}/31` });

  it.each<[string, boolean, readonly JsonObject[]]>([
    ['with nothing but their names', true, []],
    ['of which one has a host endpoint', false, [hostEndpoint('a', { node: 'a', interfaceName: '*' })]],
    ['of which one has failsafe ports of its own', false, [felix({ failsafeInboundHostPorts: [] }, 'node.a')]],
    ['of two subnets', true, [inSubnet('a', '192.168.0.1'), inSubnet('b', '192.168.0.2')]],
    [
      'of two subnets, where pools encapsulate between subnets alone',
      false,
      [inSubnet('a', '192.168.0.1'), inSubnet('b', '192.168.0.2'), pool('10.0.0.0/16', { vxlanMode: 'CrossSubnet' })],
    ],
  ])('%s are alike: %s', (_, alike, objects) => {
    expect(areAlike(...objects)).toBe(alike);
  });

  it('are told apart by the rules of profiles, too, but not by those of a profile that Felix does not read', () => {
    const about = (net: string) => profile('some', { ingress: [{ action: 'Allow', source: { nets: [net] } }] });
    expect(haveAlikeAddresses()).toBe(true);
    expect(haveAlikeAddresses(about('192.168.0.1/32'))).toBe(false);
    expect(haveAlikeAddresses(about('192.168.0.1/33'))).toBe(true);
  });
});
