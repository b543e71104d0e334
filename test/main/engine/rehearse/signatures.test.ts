import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { createSignatures } from '../../../../main/engine/rehearse/signatures';
import { endpointSlice, globalPolicy, namespace, pod } from '../evaluate/manifests';
import { smallCluster } from '../evaluate/small-cluster';

const { cluster } = smallCluster([
  namespace('prod'),
  pod('prod/web', '10.0.0.1'),
  endpointSlice('prod/store', ['10.0.0.2'], ['tcp/5432']),
]);

/** The policies of rules from somewhere. */
function policiesOf(...sources: readonly JsonObject[]) {
  const ingress = sources.map((source) => ({ action: 'Allow', protocol: 'TCP', source }));
  return smallCluster([globalPolicy('p', { types: ['Ingress'], ingress })]).policies;
}

const NETS = { nets: ['10.0.0.0/8'], notNets: ['10.1.0.0/16'] };
const STORE = { services: { name: 'store', namespace: 'prod' } };

describe('the signatures of an earlier session', () => {
  const earlier = createSignatures(policiesOf(NETS, STORE), [cluster, cluster], false);

  it('are taken over where policies name the same addresses and services, whatever else they say', () => {
    const edited = policiesOf({ ...NETS, ports: [4711] }, STORE, { selector: "app == 'web'" });
    expect(createSignatures(edited, [cluster, cluster], false, earlier)).toBe(earlier);
  });

  it.each([
    ['another net', policiesOf({ ...NETS, notNets: ['10.2.0.0/16'] }, STORE)],
    ['a net more', policiesOf(NETS, STORE, { nets: ['192.0.2.0/24'] })],
    ['the same nets in another order', policiesOf({ nets: NETS.notNets, notNets: NETS.nets }, STORE)],
    ['a service less', policiesOf(NETS)],
  ])('are made anew where they name %s', (_, edited) => {
    expect(createSignatures(edited, [cluster, cluster], false, earlier)).not.toBe(earlier);
  });

  it('are made anew of another cluster, and where hosts police what is forwarded', () => {
    const policies = policiesOf(NETS, STORE);
    const other = smallCluster([namespace('prod')]).cluster;
    const made = [
      createSignatures(policies, [cluster, other], false, earlier),
      createSignatures(policies, [cluster, cluster], true, earlier),
    ];
    expect(made.map((signatures) => signatures === earlier)).toEqual([false, false]);
  });
});
