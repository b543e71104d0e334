import { describe, expect, it } from 'vitest';
import { clusterProfile } from '../../../../main/engine/cluster/cluster-profile';
import type { JsonObject } from '../../../../main/engine/model/json';
import { resourcesOf } from './resource-of';

function clusterInformation(spec: JsonObject): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'ClusterInformation', metadata: { name: 'default' }, spec };
}

function tier(name: string): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name } };
}

const felix: JsonObject = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'FelixConfiguration',
  metadata: { name: 'default' },
  spec: { nftablesMode: 'Enabled' },
};

describe('what is known of the cluster', () => {
  it('a snapshot that says nothing is of no version, names policies plainly and is incomplete', () => {
    expect(clusterProfile([], undefined)).toEqual({
      version: '',
      naming: 'plain',
      dataplane: 'unknown',
      complete: false,
      hostForwardPolicy: 'unknown',
      hostInputPolicy: 'unknown',
    });
  });

  it('the version stands in ClusterInformation and the dataplane in the FelixConfiguration', () => {
    const resources = resourcesOf(clusterInformation({ calicoVersion: 'v3.34.0' }), felix);
    expect(clusterProfile(resources, {})).toEqual({
      version: 'v3.34.0',
      naming: 'plain',
      dataplane: 'nftables',
      complete: false,
      hostForwardPolicy: 'unknown',
      hostInputPolicy: 'unknown',
    });
  });

  it('what the user says wins over the snapshot', () => {
    const resources = resourcesOf(clusterInformation({ calicoVersion: 'v3.34.0' }), felix);
    expect(clusterProfile(resources, { version: 'v3.31', dataplane: 'ebpf', complete: true })).toEqual({
      version: 'v3.31',
      naming: 'tier-prefixed',
      dataplane: 'ebpf',
      complete: true,
      hostForwardPolicy: 'unknown',
      hostInputPolicy: 'unknown',
    });
  });
});

describe('the version', () => {
  const versionOf = (...objects: readonly JsonObject[]) => clusterProfile(resourcesOf(...objects), undefined).version;

  it('a ClusterInformation without a version, or with an empty one, leaves the tiers to tell', () => {
    expect(versionOf(clusterInformation({}), tier('kube-admin'))).toBe('v3.32');
    expect(versionOf(clusterInformation({ calicoVersion: '' }), tier('kube-admin'))).toBe('v3.32');
    expect(versionOf({ ...clusterInformation({}), spec: null })).toBe('');
  });

  it('each built-in tier gives the version away that brought it, the newest winning', () => {
    expect(versionOf(tier('adminnetworkpolicy'))).toBe('v3.29');
    expect(versionOf(tier('adminnetworkpolicy'), tier('baselineadminnetworkpolicy'))).toBe('v3.31');
    expect(versionOf(tier('adminnetworkpolicy'), tier('baselineadminnetworkpolicy'), tier('kube-admin'))).toBe('v3.32');
  });

  it('tiers that users make say nothing', () => {
    expect(versionOf(tier('default'), tier('security'))).toBe('');
  });
});

describe('how policies are named', () => {
  const namingOf = (version: string) => clusterProfile([], { version }).naming;

  it.each(['v3.31', 'v3.31.4', '3.9', 'v3.29', 'v2.6', 'v2.99'])('%s names them with their tier', (version) => {
    expect(namingOf(version)).toBe('tier-prefixed');
  });

  it.each(['v3.32', 'v3.32.0', '3.33', 'v3.100', 'v4.0', 'v4.31', 'master', 'release-v3.31', ''])(
    '%s names them plainly',
    (version) => {
      expect(namingOf(version)).toBe('plain');
    },
  );
});
