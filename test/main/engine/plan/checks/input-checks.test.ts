import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../../../main/engine/load/load-files';
import type { MachineCheck } from '../../../../../main/engine/model/plan';
import type { Role } from '../../../../../main/engine/model/source';
import { checkChangesRead, checkSnapshotRead } from '../../../../../main/engine/plan/checks/input-checks';
import { globalPolicy, stagedPolicy } from '../../evaluate/manifests';
import { CLUSTER, found, stateOf } from './checks-of';
import { LOCK } from './policies';

const POLICY = JSON.stringify(LOCK);

/** YAML takes `!has(…)` for a tag. */
const UNQUOTED = 'apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nspec: {selector: !has(x)}\n';

/** What a check says of documents that stand in one file. */
function read(role: Role, ...documents: readonly string[]): Pick<MachineCheck, 'state' | 'detail' | 'evidence'> {
  const loaded = loadFiles([{ role, path: 'a.yaml', text: documents.join('\n---\n') }], []);
  const facts = { ...loaded, rollout: { changes: [], changesFromSnapshot: false } };
  const { state, detail, evidence } = (role === 'snapshot' ? checkSnapshotRead : checkChangesRead)(facts);
  return { state, detail, evidence };
}

const at = (role: Role, line: number, column: number) => ({ file: `${role}/a.yaml`, line, column });

describe('a file that is not read as a whole', () => {
  it('stops the rollout where it is of the change set: its policy is in no file of the plan', () => {
    expect(read('changes', POLICY)).toEqual({
      state: 'green',
      detail: 'Every document of it is in the files of this plan.',
      evidence: [],
    });
    expect(read('changes', POLICY, UNQUOTED)).toEqual({
      state: 'red',
      detail:
        '1 place of it cannot be read, or Calico refuses or ignores what stands there: such a document is in no file of this plan, or does nothing once applied.',
      evidence: [
        {
          text: 'LOAD01: This is not valid YAML: unknown scalar tag !<!has(x)>. Put a value that begins with ! in quotes.',
          position: at('changes', 5, 18),
        },
      ],
    });
  });

  it('is to be acknowledged where it is of the snapshot: it may decide in the cluster', () => {
    expect(read('snapshot', POLICY).state).toBe('green');
    expect(read('snapshot', POLICY, UNQUOTED)).toMatchObject({
      state: 'amber',
      detail:
        '1 place of it was not read, or not as written: what stands there may decide in the cluster, and does not here.',
    });
  });

  it('tells documents of kinds that are not read: the plan does not apply them', () => {
    expect(read('changes', POLICY, '{"apiVersion":"cilium.io/v2","kind":"CiliumNetworkPolicy"}')).toEqual({
      state: 'amber',
      detail: '1 document of it is in no file of this plan.',
      evidence: [{ text: 'cilium.io/v2 CiliumNetworkPolicy is not read', position: at('changes', 3, 1) }],
    });
    const typing = POLICY.replace('"order"', '"ordre"');
    expect(read('changes', typing)).toMatchObject({ state: 'amber', detail: '1 place is not read as written.' });
  });

  it('is not all of a cluster, where nobody says so', () => {
    expect(found('net.snapshot-complete', CLUSTER)).toEqual({
      state: 'green',
      detail: 'It is said to be complete: what is not in it does not exist.',
      evidence: [],
    });
    expect(found('net.snapshot-complete', CLUSTER, [], { cluster: { complete: false } })).toEqual({
      state: 'grey',
      detail:
        'Nobody said so: a policy, tier or host endpoint that is in no file may decide otherwise in the cluster, and everything that is proved here is proved of the files. It holds none of these: GlobalNetworkPolicy, NetworkPolicy of Calico, NetworkPolicy of Kubernetes, HostEndpoint, GlobalNetworkSet, NetworkSet, FelixConfiguration. Take a snapshot with the commands of rehearse capture, and say "cluster": {"complete": true} in the workspace file.',
      evidence: [],
    });
  });

  it('is one that Calico ignores, too: what it is to do will not be done', () => {
    const portless = globalPolicy('portless', {
      order: 1,
      ingress: [{ action: 'Deny', destination: { ports: [80] } }],
    });
    expect(found('stage.change-set-read', CLUSTER, [portless])).toMatchObject({
      state: 'red',
      evidence: [
        'POL01: GlobalNetworkPolicy portless: numeric ports need protocol TCP, UDP or SCTP. Felix ignores the whole policy: it is as if it were not there. Correct the field; `calicoctl validate` refuses it.',
      ],
    });
    expect(stateOf('net.snapshot-read', [...CLUSTER, portless])).toBe('green');
    const staged = stagedPolicy('prod/portless', {
      order: 1,
      ingress: [{ action: 'Deny', destination: { ports: [80] } }],
    });
    expect(found('stage.change-set-read', [...CLUSTER, staged])).toMatchObject({
      state: 'red',
      evidence: ['StagedNetworkPolicy prod/portless: Calico ignores it'],
    });
  });
});
