import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import { endpointSlice, networkPolicy, service } from '../../evaluate/manifests';
import { told } from './find-surprises';

const to = (destination: JsonObject) => ({
  types: ['Egress'],
  egress: [{ action: 'Allow', protocol: 'UDP', destination }],
});

const NOT_READY = { addresses: ['10.0.1.2'], conditions: { ready: false } };

describe('rules about services', () => {
  it('R10: a service without its namespace', () => {
    const policy = (services: JsonObject) =>
      networkPolicy('prod/web', { types: ['Egress'], egress: [{ action: 'Allow', destination: { services } }] });
    expect(told('R10', { changes: [policy({ name: 'db' })] })).toEqual([
      'warns R10: A rule names a service without its namespace: it matches nothing.',
      '- NetworkPolicy prod/web egress rule 0: service db without a namespace @ spec.egress.0.destination.services',
      'Write the namespace: the documentation promises that of the policy, and nothing fills it in.',
    ]);
    expect(told('R10', { changes: [policy({ name: 'db', namespace: 'prod' })] })).toEqual([]);
  });

  it('R12: a service address in an egress rule', () => {
    const snapshot = [service('kube-system/kube-dns', '10.96.0.10', 53)];
    const dns = (net: string) => [networkPolicy('prod/dns', to({ nets: [net], ports: [53] }))];
    expect(told('R12', { snapshot, changes: dns('10.96.0.10/32') })).toEqual([
      'warns R12: Egress rules name service addresses: they never match.',
      '- NetworkPolicy prod/dns egress rule 0: 10.96.0.10/32 is service kube-system/kube-dns @ spec.egress.0',
      'Egress policy sees the pod behind the service and its port: select the pods, or use services. Only doNotTrack and preDNAT see service addresses.',
    ]);
    expect(told('R12', { changes: dns('10.96.0.10/32') })).toEqual([
      'informs R12: Egress rules name what is likely the address of the DNS service: if so, they never match.',
      '- NetworkPolicy prod/dns egress rule 0: 10.96.0.10/32 is what installers give to the DNS service @ spec.egress.0',
      'Egress policy sees the pod behind the service and its port: select the pods, or use services. Only doNotTrack and preDNAT see service addresses. The snapshot has no service with an address; kubectl get services -n kube-system tells.',
    ]);
  });

  it('R12: an address of pods, or of nobody, is harmless', () => {
    const snapshot = [service('kube-system/kube-dns', '10.96.0.10', 53)];
    const dns = (net: string) => [networkPolicy('prod/dns', to({ nets: [net], ports: [53] }))];
    expect(told('R12', { snapshot, changes: dns('10.0.0.0/8') })).toEqual([]);
    expect(told('R12', { snapshot, changes: dns('10.50.0.10/32') })).toEqual([]);
    expect(told('R12', { changes: dns('10.20.0.2/32') })).toEqual([]);
  });

  it('R11: backends that are not ready', () => {
    const slice = (ready: boolean) => ({
      ...endpointSlice('prod/db', ['10.0.1.2'], ['tcp/5432']),
      endpoints: [{ addresses: ['10.0.1.2'], conditions: { ready } }],
    });
    const changes = [
      networkPolicy('prod/web', {
        types: ['Egress'],
        egress: [{ action: 'Allow', destination: { services: { namespace: 'prod', name: 'db' } } }],
      }),
    ];
    expect(told('R11', { snapshot: [slice(false)], changes })).toEqual([
      'informs R11: Rules with services match backends that are not ready, too.',
      '- EndpointSlice prod/db-1: an endpoint that is not ready counts for NetworkPolicy prod/web egress rule 0 @ endpoints.0',
      'Readiness is not looked at: a Deny by service hits pods that start or stop, an Allow lets them in.',
    ]);
    expect(told('R11', { snapshot: [slice(true)], changes })).toEqual([]);
    expect(told('R11', { snapshot: [slice(false)] })).toEqual([]);
  });

  it('R11: slices of no service, and slices without endpoints, hold no backend', () => {
    const slice = endpointSlice('prod/db', ['10.0.1.2'], ['tcp/5432']);
    const lost = { ...slice, metadata: { namespace: 'prod', name: 'lost' }, endpoints: [NOT_READY] };
    const { endpoints: _, ...empty } = slice;
    const changes = [
      networkPolicy('prod/web', {
        types: ['Egress'],
        egress: [{ action: 'Allow', destination: { services: { namespace: 'prod', name: 'db' } } }],
      }),
    ];
    expect(told('R11', { snapshot: [lost, empty], changes })).toEqual([]);
  });

  it('R12: a service may tell its address in one field alone', () => {
    const dns = service('kube-system/kube-dns', '10.96.0.10', 53);
    const alone = { ...dns, spec: { clusterIPs: ['10.96.0.10'], ports: [{ port: 53, protocol: 'UDP' }] } };
    const changes = [networkPolicy('prod/dns', to({ nets: ['10.96.0.10/32'], ports: [53] }))];
    expect(told('R12', { snapshot: [alone], changes })[1]).toBe(
      '- NetworkPolicy prod/dns egress rule 0: 10.96.0.10/32 is service kube-system/kube-dns @ spec.egress.0',
    );
  });
});
