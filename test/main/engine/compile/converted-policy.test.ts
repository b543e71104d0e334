import { describe, expect, it } from 'vitest';
import { addPorts, expandRules } from '../../../../main/engine/compile/converted-policy';
import type { WrittenPort } from '../../../../main/engine/compile/simplify-ports';

type Ports = Map<string, readonly WrittenPort[] | null>;
const ANY: Ports = new Map([['', null]]);

describe('the rules that one rule of Kubernetes becomes', () => {
  it('are one per protocol, sorted, and peer', () => {
    const ports: Ports = new Map<string, readonly WrittenPort[] | null>([
      ['UDP', [53]],
      ['', ['http']],
      ['TCP', null],
    ]);
    const peers = [{ selector: 'a' }, { nets: ['10.0.0.0/8'] }];
    expect(expandRules('Allow', {}, ports, peers, 'ingress')).toEqual([
      { action: 'Allow', source: { selector: 'a' }, destination: { ports: ['http'] } },
      { action: 'Allow', source: { nets: ['10.0.0.0/8'] }, destination: { ports: ['http'] } },
      { action: 'Allow', protocol: 'TCP', source: { selector: 'a' } },
      { action: 'Allow', protocol: 'TCP', source: { nets: ['10.0.0.0/8'] } },
      { action: 'Allow', protocol: 'UDP', source: { selector: 'a' }, destination: { ports: [53] } },
      { action: 'Allow', protocol: 'UDP', source: { nets: ['10.0.0.0/8'] }, destination: { ports: [53] } },
    ]);
  });

  it('have peer and ports on one side for egress', () => {
    expect(expandRules('Deny', { metadata: {} }, new Map([['TCP', [80]]]), [{ selector: 'a' }], 'egress')).toEqual([
      { action: 'Deny', protocol: 'TCP', metadata: {}, destination: { selector: 'a', ports: [80] } },
    ]);
  });

  it('without criteria match everything', () => {
    expect(expandRules('Allow', {}, ANY, [{}], 'ingress')).toEqual([{ action: 'Allow' }]);
    expect(expandRules('Allow', {}, ANY, [{}], 'egress')).toEqual([{ action: 'Allow' }]);
  });

  it('are none without a peer', () => {
    expect(expandRules('Allow', {}, ANY, [], 'ingress')).toEqual([]);
  });
});

describe('ports by protocol', () => {
  it('add up, and all ports of a protocol swallow the others, before and after', () => {
    const ports: Ports = new Map();
    addPorts(ports, 'TCP', [80]);
    addPorts(ports, 'TCP', ['http', 443]);
    addPorts(ports, 'UDP', [53]);
    expect(ports).toEqual(
      new Map([
        ['TCP', [80, 'http', 443]],
        ['UDP', [53]],
      ]),
    );
    addPorts(ports, 'UDP', null);
    addPorts(ports, 'UDP', [54]);
    expect(ports.get('UDP')).toBe(null);
  });
});
