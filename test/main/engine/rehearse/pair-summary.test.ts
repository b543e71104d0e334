import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { DEFAULT_TIER, namespace, networkPolicy, pod } from '../evaluate/manifests';
import { rehearse } from './rehearse-objects';
import { CLUSTER, DB, FROM_WEB, LOCKDOWN, WEB } from './web-and-database';

describe('the pairs of a rehearsal', () => {
  it('count ordered pairs of workloads as open, on one port, on all traffic', () => {
    const { pairs } = rehearse([...CLUSTER, networkPolicy('prod/db', FROM_WEB)], [LOCKDOWN]);
    const open = { pairs: 2, open: 2, onExactlyOnePort: 0, onAllTraffic: 2, undecided: 0 };
    const one = { pairs: 2, open: 2, onExactlyOnePort: 1, onAllTraffic: 1, undecided: 0 };
    expect(pairs).toEqual([
      { world: 'now', ...one },
      { world: 'net', ...open },
      { world: 'staged', ...open },
      { world: 'promoted', ...open },
      { world: 'final', ...one },
    ]);
  });

  it('count a pair that is closed, open on more than a port, or not to be told', () => {
    const rules = (ports: readonly (number | string)[]) =>
      networkPolicy('prod/db', {
        ...FROM_WEB,
        ingress: ports.length === 0 ? [] : [{ action: 'Allow', protocol: 'TCP', destination: { ports } }],
      });
    const now = (...objects: readonly JsonObject[]) => rehearse([...CLUSTER, ...objects], []).pairs[0];
    expect(now(rules([]))).toEqual({
      world: 'now',
      pairs: 2,
      open: 1,
      onExactlyOnePort: 0,
      onAllTraffic: 1,
      undecided: 0,
    });
    expect(now(rules([80, 443]))).toEqual({
      world: 'now',
      pairs: 2,
      open: 2,
      onExactlyOnePort: 0,
      onAllTraffic: 1,
      undecided: 0,
    });
    expect(now(rules(['80:81']))).toEqual({
      world: 'now',
      pairs: 2,
      open: 2,
      onExactlyOnePort: 0,
      onAllTraffic: 1,
      undecided: 0,
    });
  });

  it('take the most open of several classes, and count what cannot be told', () => {
    const policy = networkPolicy('prod/db', {
      selector: "app == 'db'",
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    });
    const partial = rehearse([DEFAULT_TIER, WEB, DB, policy], [], {
      cluster: { complete: false, dataplane: 'iptables' },
    });
    expect(partial.pairs[0]).toEqual({
      world: 'now',
      pairs: 2,
      open: 1,
      onExactlyOnePort: 0,
      onAllTraffic: 1,
      undecided: 1,
    });
    const api = (name: string, ip: string, canary: string) =>
      pod(`prod/${name}`, ip, { owner: ['StatefulSet', 'api'], labels: { canary } });
    const half = networkPolicy('prod/half', { selector: "canary == 'yes'", types: ['Ingress'] });
    const classes = rehearse(
      [namespace('prod'), DEFAULT_TIER, WEB, api('a', '10.0.1.1', 'yes'), api('b', '10.0.1.2', 'no'), half],
      [],
    );
    expect(classes.pairs[0]).toEqual({
      world: 'now',
      pairs: 2,
      open: 2,
      onExactlyOnePort: 0,
      onAllTraffic: 2,
      undecided: 0,
    });
  });
});
