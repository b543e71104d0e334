import { describe, expect, it } from 'vitest';
import { globalPolicy, namespace, pod } from '../../evaluate/manifests';
import { apiService, convertedResource, serviceWith, validatingWebhook } from '../cluster-objects';
import { TWO_NODES, resolveRow, seenOf, verdictsOf } from '../resolve-row';

const NAME = 'calico-apiserver/calico-api';
const [namespaceName = '', name = ''] = NAME.split('/');
const CLIENT = { service: { namespace: namespaceName, name } };
const SERVICE = [
  namespace('calico-apiserver'),
  pod('calico-apiserver/api', '10.0.0.5', { node: 'worker', labels: { apiserver: 'true' } }),
  serviceWith(NAME, '10.96.0.5', {
    ports: [{ port: 443, protocol: 'TCP', targetPort: 5443 }],
    selector: { apiserver: 'true' },
  }),
];
const CALLED = 'cp → calico-apiserver/calico-api tcp 443 → 5443: cp 192.168.0.1 → api by 10.96.0.5:443';
const NO_SERVER =
  'not checked: neither endpoints of service default/kubernetes nor a control-plane Node; fetch them: kubectl get nodes,endpointslices -A -o yaml';

describe('L11, API services', () => {
  it('are called by their service, and seen at the pod and the port behind it', () => {
    const objects = [...TWO_NODES, ...SERVICE, apiService('v3.projectcalico.org', NAME)];
    expect(resolveRow('L11', objects)).toEqual([CALLED]);
    expect(seenOf('L11', objects)).toEqual(['192.168.0.1 → 10.0.0.5:5443']);
  });

  it('are known by name where no APIService is in the files', () => {
    expect(resolveRow('L11', [...TWO_NODES, ...SERVICE])).toEqual([CALLED]);
  });

  it('are closed where the pod lets in pods alone', () => {
    const pods = globalPolicy('pods', {
      selector: "apiserver == 'true'",
      order: 5,
      ingress: [{ action: 'Allow', source: { selector: "app == 'web'" } }],
    });
    const [words] = verdictsOf('L11', [...TWO_NODES, ...SERVICE, pods]);
    expect(words).toContain('blocked by pods · end of tier default');
  });

  it('are not checked where the service or its backend is missing', () => {
    const listed = apiService('v3.projectcalico.org', NAME);
    expect(resolveRow('L11', [...TWO_NODES, listed])).toEqual([
      'cp → calico-apiserver/calico-api tcp 443: not checked: service calico-apiserver/calico-api is not in the snapshot',
    ]);
    const service = SERVICE.filter(({ kind }) => kind !== 'Pod');
    expect(resolveRow('L11', [...TWO_NODES, ...service, listed])).toEqual([
      'cp → calico-apiserver/calico-api tcp 443: not checked: the snapshot has no backend of service calico-apiserver/calico-api',
    ]);
  });

  it('are not needed where the API server answers itself, nor where a complete snapshot has none', () => {
    expect(resolveRow('L11', [...TWO_NODES, apiService('v1.apps', null)])).toEqual([
      'not checked, nor needed: every APIService of the snapshot is answered by the API server itself',
    ]);
    expect(resolveRow('L11', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no APIService',
    ]);
    expect(resolveRow('L11', TWO_NODES, { complete: false })).toEqual([
      'not checked: no APIService is in the snapshot; fetch it: kubectl get apiservices -o yaml',
    ]);
    expect(resolveRow('L11', [namespace('prod')])).toEqual([NO_SERVER]);
  });
});

describe('L12, webhooks', () => {
  it('are called for validation and for conversion, each service once', () => {
    const webhooks = [
      validatingWebhook('strict', CLIENT, 'Fail'),
      validatingWebhook('lax', CLIENT, 'Ignore'),
      convertedResource('things.example.org', CLIENT),
    ];
    expect(resolveRow('L12', [...TWO_NODES, ...SERVICE, ...webhooks])).toEqual([CALLED]);
  });

  it('are called in the default namespace where none is told, and as older definitions tell', () => {
    const missing = (place: string) => `cp → ${place} tcp 443: not checked: service ${place} is not in the snapshot`;
    const unplaced = validatingWebhook('unplaced', { service: { name: 'hook' } }, 'Fail');
    const older = convertedResource('old.example.org', {});
    const spec = {
      conversion: { strategy: 'Webhook', webhookClientConfig: { service: { namespace: 'a', name: 'b' } } },
    };
    const unconverted = {
      ...convertedResource('plain.example.org', CLIENT),
      spec: { conversion: { strategy: 'None' } },
    };
    const bare = { ...validatingWebhook('bare', {}, 'Fail'), webhooks: null };
    expect(resolveRow('L12', [...TWO_NODES, unplaced, { ...older, spec }, unconverted, bare])).toEqual([
      missing('a/b'),
      missing('default/hook'),
    ]);
  });

  it('are not checked where their service has no such port', () => {
    const other = { service: { ...CLIENT.service, port: 8443 } };
    expect(resolveRow('L12', [...TWO_NODES, ...SERVICE, validatingWebhook('strict', other, 'Fail')])).toEqual([
      'cp → calico-apiserver/calico-api tcp 8443: not checked: the snapshot has no backend of service calico-apiserver/calico-api',
    ]);
  });

  it('are called by konnectivity agents where there are any', () => {
    const agent = pod('kube-system/agent', '10.0.0.7', { node: 'worker', labels: { 'k8s-app': 'konnectivity-agent' } });
    const objects = [...TWO_NODES, ...SERVICE, agent, validatingWebhook('strict', CLIENT, 'Fail')];
    expect(resolveRow('L12', objects)).toEqual([
      'konnectivity agents → calico-apiserver/calico-api tcp 443 → 5443: agent → api by 10.96.0.5:443',
    ]);
    expect(seenOf('L12', objects)).toEqual(['10.0.0.7 → 10.0.0.5:5443']);
  });

  it('are not checked where they are called by a URL, or none is in the files', () => {
    const outside = validatingWebhook('outside', { url: 'https://hooks.example.org/x' }, 'Fail');
    expect(resolveRow('L12', [...TWO_NODES, outside])).toEqual([
      'cp → https://hooks.example.org/x tcp: not checked: the files do not tell the address of the URL',
    ]);
    expect(resolveRow('L12', TWO_NODES, { complete: false })).toEqual([
      'not checked: no webhook is in the snapshot; fetch it: kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations,crds -o yaml',
    ]);
    expect(resolveRow('L12', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no webhook',
    ]);
    expect(resolveRow('L12', [namespace('prod')])).toEqual([NO_SERVER]);
  });
});
