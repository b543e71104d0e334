import { describe, expect, it } from 'vitest';
import { createPeerClasses, createPeerSorter } from '../../../../main/engine/evaluate/peer-classes';
import { createPeerQuestions } from '../../../../main/engine/evaluate/peer-questions';
import { globalPolicy, namespace, pod, serviceAccount } from './manifests';
import { addressOf, smallCluster } from './small-cluster';

const OBJECTS = [
  namespace('prod'),
  serviceAccount('prod', 'default'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' }, ports: ['http:tcp/8080'] }),
  pod('prod/shop', '10.0.0.2', { labels: { app: 'shop' }, ports: ['http:tcp/8081'] }),
  pod('prod/db', '10.0.0.3', { labels: { app: 'db' } }),
  pod('prod/cache', '10.0.1.4', { labels: { app: 'cache' } }),
];

/** Classes of the four pods as the ingress rules see them as sources, or the egress rules as destinations. */
function classesOf(spec: Parameters<typeof globalPolicy>[1], side: 'source' | 'destination'): readonly number[] {
  const { evaluation, policies } = smallCluster([...OBJECTS, globalPolicy('asks', spec)]);
  const rules = policies.flatMap((policy) => (side === 'source' ? policy.inbound : policy.outbound));
  const questions = createPeerQuestions(evaluation.context).ofRules(rules, side);
  const classes = createPeerClasses(questions, evaluation.peers);
  return ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.1.4'].map((text) =>
    classes.classOf(evaluation.peers.at(addressOf(text))),
  );
}

describe('classes of peers', () => {
  it('are told apart by the selectors of the rules', () => {
    const spec = { ingress: [{ action: 'Allow', source: { selector: "app == 'web'" } }] };
    expect(classesOf(spec, 'source')).toEqual([0, 1, 1, 1]);
  });

  it('are told apart by nets', () => {
    const spec = { ingress: [{ action: 'Deny', source: { nets: ['10.0.1.0/24'] } }] };
    expect(classesOf(spec, 'source')).toEqual([0, 0, 0, 1]);
  });

  it('are told apart by what a port name means to each', () => {
    const spec = { egress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: ['http'] } }] };
    expect(classesOf(spec, 'destination')).toEqual([0, 1, 2, 2]);
  });

  it('are one where rules do not look at addresses', () => {
    const spec = { ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [80] } }] };
    expect(classesOf(spec, 'source')).toEqual([0, 0, 0, 0]);
  });

  it('are the same whether all peers are sorted at one go, or each when it is asked about', () => {
    const ports = { protocol: 'TCP', destination: { ports: ['http'], nets: ['10.0.0.2/31'] } };
    const spec = {
      egress: [
        { action: 'Allow', ...ports },
        { action: 'Deny', destination: { selector: "app == 'db'" } },
      ],
    };
    const { evaluation, policies } = smallCluster([...OBJECTS, globalPolicy('asks', spec)]);
    const { context, peers } = evaluation;
    const questions = createPeerQuestions(context).ofRules(
      policies.flatMap((policy) => policy.outbound),
      'destination',
    );
    const asked = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.1.4'].map((text) => peers.at(addressOf(text)));
    const [sorter, classes] = [createPeerSorter(questions), createPeerClasses(questions, peers)];
    const atOnce = asked.map((peer) => classes.ofAllMet()[peer.index]);
    expect(atOnce).toEqual([0, 1, 2, 3]);
    expect(asked.map((peer) => sorter.classOf(peer))).toEqual(atOnce);
  });

  it('are found for newcomers alone, and only when somebody is met', () => {
    const spec = { ingress: [{ action: 'Allow', source: { selector: "app in { 'web', 'shop' }" } }] };
    const { evaluation, policies } = smallCluster([...OBJECTS, globalPolicy('asks', spec)]);
    const { context, peers } = evaluation;
    const rules = policies.flatMap((policy) => policy.inbound);
    const classes = createPeerClasses(createPeerQuestions(context).ofRules(rules, 'source'), peers);
    const meet = (text: string) => peers.at(addressOf(text));
    const [web, db] = [meet('10.0.0.1'), meet('10.0.0.3')];
    const first = classes.ofAllMet();
    expect([...first]).toEqual([0, 1]);
    expect([classes.classOf(web), classes.classOf(db), classes.ofAllMet() === first]).toEqual([0, 1, true]);
    const [shop, cache] = [meet('10.0.0.2'), meet('10.0.1.4')];
    expect([classes.classOf(cache), classes.classOf(shop)]).toEqual([1, 0]);
    expect([...classes.ofAllMet()]).toEqual([0, 1, 0, 1]);
  });

  it('stay what they were when more peers are met', () => {
    const spec = { ingress: [{ action: 'Allow', source: { selector: "app in { 'web', 'shop' }" } }] };
    expect(classesOf(spec, 'source')).toEqual([0, 0, 1, 1]);
  });
});
