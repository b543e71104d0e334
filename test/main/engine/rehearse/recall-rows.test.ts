import { describe, expect, it } from 'vitest';
import type { AnswerList } from '../../../../main/engine/rehearse/answers';
import { createAnswerInterner } from '../../../../main/engine/rehearse/answers';
import type { EarlierRows } from '../../../../main/engine/rehearse/recall-rows';
import { createRowRecall } from '../../../../main/engine/rehearse/recall-rows';

const [then, now] = [createAnswerInterner(), createAnswerInterner()];

function listIn(interner: typeof then, bits: number): AnswerList {
  return interner.internList([interner.intern(Uint32Array.of(bits), Uint32Array.of(0))]);
}

const [CLOSED, OPEN] = [listIn(then, 0), listIn(then, 1)];
// Numbered the other way round.
const [OPEN_NOW, CLOSED_NOW] = [listIn(now, 1), listIn(now, 0)];

const EARLIER: EarlierRows = {
  rows: new Map([
    [
      'web',
      {
        ids: Int32Array.of(OPEN.id, CLOSED.id, OPEN.id),
        columns: new Map([
          ['api', 0],
          ['db', 1],
          ['gone', 2],
        ]),
      },
    ],
  ]),
  listOf: then.listOf,
  lift: ({ answers }) => listIn(now, answers[0]?.allow[0] ?? -1),
};

describe('rows of an earlier table', () => {
  it('are written by name of the other end, with the ids of now; who is new is missing', () => {
    const recall = createRowRecall(EARLIER, ['db', 'new', 'api']);
    const into = new Int32Array(5).fill(-9);
    expect(recall.write('web', into, 1)).toEqual([1]);
    expect(into).toEqual(Int32Array.of(-9, CLOSED_NOW.id, -9, OPEN_NOW.id, -9));
  });

  it('are not known of an end whose own policies are others now', () => {
    const into = new Int32Array(3).fill(-9);
    expect(createRowRecall(EARLIER, ['api', 'db', 'new']).write('web, edited', into, 0)).toBeNull();
    expect(into).toEqual(Int32Array.of(-9, -9, -9));
  });
});
