import { describe, expect, it } from 'vitest';
import { felix, globalPolicy, hostEndpoint } from '../../evaluate/manifests';
import { CLUSTER, found, stateOf } from './checks-of';
import { ALLOW_BOTH, HOST, LOCK } from './policies';

const ADMIN = { adminCidrs: ['10.9.0.0/24'] };
const NO_FAILSAFE = felix({ failsafeInboundHostPorts: [], failsafeOutboundHostPorts: [] });
const WIDE = globalPolicy('wide', { order: 1, types: ['Ingress'] });

describe('removing the net', () => {
  it('is red where the end of the rollout breaks a protected path that is open today', () => {
    const id = 'remove-net.protected-paths';
    expect(found(id, CLUSTER, [LOCK], ADMIN)).toEqual({
      state: 'amber',
      detail: 'Of 13 protected paths in world final, 1 is open and must be closed, today too; the others hold.',
      evidence: [
        'L02 SSH from outside the admin networks, 10.9.1.0, just outside 10.9.0.0/24 → node1, tcp 22: open, no policy decides, in world final',
      ],
    });
    expect(found(id, [...CLUSTER, HOST, NO_FAILSAFE], [WIDE], ADMIN)).toMatchObject({
      state: 'red',
      evidence: [
        'L01 SSH from an admin network to a node, 10.9.0.0/24 → node1, tcp 22: blocked by wide · end of tier default, in world final',
        'L15 A node to itself, node1 → kubelet on its loopback, tcp 10248: blocked by wide · end of tier default, in world final',
        'L15 A node to itself, node1 → Felix on its loopback, tcp 9099: blocked by wide · end of tier default, in world final',
      ],
    });
  });

  it('is only amber where a path is broken today already', () => {
    const bare = hostEndpoint('node1-bare', { node: 'node1', interfaceName: '*', expectedIPs: ['192.168.0.1'] });
    expect(found('remove-net.protected-paths', [...CLUSTER, bare, NO_FAILSAFE], [LOCK], ADMIN)).toMatchObject({
      state: 'amber',
      detail:
        'Of 13 protected paths in world final, 11 are not as they must be, and are not today: the rollout does not change that.',
    });
  });

  it('warns of what failsafe ports alone keep open', () => {
    const id = 'remove-net.failsafe';
    expect(found(id, CLUSTER, [LOCK], ADMIN)).toEqual({
      state: 'green',
      detail: 'Each that is open is open by a rule, or no policy decides.',
      evidence: [],
    });
    expect(found(id, [...CLUSTER, HOST], [WIDE], ADMIN)).toMatchObject({
      state: 'amber',
      evidence: [
        'L01 SSH from an admin network to a node, 10.9.0.0/24 → node1, tcp 22: open by failsafe ports alone',
        'L02 SSH from outside the admin networks, 10.9.1.0, just outside 10.9.0.0/24 → node1, tcp 22: open by failsafe ports alone',
        'L25 DHCP of a node, DHCP servers, wherever they are → node1, udp 68: open by failsafe ports alone',
      ],
    });
  });

  it('is the real cut-over, in numbers', () => {
    const id = 'remove-net.changes';
    expect(found(id, CLUSTER)).toEqual({ state: 'green', detail: '0 of 10 verdicts change.', evidence: [] });
    expect(found(id, CLUSTER, [LOCK])).toMatchObject({
      state: 'amber',
      detail:
        'This is the real cut-over: of 10 verdicts 2 become deny, 0 allow, 0 undecided, all at once. Open connections live on; new ones do not.',
    });
    expect(stateOf(id, [])).toBe('grey');
  });

  it('tells which host endpoint the net alone holds open', () => {
    const id = 'remove-net.bare-hosts';
    const bare = hostEndpoint('node1-bare', { node: 'node1', interfaceName: '*', expectedIPs: ['192.168.0.1'] });
    expect(found(id, CLUSTER)).toMatchObject({ state: 'green', detail: 'There are no host endpoints.' });
    expect(found(id, [...CLUSTER, HOST])).toMatchObject({ state: 'green', detail: 'Each has a profile.' });
    expect(found(id, [...CLUSTER, bare])).toMatchObject({
      state: 'amber',
      evidence: [
        'host endpoint node1-bare of node node1 has no profile',
        'HostEndpoint node1-bare: no profiles, and no policy selects it',
      ],
    });
    const forPods = globalPolicy('zzz-final-allow-everything', {
      selector: 'has(app)',
      order: 100_000,
      ...ALLOW_BOTH,
    });
    expect(found(id, [...CLUSTER, bare, forPods])).toMatchObject({
      state: 'amber',
      evidence: ['HostEndpoint node1-bare: no profiles, and no policy selects it'],
    });
  });
});
