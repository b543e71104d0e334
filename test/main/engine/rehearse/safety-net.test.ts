import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import {
  DEFAULT_TIER,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
  stagedGlobalPolicy,
} from '../evaluate/manifests';
import { rolloutOn } from './rehearse-objects';

const CLUSTER: readonly JsonObject[] = [
  namespace('prod'),
  DEFAULT_TIER,
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  hostEndpoint('node1', { node: 'node1', interfaceName: '*' }),
];
const BOTH = { types: ['Ingress', 'Egress'], ingress: [{ action: 'Allow' }], egress: [{ action: 'Allow' }] };

function netOf(policies: readonly JsonObject[], changes: readonly JsonObject[] = []): string {
  const { net, netFound } = rolloutOn([...CLUSTER, ...policies], changes);
  return `${netFound ? 'found' : 'made'} ${net.name}`;
}

describe('the safety net of a snapshot', () => {
  it('is the policy of the usual name, whatever it does', () => {
    expect(netOf([globalPolicy('zzz-final-allow-everything', { ...BOTH, order: 100_000 })])).toBe(
      'found zzz-final-allow-everything',
    );
    expect(netOf([globalPolicy('zzz-final-allow-everything', { ingress: [{ action: 'Log' }] })])).toBe(
      'found zzz-final-allow-everything',
    );
  });

  it('is known by what it does under any other name', () => {
    expect(netOf([globalPolicy('way-out', { ...BOTH, order: 5000 })])).toBe('found way-out');
    expect(netOf([globalPolicy('way-out', { ...BOTH, namespaceSelector: 'all()' })])).toBe('found way-out');
    const logged = [{ action: 'Log' }, { action: 'Allow' }];
    expect(netOf([globalPolicy('way-out', { ...BOTH, ingress: logged, egress: logged })])).toBe('found way-out');
  });

  it('is no policy that leaves a pod, a direction or some traffic out', () => {
    const made = 'made zzz-final-allow-everything';
    expect(netOf([globalPolicy('way-out', { ...BOTH, selector: "app == 'db'" })])).toBe(made);
    expect(netOf([globalPolicy('way-out', { ...BOTH, types: ['Ingress'] })])).toBe(made);
    expect(netOf([globalPolicy('way-out', { ...BOTH, egress: [{ action: 'Allow', protocol: 'TCP' }] })])).toBe(made);
    const denied = [{ action: 'Deny', protocol: 'UDP' }, { action: 'Allow' }];
    expect(netOf([globalPolicy('way-out', { ...BOTH, ingress: denied })])).toBe(made);
    expect(netOf([networkPolicy('prod/way-out', BOTH)])).toBe(made);
    expect(netOf([globalPolicy('way-out', { ...BOTH, preDNAT: true, applyOnForward: true })])).toBe(made);
    expect(netOf([stagedGlobalPolicy('way-out', BOTH)])).toBe(made);
  });

  it('is no policy that another one of its tier comes after', () => {
    const open = globalPolicy('way-out', { ...BOTH, order: 10 });
    expect(netOf([open, networkPolicy('prod/a', { order: 20 })])).toBe('made zzz-final-allow-everything');
    expect(netOf([open, networkPolicy('prod/a', { order: 5 })])).toBe('found way-out');
  });

  it('is no policy that the change set creates, replaces or deletes: that is part of the rollout', () => {
    const open = globalPolicy('way-out', { ...BOTH, order: 10 });
    const made = 'made zzz-final-allow-everything';
    expect(netOf([open], [stagedGlobalPolicy('way-out', { stagedAction: 'Delete' })])).toBe(made);
    expect(netOf([open], [globalPolicy('way-out', { ingress: [{ action: 'Deny' }] })])).toBe(made);
    expect(netOf([open], [globalPolicy('other', { order: 1, ingress: [{ action: 'Deny' }] })])).toBe('found way-out');
  });
});
