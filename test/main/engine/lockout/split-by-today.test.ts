import { describe, expect, it } from 'vitest';
import { felix, globalPolicy, pod, stagedGlobalPolicy } from '../evaluate/manifests';
import { HOSTS } from './resolve-row';
import { run, words } from './small-rollout';

const MUTE = globalPolicy('mute', { selector: "stage == 'mute'", order: 10, types: ['Egress'] });
const MUTED = pod('prod/muted', '10.0.0.2', { node: 'worker', labels: { stage: 'mute' } });
const DNS = 'L20 pods of prod → cluster DNS udp 53';
const CLOSED = `${DNS}, where it is closed today`;

describe('a path that is open for some today and closed for others', () => {
  it('is two, so that what is closed already does not hide what the rollout closes', () => {
    const quiet = stagedGlobalPolicy('quiet', { selector: "app == 'web'", order: 20, types: ['Egress'] });
    const rehearsal = run([MUTE, MUTED], [quiet]);
    expect(words(rehearsal, DNS)[4]).toBe('blocked by quiet · end of tier default');
    expect(words(rehearsal, CLOSED)[4]).toBe('blocked by mute · end of tier default');
    const told = rehearsal.findings
      .filter(({ code }) => code === 'L20')
      .map(({ severity, title }) => `${severity} ${title}`);
    expect(told.filter((title) => title.includes('udp 53'))).toEqual([
      expect.stringMatching(/^blocks DNS from pods \(udp 53\) is open now and closed after the rollout/),
      expect.stringMatching(/^warns DNS from pods \(udp 53\) is closed already/),
    ]);
  });

  it('stays one where all are alike today', () => {
    expect(words(run([MUTED]), CLOSED)).toEqual([]);
    expect(words(run([]), DNS)).toHaveLength(5);
  });

  it('is two by the end that is known where the other is somewhere', () => {
    const lock = globalPolicy('lock', { selector: "host == 'worker'", order: 10, types: ['Egress'] });
    const bare = felix({ failsafeOutboundHostPorts: [] }, 'node.worker');
    const rehearsal = run([...HOSTS, lock, bare]);
    const path = 'L26 every node → time servers, wherever they are udp 123';
    expect(words(rehearsal, path)[0]).toBe('no-policy');
    expect(words(rehearsal, `${path}, where it is closed today`)[0]).toBe('blocked by lock · end of tier default');
  });
});
