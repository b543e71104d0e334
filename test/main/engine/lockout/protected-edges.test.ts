import { describe, expect, it } from 'vitest';
import { stagedGlobalPolicy } from '../evaluate/manifests';
import { HOSTS } from './resolve-row';
import { DENY_HOSTS, run } from './small-rollout';

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
