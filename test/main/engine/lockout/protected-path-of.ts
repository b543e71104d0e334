import type { ProtectedPath } from '../../../../main/engine/model/protected-path';

/** SSH from an operator to a node, which the fields may make another path. */
export function protectedPathOf(fields: Pick<ProtectedPath, 'verdicts'> & Partial<ProtectedPath>): ProtectedPath {
  return {
    id: 'L01',
    row: 'L01',
    theme: 'login',
    title: 'SSH to a node',
    protects: 'Without it nobody logs in to a node.',
    from: '10.1.0.0/24',
    to: 'node1',
    traffic: 'tcp 22',
    worst: '',
    severity: 'blocks',
    expect: 'open',
    decider: 'the host endpoint of the destination',
    addresses: [],
    observable: false,
    observableBecause: 'flow logs say nothing about host endpoints',
    ...fields,
  };
}
