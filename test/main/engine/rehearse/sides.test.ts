import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { profile } from '../evaluate/manifests';
import { rehearse } from './rehearse-objects';
import { CLUSTER } from './web-and-database';

/** What may reach `prod/db` from `prod/web` today, and how it is decided. */
function intoDb(rules: JsonObject): readonly string[] {
  const { edges } = rehearse([...CLUSTER, profile('kns.prod', rules)], []);
  return edges
    .filter(({ from, to }) => from === 'workload:prod/web' && to === 'workload:prod/db')
    .map(({ traffic, verdicts }) => `${traffic}: ${verdicts.now.verdict} by ${verdicts.now.by}`);
}

describe('what stands behind all policies', () => {
  it('is the profile of the namespace with the rules that it has', () => {
    expect(intoDb({ ingress: [{ action: 'Allow' }], egress: [{ action: 'Allow' }] })).toEqual([
      'tcp 5432: allow by no policy',
      'other traffic: allow by no policy',
    ]);
    const some = { action: 'Allow', protocol: 'TCP', destination: { ports: [5432] } };
    expect(intoDb({ ingress: [some], egress: [{ action: 'Allow' }] })).toEqual([
      'other traffic: deny by profile ksa.prod.default',
      'tcp 5432: allow by no policy',
    ]);
  });
});
