import { describe, expect, it } from 'vitest';
import type { GroupPlace } from '../../../../main/engine/model/check-group';
import { groupChecks } from '../../../../main/engine/model/check-group';

interface Check {
  readonly id: string;
  readonly group?: GroupPlace;
}

describe('checks that may be answered together', () => {
  it('stand together where the first of them stood, and what stands by itself stays one by one', () => {
    const [a, b]: readonly [Check, Check] = [{ id: 'a' }, { id: 'b' }];
    const inGroup = (title: string, member: string): Check => ({ id: member, group: { title, member } });
    const [x0, y1, x2] = [inGroup('x', '0'), inGroup('y', '1'), inGroup('x', '2')];
    expect(groupChecks([a, x0, y1, x2, b])).toEqual([
      { title: '', checks: [a] },
      { title: 'x', checks: [x0, x2] },
      { title: 'y', checks: [y1] },
      { title: '', checks: [b] },
    ]);
  });
});
