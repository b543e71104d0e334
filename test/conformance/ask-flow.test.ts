import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../main/engine/model/json';
import {
  deployment,
  namespace,
  networkPolicy,
  pod,
  serviceAccount,
  stagedPolicy,
  tier,
  DEFAULT_TIER,
} from '../main/engine/evaluate/manifests';
import { answerQuestion, createCaseWorlds } from './answer-question';

const DB = { selector: "app == 'db'", types: ['Ingress'] };
const tcp = (action: string, ports: readonly Json[]): JsonObject => ({
  action,
  protocol: 'TCP',
  destination: { ports },
});

const SNAPSHOT: readonly Json[] = [
  namespace('a'),
  serviceAccount('a', 'default'),
  DEFAULT_TIER,
  pod('a/web-1', '10.0.0.1', { labels: { app: 'web' }, owner: ['ReplicaSet', 'web'] }),
  pod('a/shop-5c9dd7c9c-x2k7p', '10.0.0.3', {
    labels: { app: 'shop', 'pod-template-hash': '5c9dd7c9c' },
    owner: ['ReplicaSet', 'shop-5c9dd7c9c'],
  }),
  deployment('a/batch', { labels: { app: 'batch' } }),
  pod('a/db', '10.0.0.2', { labels: { app: 'db' } }),
  networkPolicy('a/in', {
    ...DB,
    order: 1,
    ingress: [tcp('Allow', [80, '100:200']), { action: 'Pass', protocol: 'UDP', destination: { ports: [53] } }],
  }),
  networkPolicy('a/last', { ...DB, order: 2 }),
  stagedPolicy('a/staged', { ...DB, order: 0, ingress: [tcp('Deny', [80])] }),
];

function worldsOf(snapshot: readonly Json[], version: string) {
  return createCaseWorlds({ id: 'x', decidedBy: 'calico-bpf', version, snapshot, questions: [] });
}

function replyTo(ask: string, from: string, to: string, fields: JsonObject, answer: Json) {
  const worlds = worldsOf(SNAPSHOT, 'v3.34');
  return answerQuestion({ ask, from, to, ...fields, answer }, worlds);
}

const AGREE = { tag: 'agree' };
const TO_DB = ['pod:a/web-1', 'workload:a/db'] as const;

describe('a question of the conformance cases about two ends', () => {
  it('flow: both checkpoints decide, and only what the answer names is compared', () => {
    const port = (number: number) => ({ protocol: 'TCP', port: number });
    expect(replyTo('flow', ...TO_DB, port(80), { verdict: 'allow', egress: 'allow', ingress: 'allow' })).toEqual(AGREE);
    expect(replyTo('flow', 'ip:192.0.2.1', 'pod:a/db', port(81), { verdict: 'deny', ingress: 'deny' })).toEqual(AGREE);
    expect(replyTo('flow', ...TO_DB, port(81), { verdict: 'allow' })).toEqual({
      tag: 'disagree',
      ours: '{"verdict":"deny"}',
      theirs: '{"verdict":"allow"}',
    });
    expect(replyTo('flow', 'pod:a/nobody', 'pod:a/db', port(80), { verdict: 'allow' })).toEqual({ tag: 'not-asked' });
  });

  it('flow: a case is decided as the version decides that it belongs to', () => {
    const closed = {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: { name: 'closed' },
      spec: {
        priority: 1,
        subject: { namespaces: {} },
        ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
      },
    };
    const snapshot = [...SNAPSHOT, tier('adminnetworkpolicy', { order: 1000, defaultAction: 'Pass' }), closed];
    const question = { ask: 'flow', from: 'pod:a/web-1', to: 'pod:a/db', protocol: 'TCP', port: 80 };
    const verdictIn = (version: string, verdict: string) =>
      answerQuestion({ ...question, answer: { verdict } }, worldsOf(snapshot, version));
    expect(verdictIn('v3.31', 'deny')).toEqual(AGREE);
    expect(verdictIn('v3.34', 'allow')).toEqual(AGREE);
  });

  it('connections: the ports that both ends allow, by protocol', () => {
    const answer = {
      TCP: [
        [80, 80],
        [100, 200],
      ],
      UDP: [[53, 53]],
    };
    expect(replyTo('connections', ...TO_DB, {}, answer)).toEqual(AGREE);
    expect(replyTo('connections', 'pod:a/db', 'workload:a/web', {}, { TCP: [[0, 65535]], UDP: [[1, 65535]] })).toEqual({
      tag: 'disagree',
      ours: '{"SCTP":[[1,65535]],"TCP":[[1,65535]],"UDP":[[1,65535]]}',
      theirs: '{"TCP":[[1,65535]],"UDP":[[1,65535]]}',
    });
  });

  it('connections: a pod may be named by its ReplicaSet, or be declared by a controller alone', () => {
    const answer = {
      TCP: [
        [80, 80],
        [100, 200],
      ],
      UDP: [[53, 53]],
    };
    expect(replyTo('connections', 'workload:a/shop-5c9dd7c9c', 'pod:a/db', {}, answer)).toEqual(AGREE);
    expect(replyTo('connections', 'workload:a/batch', 'pod:a/db', {}, answer)).toEqual(AGREE);
  });

  it('pendingFlow: the strings of the reporting end; the end of a tier is named after its last policy, in the preview after its first', () => {
    const ask = (protocol: string, port: number, reporter: string, answer: JsonObject) =>
      replyTo('pendingFlow', ...TO_DB, { protocol, port, reporter }, answer);
    const profile = 'pro:kns.a|allow|0';
    expect(
      ask('TCP', 80, 'destination', {
        enforced: ['0|default|np:a/in|allow|0'],
        pending: ['0|default|snp:a/staged|deny|0'],
        action: 'allow',
      }),
    ).toEqual(AGREE);
    expect(
      ask('TCP', 81, 'destination', {
        enforced: ['0|default|np:a/last|deny|-1'],
        pending: ['0|default|snp:a/staged|deny|-1'],
        action: 'deny',
      }),
    ).toEqual(AGREE);
    expect(
      ask('UDP', 53, 'destination', {
        enforced: ['0|default|np:a/in|pass|1', `1|__PROFILE__|${profile}`],
        pending: ['0|default|np:a/in|pass|1', `1|__PROFILE__|${profile}`],
      }),
    ).toEqual(AGREE);
    expect(ask('TCP', 80, 'source', { enforced: [`0|__PROFILE__|${profile}`] })).toEqual(AGREE);
  });
});
