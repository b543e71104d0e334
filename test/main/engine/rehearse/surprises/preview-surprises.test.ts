import { describe, expect, it } from 'vitest';
import { globalNetworkSet, globalPolicy, networkPolicy, pod, stagedPolicy } from '../../evaluate/manifests';
import { told } from './find-surprises';

const DB = { selector: "app == 'db'", types: ['Ingress'], order: 10 };
const fromWeb = (port: number | string) => ({
  action: 'Allow',
  protocol: 'TCP',
  source: { selector: "app == 'web'" },
  destination: { ports: [port] },
});
const CLOSED = { action: 'Deny' };

describe('previews', () => {
  it('N4: a preview ends in the net', () => {
    const changes = [stagedPolicy('prod/db', { selector: "app == 'db'", types: ['Ingress'] })];
    expect(told('N4', { changes })).toEqual([
      'informs N4: Flow logs cannot announce 6 of the 6 paths that will close: their preview ends in the net, too.',
      '- internet → prod/db tcp 5432: staged allow (preview: zzz-final-allow-everything), final deny (db · end of tier default)',
      '- other/job → prod/db tcp 5432: staged allow (preview: zzz-final-allow-everything), final deny (db · end of tier default)',
      '- prod/web → prod/db tcp 5432: staged allow (preview: zzz-final-allow-everything), final deny (db · end of tier default)',
      'While the net is there, observing shows no missing rule. Judge by the world final, or observe without the net.',
    ]);
    const explicit = [stagedPolicy('prod/db', { ...DB, ingress: [CLOSED] })];
    expect(told('N4', { changes: explicit })).toEqual([]);
  });

  it('S1: the version in force answers before its successor', () => {
    const snapshot = [networkPolicy('prod/db', { ...DB, ingress: [{ action: 'Allow' }] })];
    expect(
      told('S1', { snapshot, changes: [stagedPolicy('prod/db', { ...DB, ingress: [fromWeb(5432), CLOSED] })] }),
    ).toEqual([
      'warns S1: The preview of db shows the version in force: 5 paths will be otherwise.',
      '- internet → prod/db tcp 5432: staged allow (preview: db), final deny (db)',
      '- other/job → prod/db tcp 5432: staged allow (preview: db), final deny (db)',
      '- internet → prod/db other traffic: staged allow (preview: db), final deny (db)',
      '- other/job → prod/db other traffic: staged allow (preview: db), final deny (db)',
      '- prod/web → prod/db other traffic: staged allow (preview: db), final deny (db)',
      'Felix keeps the policy in force and asks it before its staged successor. Only the world final shows the replacement.',
    ]);
    expect(
      told('S1', { snapshot, changes: [stagedPolicy('prod/db', { ...DB, ingress: [{ action: 'Allow' }] })] }),
    ).toEqual([]);
    expect(told('S1', { changes: [stagedPolicy('prod/db', { ...DB, ingress: [fromWeb(5432), CLOSED] })] })).toEqual([]);
  });

  it('S2: a deletion has no preview', () => {
    const snapshot = [networkPolicy('prod/db', { ...DB, ingress: [fromWeb(5432), CLOSED] })];
    const changes = [stagedPolicy('prod/db', { stagedAction: 'Delete' })];
    expect(told('S2', { snapshot, changes })).toEqual([
      'warns S2: Nothing previews the deletion of db: 5 paths will be otherwise.',
      '- internet → prod/db tcp 5432: staged deny (preview: db), final allow (no policy)',
      '- other/job → prod/db tcp 5432: staged deny (preview: db), final allow (no policy)',
      '- internet → prod/db other traffic: staged deny (preview: db), final allow (no policy)',
      '- other/job → prod/db other traffic: staged deny (preview: db), final allow (no policy)',
      '- prod/web → prod/db other traffic: staged deny (preview: db), final allow (no policy)',
      'Flow logs show the policy as if it stayed; only the world final shows the cluster without it.',
    ]);
    const open = [networkPolicy('prod/db', { ...DB, ingress: [{ action: 'Allow' }] })];
    expect(told('S2', { snapshot: open, changes })).toEqual([]);
  });

  it('S3: what is not promoted is previewed all the same', () => {
    const changes = [stagedPolicy('prod/db', { ...DB, stagedAction: 'Ignore', ingress: [CLOSED] })];
    expect(told('S3', { changes })).toEqual([
      'warns S3: The preview counts policies that are not promoted (stagedAction Learn or Ignore): 6 paths will be otherwise.',
      '- internet → prod/db tcp 5432: staged deny (preview: db), final allow (no policy)',
      '- other/job → prod/db tcp 5432: staged deny (preview: db), final allow (no policy)',
      '- prod/web → prod/db tcp 5432: staged deny (preview: db), final allow (no policy)',
      '- internet → prod/db other traffic: staged deny (preview: db), final allow (no policy)',
      '- other/job → prod/db other traffic: staged deny (preview: db), final allow (no policy)',
      '- prod/web → prod/db other traffic: staged deny (preview: db), final allow (no policy)',
      'Remove them while observing: Felix evaluates them like any staged policy.',
    ]);
    expect(told('S3', { changes: [stagedPolicy('prod/db', { ...DB, ingress: [CLOSED] })] })).toEqual([]);
  });

  it('S9: named ports are not looked at', () => {
    const snapshot = [pod('prod/api', '10.0.1.8', { labels: { app: 'api' }, ports: ['http:tcp/8080'] })];
    const changes = (port: number | string) => [
      stagedPolicy('prod/api', {
        selector: "app == 'api'",
        types: ['Ingress'],
        order: 10,
        ingress: [fromWeb(port), CLOSED],
      }),
    ];
    expect(told('S9', { snapshot, changes: changes('http') })).toEqual([
      'warns S9: The preview does not look at ICMP types, IP versions and named ports: 1 path will be otherwise.',
      '- StagedNetworkPolicy prod/api ingress rule 0 is previewed otherwise than it is enforced @ spec.ingress.0',
      '- prod/web → prod/api tcp 8080: staged deny (preview: api), final allow (api)',
      'Write port numbers instead of names where the preview is to be trusted; for ICMP and IP versions only the world final counts.',
    ]);
    expect(told('S9', { snapshot, changes: changes(8080) })).toEqual([]);
  });

  it('S13: small nets of network sets are not seen', () => {
    const changes = (net: string) => [
      globalNetworkSet('office', [net], { role: 'office' }),
      stagedPolicy('prod/db', {
        ...DB,
        ingress: [{ action: 'Allow', source: { namespaceSelector: 'global()', selector: "role == 'office'" } }, CLOSED],
      }),
    ];
    expect(told('S13', { changes: changes('203.0.113.0/28') })).toEqual([
      'warns S13: The preview does not see nets of network sets between /25 and /31 (IPv6: /121 to /127): 2 paths will be otherwise.',
      '- StagedNetworkPolicy prod/db ingress rule 0 is previewed otherwise than it is enforced @ spec.ingress.0',
      '- office → prod/db tcp 5432: staged deny (preview: db), final allow (db)',
      '- office → prod/db other traffic: staged deny (preview: db), final allow (db)',
      'Split such nets into single addresses, or write them into the rule itself, where the preview sees them.',
    ]);
    expect(told('S13', { changes: changes('203.0.113.0/24') })).toEqual([]);
    expect(told('S9', { changes: changes('203.0.113.0/28') })).toEqual([]);
  });

  it('nothing is wrong with a preview that says what will be', () => {
    const changes = [globalPolicy('db', { ...DB, ingress: [fromWeb(5432), CLOSED] })];
    for (const code of ['N4', 'S1', 'S2', 'S3', 'S9', 'S13']) expect(told(code, { changes })).toEqual([]);
  });

  it('S2: a deletion that opens the end of a tier, and S3 for what only ends one', () => {
    const snapshot = [networkPolicy('prod/db', { ...DB, ingress: [fromWeb(5432)] })];
    const net = globalPolicy('zzz-final-allow-everything', {
      order: 100_000,
      selector: "app == 'job'",
      types: ['Ingress'],
    });
    const removed = [stagedPolicy('prod/db', { stagedAction: 'Delete' })];
    expect(told('S2', { snapshot: [...snapshot, net], changes: removed })).toEqual([
      'warns S2: Nothing previews the deletion of db: 5 paths will be otherwise.',
      '- internet → prod/db tcp 5432: staged deny (preview: db · end of tier default), final allow (no policy)',
      '- other/job → prod/db tcp 5432: staged deny (preview: db · end of tier default), final allow (no policy)',
      '- internet → prod/db other traffic: staged deny (preview: db · end of tier default), final allow (no policy)',
      '- other/job → prod/db other traffic: staged deny (preview: db · end of tier default), final allow (no policy)',
      '- prod/web → prod/db other traffic: staged deny (preview: db · end of tier default), final allow (no policy)',
      'Flow logs show the policy as if it stayed; only the world final shows the cluster without it.',
    ]);
    const learned = [stagedPolicy('prod/db', { ...DB, stagedAction: 'Learn', ingress: [fromWeb(5432)] })];
    expect(told('S3', { snapshot: [net], changes: learned })[0]).toBe(
      'warns S3: The preview counts policies that are not promoted (stagedAction Learn or Ignore): 5 paths will be otherwise.',
    );
  });
});
