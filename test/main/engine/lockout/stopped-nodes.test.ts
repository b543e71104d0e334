import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { calicoNode } from '../cluster/felix-objects';
import { felix } from '../evaluate/manifests';
import { SSH, run, words } from './small-rollout';

const SSH_OF_CP = SSH.replace('worker', 'cp');

/** What SSH to the worker comes to. */
function worker(objects: readonly JsonObject[], changes: readonly JsonObject[] = []): readonly string[] {
  return words(run(objects, changes), SSH);
}

describe('a path to a node where Felix is stopped', () => {
  it('is blocked by the setting, on the nodes that read it alone', () => {
    const stopped = run([felix({ metadataAddr: 'fd00::1' }, 'node.worker')]);
    const [path] = stopped.protectedPaths.filter(({ id }) => id === SSH);
    expect(path?.verdicts.now).toEqual({
      tag: 'blocked',
      by: 'Felix on worker is stopped by a setting (FelixConfiguration node.worker): metadataAddr "fd00::1" is neither a host name nor an IPv4 address',
      position: { file: 'snapshot/objects.yaml', line: 17, column: 108 },
    });
    expect(words(stopped, SSH_OF_CP)).toEqual(['no-policy']);
  });

  it('is blocked from the world on in which the change set brings the setting', () => {
    const by =
      'blocked by Felix on worker is stopped by a setting (FelixConfiguration node.worker): openstackRegion "Here" is no DNS label of at most 46 characters';
    expect(worker([], [felix({ openstackRegion: 'Here' }, 'node.worker')])).toEqual([
      'no-policy',
      'no-policy',
      by,
      by,
      by,
    ]);
  });

  it('is blocked by the environment, and by a configuration that may select the node', () => {
    expect(worker([calicoNode([{ name: 'FELIX_CHAININSERTMODE', value: 'x' }])])).toEqual([
      'blocked by Felix on worker is stopped by a setting (environment of calico-node): chainInsertMode "x" is none of insert, append',
    ]);
    const edge = (nodeSelector: string) => felix({ nodeSelector, chainInsertMode: 'x' }, 'edge');
    expect(worker([edge('all()')])).toEqual([
      'blocked by Felix on worker is stopped by a setting (FelixConfiguration edge): chainInsertMode "x" is none of insert, append',
    ]);
    expect(worker([edge("role == 'gone'")])).toEqual(['no-policy']);
  });

  it('is blocked by a net of a failsafe entry in the configuration of another node, which every Felix converts', () => {
    const office = { failsafeInboundHostPorts: [{ protocol: 'TCP', port: 22, net: 'office' }] };
    expect(worker([felix(office, 'node.cp')])).toEqual([
      'blocked by Felix on worker is stopped by a setting (FelixConfiguration node.cp): net "office" cannot be read',
    ]);
    expect(worker([felix({ ...office, nodeSelector: 'a ==' }, 'edge')])).toEqual(['no-policy']);
  });

  it('is blocked by a mark mask that is too small, where it is told that this mask counts', () => {
    const mask = felix({ iptablesMarkMask: 3 }, 'node.worker');
    expect(worker([mask])).toEqual([
      'blocked by Felix on worker is stopped by a setting (FelixConfiguration node.worker): iptablesMarkMask 3 leaves Felix 2 bits of the packet mark, and it needs 5',
    ]);
    const untold = run([mask], [], { cluster: { complete: true } });
    expect(words(untold, SSH)).toEqual(['no-policy']);
  });

  it('is as policies say where Felix can read every setting', () => {
    expect(worker([felix({ metadataAddr: 'none', iptablesMarkMask: 0xff_00 }, 'node.worker')])).toEqual(['no-policy']);
  });
});
