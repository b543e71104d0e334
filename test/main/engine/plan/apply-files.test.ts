import { describe, expect, it } from 'vitest';
import { applyFiles, filesForward } from '../../../../main/engine/plan/apply-files';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { CLUSTER } from './checks/checks-of';
import { LOCK } from './checks/policies';

const OBJECTS = rolloutOn([...CLUSTER, LOCK], []).worlds.now.cluster.resources;
const LOCK_NAME = 'apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata:\n  name: lock\n  namespace: prod\n';

function policies(text: string, path: string): readonly string[] {
  return applyFiles(OBJECTS, [{ path, text }])
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ name, body }) => `${name} ${JSON.stringify(body['spec'] ?? null)}`);
}

describe('files of a plan', () => {
  it('take away what a file of deletions names, and put in place what any other holds', () => {
    expect(policies(LOCK_NAME, '4-promote/01-x/1-delete-live.yaml')).toEqual([]);
    expect(policies(`${LOCK_NAME}spec:\n  selector: all()\n`, '4-promote/01-x/1-replace-live.yaml')).toEqual([
      'lock {"selector":"all()"}',
    ]);
  });

  it('are refused where they cannot be read', () => {
    expect(() => policies('a: [', '1-net/net.yaml')).toThrow('1-net/net.yaml cannot be read');
    expect(() => policies('kind: Nothing\n', '1-net/net.yaml')).toThrow('1-net/net.yaml cannot be read');
  });

  it('lead forward in the order of their numbers, without rollbacks, variants and texts', () => {
    const paths = [
      'README.md',
      '5-remove-net/delete-net.yaml',
      '1-net/rollback/delete-net.yaml',
      '1-net/net.yaml',
      'net-variants/tutorial.yaml',
    ];
    expect(filesForward(paths.map((path) => ({ path, text: '' }))).map(({ path }) => path)).toEqual([
      '1-net/net.yaml',
      '5-remove-net/delete-net.yaml',
    ]);
  });
});
