import { describe, expect, it } from 'vitest';
import { composeVerdict } from '../../../../main/engine/lockout/rollback-path';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ProtectedVerdict } from '../../../../main/engine/model/protected-path';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import { WORLDS } from '../../../../main/engine/model/world';
import { felix, globalPolicy, stagedGlobalPolicy } from '../evaluate/manifests';
import { rehearse } from '../rehearse/rehearse-objects';
import { validatingWebhook } from './cluster-objects';
import { ADMIN, HOSTS, TWO_NODES, hostPod, wordOf } from './resolve-row';

const TYPHA = hostPod('calico-system/typha', 'worker', 'calico-typha', [5473]);

function rehearsed(objects: readonly JsonObject[], changes: readonly JsonObject[] = [], fields = {}): Rehearsal {
  return rehearse([...TWO_NODES, ...objects], changes, { adminCidrs: [ADMIN], ...fields });
}

function rollbackOf({ protectedPaths }: Rehearsal): readonly string[] {
  const [first] = protectedPaths;
  const all = WORLDS.map((world) => wordOf(first?.verdicts[world] ?? NOTHING));
  return new Set(all).size === 1 ? all.slice(0, 1) : all;
}

const NOTHING: ProtectedVerdict = { tag: 'absent', why: 'there is no path' };

describe('L42, whether the rollback can be written and takes effect', () => {
  it('is open where admins reach the API server, it reaches etcd, and Felix reaches Typha', () => {
    expect(rollbackOf(rehearsed([TYPHA]))).toEqual(['no-policy']);
  });

  it('is as good as the worst of its rows', () => {
    const lock = stagedGlobalPolicy('lock', { selector: 'has(host)', order: 10, types: ['Ingress'] });
    expect(rollbackOf(rehearsed([TYPHA, ...HOSTS], [lock]))[4]).toBe('failsafe-only');
    const bare = felix({ failsafeInboundHostPorts: [] }, 'node.worker');
    expect(rollbackOf(rehearsed([TYPHA, ...HOSTS, bare], [lock]))[4]).toBe(
      'blocked by L16 Typha from a node, every node → Typha: lock · end of tier default',
    );
  });

  it('is not checked where one of its rows is not, and does without a row that nobody needs', () => {
    expect(rollbackOf(rehearsed([], [], { cluster: { complete: false, dataplane: 'iptables' } }))[0]).toMatch(
      /^absent: L\d\d .*fetch it: kubectl get /,
    );
    expect(rollbackOf(rehearsed([]))).toEqual(['no-policy']);
    expect(rollbackOf(rehearsed([TYPHA], [], { adminCidrs: [] }))[0]).toMatch(
      /^absent: L05 .*no admin network is given/,
    );
  });

  it('is not checked where nothing of it is in the snapshot', () => {
    const composite = { rows: ['L05', 'L12'], stops: [] };
    expect(composeVerdict(composite, [], 'now')).toEqual({
      tag: 'absent',
      why: 'none of L05, L12 is in the snapshot',
    });
  });

  it('leaves out a webhook that may fail', () => {
    const client = { url: 'https://hooks.example.org/x' };
    const missing = { service: { namespace: 'prod', name: 'gone' } };
    expect(rollbackOf(rehearsed([TYPHA, validatingWebhook('strict', client, 'Fail')]))[0]).toMatch(/^absent: L12 /);
    expect(rollbackOf(rehearsed([TYPHA, validatingWebhook('lax', missing, 'Ignore')]))).toEqual(['no-policy']);
  });

  it('is blocked from the world on in which something stops Felix', () => {
    const entry = { failsafeInboundHostPorts: [{ protocol: 'SCTP', port: 22 }] };
    const today = rollbackOf(rehearsed([TYPHA, felix(entry, 'node.worker')]));
    expect(today[0]).toMatch(/^blocked by /);
    const icmp = {
      selector: 'has(host)',
      order: 1,
      ingress: [{ action: 'Allow', protocol: 'ICMP', icmp: { type: 8, code: 0 } }],
    };
    const nftables = { cluster: { complete: true, dataplane: 'nftables' } };
    const later = rollbackOf(rehearsed([TYPHA, ...HOSTS], [stagedGlobalPolicy('ping', icmp)], nftables));
    expect(later.map((word) => word.split(':')[0])).toEqual([
      'no-policy',
      'rule rules for L05, L12, L11, L13, L16',
      'rule rules for L05, L12, L11, L13, L16',
      'blocked by H19',
      'blocked by H19',
    ]);
    const setting = rollbackOf(rehearsed([TYPHA], [felix({ openstackRegion: 'Here' }, 'node.worker')]));
    expect(setting.map((word) => word.split(':')[0])).toEqual([
      'no-policy',
      'no-policy',
      'blocked by H21',
      'blocked by H21',
      'blocked by H21',
    ]);
    const now = rollbackOf(rehearsed([TYPHA, ...HOSTS, globalPolicy('ping', icmp)], [], nftables));
    expect(now[0]).toMatch(/^blocked by H19: /);
  });
});
