import { describe, expect, it } from 'vitest';
import { felixStops } from '../../../../main/engine/lockout/felix-stops';
import type { Evidence, Finding } from '../../../../main/engine/model/finding';
import type { WorldName } from '../../../../main/engine/model/world';

function findingOf(code: string, evidence: Evidence): Finding {
  return { code, severity: 'blocks', title: 'Felix stops.', help: '', evidence: [evidence] };
}

function fieldIn(file: string): Evidence {
  return { tag: 'field', text: 'the entry', position: { file, line: 4, column: 1 } };
}

describe('what stops Felix', () => {
  it.each<[string, string, WorldName]>([
    ['H20', 'snapshot/felix.yaml', 'now'],
    ['H20', 'changes/felix.yaml', 'staged'],
    ['H19', 'snapshot/ping.yaml', 'now'],
    ['R22', 'changes/blank.yaml', 'staged'],
    ['H19', 'changes/ping.yaml', 'promoted'],
    ['R29', 'changes/odd.yaml', 'promoted'],
  ])('acts once it is there, what cannot be rendered once it is promoted: %s in %s from %s on', (code, file, from) => {
    const position = { file, line: 4, column: 1 };
    expect(felixStops([findingOf(code, fieldIn(file))])).toEqual([{ why: `${code}: the entry`, position, from }]);
  });

  it('acts today where no file holds it, and is told by its title where verdicts prove it', () => {
    const side = { world: 'now', verdict: 'deny', by: 'lock' } as const;
    const verdicts: Evidence = { tag: 'verdicts', from: 'a', to: 'b', traffic: 'tcp 22', before: side, after: side };
    expect(felixStops([findingOf('H22', verdicts)])).toEqual([
      { why: 'H22: Felix stops.', position: null, from: 'now' },
    ]);
  });

  it('is no other finding', () => {
    expect(felixStops([findingOf('N1', fieldIn('snapshot/felix.yaml'))])).toEqual([]);
  });
});
