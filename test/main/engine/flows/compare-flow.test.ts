import { describe, expect, it } from 'vitest';
import type { FlowResult } from '../../../../main/engine/model/flow-report';
import { felix, globalPolicy, pod, profile, serviceAccount, stagedGlobalPolicy } from '../evaluate/manifests';
import { ALLOWED, DENIED, PROFILE, TO_DB, flowsOf, lock, toDb } from './shop-flows';

const LIVE = globalPolicy('default.live', { ...TO_DB, order: 20 });
const LIVE_DENIED = '0|default|gnp:default.live|deny|-1';

describe('a record that is held against the engine', () => {
  it('is not compared where the snapshot cannot tell what this half comes to', () => {
    const [flow] = flowsOf({
      objects: [
        pod('other/guest', '10.65.0.3', { labels: { app: 'guest' } }),
        globalPolicy('default.teams', {
          ...TO_DB,
          order: 20,
          ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
        }),
      ],
      records: [toDb(PROFILE, { from: 'wep other/guest' })],
      profile: { complete: false },
    });
    expect(flow).toMatchObject({ enforced: 'undecided', enforcedBy: '', pending: 'undecided', pendingBy: '' });
    expect(flow?.result).toEqual({
      tag: 'not-comparable',
      why: 'the snapshot cannot tell what this half of the flow comes to',
    });
  });

  it('is of another cluster where nothing of it agrees, also where it names nobody who decided', () => {
    const [flow] = flowsOf({ objects: [lock([])], records: [toDb(PROFILE, { action: 'deny', enforced: [] })] });
    expect(flow?.result).toEqual({
      tag: 'snapshot-drift',
      why: 'the cluster was not as the snapshot has it; recorded: deny by nothing; the engine: allow by profile kns.shop',
    });
  });

  it('agrees in its verdict alone where another rule decided, and says what of it cannot be told', () => {
    const byPort = globalPolicy('default.live', {
      ...TO_DB,
      order: 20,
      ingress: [{ action: 'Allow', protocol: 'TCP', source: { ports: [1] }, http: { methods: ['GET'] } }],
    });
    const [flow] = flowsOf({
      objects: [felix({ policySyncPathPrefix: '/var/run/nodeagent' }), byPort],
      records: [toDb(LIVE_DENIED, { action: 'deny', enforced: ['0|default|gnp:default.live|deny|3'] })],
    });
    expect(flow?.result).toEqual({
      tag: 'match-verdict',
      why: 'the verdict is recorded as decided by GlobalNetworkPolicy live of tier default rule 3; the engine: deny by end of tier default or undecided',
    });
  });
});

describe('a preview that ends in Pass', () => {
  const passing = (selector: string) =>
    stagedGlobalPolicy('pass', { ...TO_DB, selector, order: 1, ingress: [{ action: 'Pass' }] });
  const PASSED = '0|default|sgnp:pass|pass|0';

  it.each<[string, Parameters<typeof flowsOf>[0], FlowResult]>([
    [
      'ran out of profiles, which denies without a hit (D11)',
      {
        objects: [pod('none/lone', '10.65.0.3', { labels: { app: 'lone' } }), passing("app == 'lone'")],
        records: [toDb(PASSED, { to: 'wep none/lone', action: 'deny', enforced: [] })],
      },
      {
        tag: 'expected-difference',
        departure: 'D11',
        why: 'the recorded preview ends in Pass: no profile matched, which denies without a hit',
      },
    ],
    [
      'agrees in its verdict alone where a policy denies it for us',
      { objects: [lock([])], records: [toDb(PASSED)] },
      {
        tag: 'match-verdict',
        why: 'the recorded preview ends in Pass: no profile matched, which denies without a hit; the engine: deny by end of tier default',
      },
    ],
  ])('is a deny: it %s', (_, asked, result) => {
    const [flow] = flowsOf(asked);
    expect(flow?.result).toEqual(result);
    expect([flow?.recordedPending, flow?.pending]).toEqual(['deny', 'deny']);
  });

  it('is of a pod whose profiles have no rule for it', () => {
    const objects = [
      pod('none/lone', '10.65.0.3', { labels: { app: 'lone' } }),
      serviceAccount('none', 'default'),
      profile('kns.none', { ingress: [{ action: 'Allow', source: { selector: "app == 'other'" } }] }),
    ];
    const [flow] = flowsOf({ objects, records: [toDb(DENIED, { to: 'wep none/lone', action: 'deny' })] });
    expect([flow?.enforced, flow?.enforcedBy, flow?.pendingBy]).toEqual(['deny', 'no profile', 'no profile']);
  });
});

describe('a record of a policy that the snapshot lacks', () => {
  it('names it with its namespace', () => {
    const gone = '0|default|np:shop/default.old|deny|0';
    const [flow] = flowsOf({
      objects: [LIVE],
      records: [toDb(ALLOWED, { action: 'allow', enforced: [gone] })],
    });
    expect(flow?.result).toEqual({
      tag: 'snapshot-drift',
      why: 'the record names NetworkPolicy shop/old, which the snapshot does not have; recorded: allow by NetworkPolicy shop/old of tier default rule 0',
    });
  });
});
