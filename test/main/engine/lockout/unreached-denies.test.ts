import { describe, expect, it } from 'vitest';
import { unreachedDenies } from '../../../../main/engine/lockout/unreached-denies';
import type { JsonObject } from '../../../../main/engine/model/json';
import { felix, globalPolicy } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { HOSTS, TWO_NODES } from './resolve-row';

/** What the findings prove, one line each. */
function proved(...objects: readonly JsonObject[]): readonly string[] {
  return unreachedDenies(rolloutOn([...TWO_NODES, ...objects], []), () => null).flatMap(({ evidence }) =>
    evidence.map((line) => (line.tag === 'field' ? line.text : line.tag)),
  );
}

function closed(direction: 'ingress' | 'egress', rule: JsonObject): JsonObject {
  const types = [direction === 'ingress' ? 'Ingress' : 'Egress'];
  const rules = [{ action: 'Deny', protocol: 'TCP', ...rule }, { action: 'Allow' }];
  return globalPolicy('closed', { selector: 'has(host)', order: 10, types, [direction]: rules });
}

const [cpHost, workerHost] = HOSTS;

describe('a Deny that failsafe ports come before', () => {
  it('may be about what leaves a node, to anybody or to a net', () => {
    const text =
      'GlobalNetworkPolicy closed denies tcp 6443 (egress rule 1), and a failsafe port lets it through first';
    expect(proved(...HOSTS, closed('egress', { destination: { ports: [6443] } }))).toEqual([text]);
    const toNet = closed('egress', { destination: { ports: [6443], nets: ['198.51.100.0/24'] } });
    expect(proved(...HOSTS, toNet)).toEqual([text]);
    expect(proved(...HOSTS, closed('egress', { destination: { ports: [22] } }))).toEqual([]);
  });

  it('is found where the entry is for a net that the rule is about', () => {
    const entry = { protocol: 'TCP', port: 22, net: '198.51.100.0/24' };
    const limited = felix({ failsafeInboundHostPorts: [entry] }, 'node.worker');
    const rule = closed('ingress', { source: { nets: ['198.51.100.0/25'] }, destination: { ports: [22] } });
    expect(proved(limited, workerHost ?? {}, rule)).toEqual([
      'GlobalNetworkPolicy closed denies tcp 22 (ingress rule 1), and a failsafe port lets it through first',
    ]);
    const elsewhere = closed('ingress', { source: { nets: ['192.0.2.0/24'] }, destination: { ports: [22] } });
    expect(proved(limited, workerHost ?? {}, elsewhere)).toEqual([]);
  });

  it('is asked at nodes that have a host endpoint, and at no others', () => {
    const rule = closed('ingress', { destination: { ports: [22] } });
    expect(proved(cpHost ?? {}, rule)).toHaveLength(1);
    expect(proved(rule)).toEqual([]);
  });

  it('is none where an earlier rule allows the port', () => {
    const allow = globalPolicy('allow', { selector: 'has(host)', order: 5, ingress: [{ action: 'Allow' }] });
    expect(proved(...HOSTS, allow, closed('ingress', { destination: { ports: [22] } }))).toEqual([]);
  });
});
