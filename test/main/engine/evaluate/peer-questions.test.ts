import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../../main/engine/compile/policy';
import { createPeerQuestions } from '../../../../main/engine/evaluate/peer-questions';
import type { JsonObject } from '../../../../main/engine/model/json';
import { MAYBE, NO, YES } from '../../../../main/engine/model/tri';
import { deployment, endpointSlice, globalPolicy, namespace, pod } from './manifests';
import { addressOf, smallCluster } from './small-cluster';

const OBJECTS = [
  namespace('prod'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' }, ports: ['http:tcp/8080'] }),
  pod('prod/shop', '10.0.0.2', { labels: { app: 'shop' }, ports: ['http:tcp/8080', 'http:udp/8080', 'other:tcp/1'] }),
  pod('prod/db', '10.0.0.3', { labels: { app: 'db' } }),
  deployment('prod/declared', { labels: { app: 'web', tier: 'front' } }),
  endpointSlice('prod/store', ['10.0.0.1', '10.0.0.3'], ['tcp/8080', 'udp/53']),
  endpointSlice('prod/second', ['10.0.0.3'], ['udp/53']),
];

interface Asked {
  readonly rules: readonly Rule[];
  readonly small: ReturnType<typeof smallCluster>;
  readonly questions: ReturnType<typeof createPeerQuestions>;
}

/** Rules of one policy, each with its destination. */
function ask(destinations: readonly JsonObject[]): Asked {
  const egress = destinations.map((destination) => ({ action: 'Allow', protocol: 'TCP', destination }));
  const small = smallCluster([...OBJECTS, globalPolicy('asks', { types: ['Egress'], egress })]);
  return { small, rules: small.policies[0]?.outbound ?? [], questions: createPeerQuestions(small.evaluation.context) };
}

const peersOf = ({ small }: Asked, ...addresses: readonly string[]) =>
  addresses.map((text) => small.evaluation.peers.at(addressOf(text)));

/** The pod of which only the controller is in the files. */
function declaredIn({ small: { cluster, evaluation } }: Asked) {
  const workload = cluster.workloads.find(({ name }) => name === 'declared');
  if (workload === undefined) throw new Error('no such pod');
  return evaluation.peers.declaredBy(workload);
}

describe('what rules ask of a peer', () => {
  it('is asked once, whoever asks it, and in one list without repetition', () => {
    const asked = ask([
      { selector: "app == 'web'" },
      { selector: "app == 'web'", nets: ['10.0.0.0/8'] },
      { notSelector: "app == 'web'" },
      { notNets: ['10.0.0.0/8'] },
      { nets: ['10.0.0.0/8', '192.168.0.0/16'] },
      {},
    ]);
    const { rules, questions } = asked;
    const all = questions.ofRules(rules, 'destination');
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(questions.ofRules(rules, 'destination')).toEqual(all);
    expect(questions.ofRules(rules, 'source')).toEqual([]);
    expect(rules.map((rule) => questions.ofRules([rule], 'destination').map(({ index }) => index))).toEqual([
      [0],
      [0, 1],
      [0],
      [1],
      [2],
      [],
    ]);
  });

  it('of a selector is the answer of the selector, for peers that are met later as well', () => {
    const asked = ask([{ selector: "app == 'web'" }, { selector: "app != 'web'" }]);
    const [equals, differs] = asked.questions.ofRules(asked.rules, 'destination');
    const [web, db] = peersOf(asked, '10.0.0.1', '10.0.0.3');
    if (web === undefined || db === undefined) throw new Error('no peer');
    expect([equals?.ask(web), equals?.ask(db), differs?.ask(web), differs?.ask(db)]).toEqual([YES, NO, NO, YES]);
    const [shop, outside] = peersOf(asked, '10.0.0.2', '198.51.100.7');
    if (shop === undefined || outside === undefined) throw new Error('no peer');
    expect([equals?.ask(shop), differs?.ask(shop), differs?.ask(outside)]).toEqual([NO, YES, NO]);
    expect([equals?.ask(web), differs?.ask(db)]).toEqual([YES, YES]);
    expect(equals?.ask(declaredIn(asked))).toBe(YES);
  });

  it('of nets is whether they hold the address, and perhaps for a pod without one', () => {
    const asked = ask([{ nets: ['10.0.0.0/31'] }]);
    const [holds] = asked.questions.ofRules(asked.rules, 'destination');
    const answers = peersOf(asked, '10.0.0.1', '10.0.0.2').map((peer) => holds?.ask(peer));
    expect(answers).toEqual([YES, NO]);
    expect(holds?.ask(declaredIn(asked))).toBe(MAYBE);
  });

  it('of a port name is which ports it means there, one number for each meaning', () => {
    const asked = ask([
      { ports: ['http'] },
      { notPorts: ['http'] },
      { ports: ['other'] },
      { selector: "app == 'web'", ports: ['http'] },
    ]);
    const questions = asked.questions.ofRules(asked.rules, 'destination');
    const peers = peersOf(asked, '10.0.0.1', '10.0.0.2', '10.0.0.3', '198.51.100.7', '10.0.0.1');
    const [http, other, selector, ofWeb, ...rest] = questions.map((question) =>
      peers.map((peer) => question.ask(peer)),
    );
    expect(rest).toEqual([]);
    expect([http, other, selector, ofWeb]).toEqual([
      [0, 1, 2, 2, 0],
      [0, 1, 0, 0, 0],
      [YES, NO, NO, NO, YES],
      [0, 1, 2, 2, 0],
    ]);
    expect(
      asked.rules.map(({ destination }) => asked.questions.aboutTraffic(destination).map(({ index }) => index)),
    ).toEqual([[0], [0], [1], [3]]);
  });

  it('of a service is on which ports the address serves it', () => {
    const services = (name: string) => ({ services: { name, namespace: 'prod' } });
    const asked = ask([services('store'), services('second'), services('gone')]);
    const questions = asked.questions.ofRules(asked.rules, 'destination');
    const peers = [...peersOf(asked, '10.0.0.1', '10.0.0.2', '10.0.0.3'), declaredIn(asked)];
    expect(questions.map((question) => peers.map((peer) => question.ask(peer)))).toEqual([
      [0, 1, 0, 2],
      [0, 0, 1, 2],
      [0, 0, 0, 1],
    ]);
    expect(questions).toEqual(asked.rules.flatMap(({ destination }) => asked.questions.aboutTraffic(destination)));
  });

  it('of one port name is another question behind every selector', () => {
    const pods = (app: string) => ({ selector: `app == '${app}'`, ports: ['http'] });
    const asked = ask([pods('web'), pods('shop'), pods('db'), { ports: ['http'] }]);
    const ports = asked.rules.flatMap(({ destination }) => asked.questions.aboutTraffic(destination));
    expect(new Set(ports).size).toBe(4);
    const peers = peersOf(asked, '10.0.0.3', '10.0.0.1', '10.0.0.2');
    expect(ports.map((question) => peers.map((peer) => question.ask(peer)))).toEqual([
      [0, 1, 2],
      [0, 1, 2],
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  it('of a service tells apart who serves it on other ports, and who is only a source of it', () => {
    const slice = (name: string, address: string, ports: readonly JsonObject[]) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace: 'prod', name, labels: { 'kubernetes.io/service-name': 'mixed' } },
      endpoints: [{ addresses: [address] }],
      ports: [...ports],
    });
    const slices = [
      slice('a', '10.0.0.1', [{ protocol: 'TCP', port: 80 }]),
      slice('b', '10.0.0.2', [{ protocol: 'TCP', port: 81 }]),
      slice('c', '10.0.0.2', [{ protocol: 'UDP', port: 81 }]),
      slice('d', '10.0.0.3', [{ protocol: 'TCP' }]),
    ];
    const egress = [
      { action: 'Allow', protocol: 'TCP', destination: { services: { name: 'mixed', namespace: 'prod' } } },
    ];
    const small = smallCluster([...OBJECTS, ...slices, globalPolicy('asks', { types: ['Egress'], egress })]);
    const questions = createPeerQuestions(small.evaluation.context);
    const [serves] = questions.ofRules(small.policies[0]?.outbound ?? [], 'destination');
    const peers = ['10.0.0.9', '10.0.0.1', '10.0.0.2', '10.0.0.3'].map((text) =>
      small.evaluation.peers.at(addressOf(text)),
    );
    expect(peers.map((peer) => serves?.ask(peer))).toEqual([0, 1, 2, 3]);
  });

  it('of a selector is about the few peers that do not answer no, from any peer on', () => {
    const asked = ask([
      { selector: "app == 'web'" },
      { selector: "app in { 'web', 'db' }" },
      { nets: ['10.0.0.2/31'] },
    ]);
    const questions = asked.questions.ofRules(asked.rules, 'destination');
    const keys = (first: number) => questions.map((question) => question.others(first).map(({ key }) => key));
    expect(keys(0)).toEqual([[], [], []]);
    peersOf(asked, '10.0.0.3', '10.0.0.1', '10.0.0.2');
    const all = [['10.0.0.1'], ['10.0.0.3', '10.0.0.1'], ['10.0.0.3', '10.0.0.2']];
    expect([keys(0), keys(1), keys(3), keys(0)]).toEqual([
      all,
      [['10.0.0.1'], ['10.0.0.1'], ['10.0.0.2']],
      [[], [], []],
      all,
    ]);
    expect(questions.map((question) => question.others(0) === question.others(0))).toEqual([true, true, true]);
  });

  it('is asked of the sets once for each peer', () => {
    const asked = ask([{ nets: ['10.0.0.2/31'] }]);
    const { context, peers } = asked.small.evaluation;
    const put: string[] = [];
    const watched = createPeerQuestions({
      ...context,
      peers: {
        ...peers,
        inNets(peer, nets) {
          put.push(peer.key);
          return peers.inNets(peer, nets);
        },
      },
    });
    const [holds] = watched.ofRules(asked.rules, 'destination');
    const texts = ['10.0.0.3', '10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.3'];
    expect(peersOf(asked, ...texts).map((peer) => holds?.ask(peer))).toEqual([YES, NO, YES, NO, YES]);
    expect(put).toEqual(['10.0.0.3', '10.0.0.1', '10.0.0.2']);
  });

  it('is remembered for many peers', () => {
    const asked = ask([{ nets: ['10.0.0.0/25'] }]);
    const [holds] = asked.questions.ofRules(asked.rules, 'destination');
    const texts = Array.from({ length: 200 }, (_, index) => `10.0.0.${index}`);
    const peers = peersOf(asked, ...texts).toReversed();
    const answers = () => peers.map((peer) => holds?.ask(peer)).toReversed();
    const expected = texts.map((_, index) => (index < 128 ? YES : NO));
    expect([answers(), answers()]).toEqual([expected, expected]);
  });
});
