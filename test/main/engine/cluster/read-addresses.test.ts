import { describe, expect, it } from 'vitest';
import { parseAddresses, readPodAddresses } from '../../../../main/engine/cluster/read-addresses';
import type { JsonObject } from '../../../../main/engine/model/json';
import { formatAddress } from '../../../../main/engine/net/address';
import { resourceOf } from './resource-of';

const PLURAL = 'cni.projectcalico.org/podIPs';
const SINGULAR = 'cni.projectcalico.org/podIP';
const AWS = 'vpc.amazonaws.com/pod-ips';

function addressesOf(status: JsonObject, annotations: JsonObject = {}): readonly string[] {
  const pod = resourceOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', annotations }, status });
  return readPodAddresses(pod).map(formatAddress);
}

describe('the addresses of a pod', () => {
  it('status.podIPs comes before everything else', () => {
    const annotations = { [PLURAL]: '10.0.0.3', [SINGULAR]: '10.0.0.3', [AWS]: '10.0.0.4' };
    expect(addressesOf({ podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], podIP: '10.0.0.2' }, annotations)).toEqual([
      '10.0.0.1',
      'fd00::1',
    ]);
  });

  it('then status.podIP', () => {
    expect(addressesOf({ podIPs: [], podIP: '10.0.0.2' }, { [SINGULAR]: '10.0.0.3' })).toEqual(['10.0.0.2']);
  });

  it('then the annotations of Calico, all addresses where the plural one is there', () => {
    expect(addressesOf({}, { [SINGULAR]: '10.0.0.3/32', [AWS]: '10.0.0.4' })).toEqual(['10.0.0.3']);
    expect(addressesOf({}, { [SINGULAR]: '10.0.0.3', [PLURAL]: '10.0.0.3/32,fd00::3/128' })).toEqual([
      '10.0.0.3',
      'fd00::3',
    ]);
  });

  it("then the annotation of Amazon's CNI", () => {
    expect(addressesOf({ podIP: '' }, { [SINGULAR]: '', [AWS]: '10.0.0.4,10.0.0.5' })).toEqual([
      '10.0.0.4',
      '10.0.0.5',
    ]);
  });

  it('the plural annotation alone is not enough', () => {
    expect(addressesOf({}, { [PLURAL]: '10.0.0.3' })).toEqual([]);
  });

  it('a pod without any has none', () => {
    expect(addressesOf({})).toEqual([]);
    expect(readPodAddresses(resourceOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }))).toEqual([]);
  });

  it('one address that cannot be read loses all of them', () => {
    expect(addressesOf({ podIPs: [{ ip: '10.0.0.1' }, { ip: 'soon' }] })).toEqual([]);
    expect(addressesOf({ podIPs: [{ ip: '10.0.0.1' }, {}] })).toEqual([]);
    expect(addressesOf({ podIP: '10.0.0.256' })).toEqual([]);
    expect(addressesOf({}, { [SINGULAR]: '10.0.0.3', [PLURAL]: '10.0.0.3, fd00::3' })).toEqual([]);
  });
});

describe('lists of addresses', () => {
  it('a prefix counts when it is one address, in either family', () => {
    const texts = [' 10.0.0.1', '10.0.0.2/32', '10.0.0.0/31', 'fd00::1/128', 'fd00::/127', 'fd00::/32', '', 'x'];
    expect(parseAddresses(texts).map(formatAddress)).toEqual(['10.0.0.2', 'fd00::1']);
  });
});
