import { describe, expect, it } from 'vitest';
import { clusterNode, controlPlane, globalPolicy, namespace } from '../../evaluate/manifests';
import { HOSTS, TWO_NODES, resolveRow, seenOf, verdictsOf } from '../resolve-row';

const NO_NODE = ['not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml'];
const BOTH_FAMILIES = [controlPlane('cp', '192.168.0.1 fd00::1'), clusterNode('worker', 'fd00::2')];

describe('L25, DHCP', () => {
  it('is asked in the families that nodes have, out to the server and back in', () => {
    expect(resolveRow('L25', TWO_NODES)).toEqual([
      'every node → DHCP servers, wherever they are udp 67: cp 192.168.0.1 → 203.0.113.77',
      'DHCP servers, wherever they are → every node udp 68: 203.0.113.77 → cp 192.168.0.1',
    ]);
    expect(seenOf('L25', BOTH_FAMILIES)).toEqual([
      '192.168.0.1 → 203.0.113.77:67',
      '203.0.113.77 → 192.168.0.1:68',
      'fd00::1 → [2001:db8::77]:547',
      '2001:db8::77 → [fd00::1]:546',
    ]);
    expect(resolveRow('L25', [namespace('prod')])).toEqual(NO_NODE);
  });

  it('hangs on failsafe ports where a deny reaches the nodes', () => {
    const lock = globalPolicy('lock', { selector: 'has(host)', order: 10, types: ['Ingress', 'Egress'] });
    expect(verdictsOf('L25', [...TWO_NODES, ...HOSTS, lock])).toEqual([
      expect.stringMatching(/ udp 67: failsafe-only \|/),
      expect.stringMatching(/ udp 68: failsafe-only \|/),
    ]);
  });
});

describe('L26 and L29, time servers and registries', () => {
  const lock = globalPolicy('lock', { selector: 'has(host)', order: 10, types: ['Egress'] });

  it('are somewhere outside', () => {
    expect(resolveRow('L26', TWO_NODES)).toEqual([
      'every node → time servers, wherever they are udp 123: cp 192.168.0.1 → 203.0.113.77',
    ]);
    expect(resolveRow('L29', TWO_NODES)).toEqual([
      'every node → registries, wherever they are tcp 443: cp 192.168.0.1 → 203.0.113.77',
    ]);
  });

  it.each(['L26', 'L29'])('%s is closed by a deny of what leaves nodes, and not checked without nodes', (row) => {
    expect(verdictsOf(row, [...TWO_NODES, ...HOSTS, lock])[0]).toContain('blocked by lock · end of tier default');
    expect(resolveRow(row, [namespace('prod')])).toEqual(NO_NODE);
  });
});

describe('L40, ICMP', () => {
  it('is the ping of admins and of other nodes, and in IPv6 what nodes find each other by', () => {
    expect(resolveRow('L40', TWO_NODES)).toEqual([
      '10.9.0.0/24 → every node icmp: 10.9.0.0 → cp 192.168.0.1',
      'every node → every node icmp: cp 192.168.0.1 → worker 192.168.0.2',
    ]);
    expect(resolveRow('L40', BOTH_FAMILIES)).toEqual([
      '10.9.0.0/24 → every node icmp: 10.9.0.0 → cp 192.168.0.1',
      ...[128, 135, 136].map(
        (type) => `every node → every node icmp6 ${type}: cp fd00::1 → worker fd00::2, worker fd00::2 → cp fd00::1`,
      ),
    ]);
  });

  it('loses neighbour discovery to a host deny that has no rule for it', () => {
    const ping = globalPolicy('ping', {
      selector: 'has(host)',
      order: 10,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'ICMPv6', icmp: { type: 128 } }],
    });
    const [, echo, solicitation] = verdictsOf('L40', [...BOTH_FAMILIES, ...HOSTS, ping]);
    expect(echo).toBe('every node → every node icmp6 128: rule ping');
    expect(solicitation).toContain('every node → every node icmp6 135: blocked by ping · end of tier default');
  });

  it('is not checked without nodes, nor where one node is alone and nobody else is named', () => {
    expect(resolveRow('L40', [namespace('prod')])).toEqual(NO_NODE);
    expect(resolveRow('L40', [controlPlane('cp', '192.168.0.1')], { adminCidrs: [] })).toEqual([
      'not checked: there is but one node, and no admin network is given',
    ]);
  });
});
