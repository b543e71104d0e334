import { describe, expect, it } from 'vitest';
import type { Peer } from '../../../../main/engine/evaluate/peer';
import { createAnswerInterner, rememberPairs } from '../../../../main/engine/rehearse/answers';
import type { Side } from '../../../../main/engine/rehearse/sides';
import type { EndSides } from '../../../../main/engine/rehearse/tabulate-answers';
import { tabulateAnswers } from '../../../../main/engine/rehearse/tabulate-answers';

const interner = createAnswerInterner();
const listOf = (bits: number) => interner.internList([interner.intern(Uint32Array.of(bits), Uint32Array.of(0))]);
const unpoliced = listOf(0b11);
const join = rememberPairs(
  (egress, ingress) => listOf((egress.answers[0]?.allow[0] ?? 0) & (ingress.answers[0]?.allow[0] ?? 0)),
  interner,
);

/** Writes down who is asked about. */
const asked: string[] = [];

function sideOf(key: string, bits: number): Side {
  const answersTo = (peer: Peer) => {
    asked.push(`${key} about ${peer.index}`);
    return listOf(bits);
  };
  return {
    key,
    answersTo,
    writeIds: (peers, into) => {
      for (const [place, peer] of peers.entries()) into[place] = answersTo(peer).id;
    },
  };
}

function endOf(index: number, ingress: Side | null): EndSides {
  const peer: Peer = { index, address: null, key: `${index}`, family: 4, contributors: [], answers: new Uint8Array(0) };
  return { peer, egress: null, ingress };
}

const [WEB, API] = [endOf(0, null), endOf(1, sideOf('api', 0b01))];

/** What the table says, and who was asked for it. */
function tabulate(ends: readonly EndSides[], earlier: ReturnType<typeof tabulateAnswers> | null) {
  asked.length = 0;
  const table = tabulateAnswers(ends, { unpoliced, join }, earlier, () => undefined);
  const said = [...table.ids].map((id) => interner.listOf(id).answers[0]?.allow[0]);
  return { table, said, asked: [...asked] };
}

describe('the answers between any two ends', () => {
  it('are those that both ends give', () => {
    const { said, asked: all } = tabulate([WEB, API], null);
    expect(said).toEqual([0b11, 0b01, 0b11, 0b01]);
    expect(all).toEqual(['api about 0', 'api about 1']);
  });

  it('are asked of an end alone whose policies are others now', () => {
    const { table } = tabulate([WEB, API], null);
    const edited = tabulate([endOf(0, sideOf('web, edited', 0b10)), API], table);
    expect(edited.said).toEqual([0b10, 0b01, 0b10, 0b01]);
    expect(edited.asked).toEqual(['web, edited about 0', 'web, edited about 1']);
  });

  it('are found again where ends stand in another order, and one is new', () => {
    const { table } = tabulate([WEB, API], null);
    const moved = tabulate([API, endOf(2, null), WEB], table);
    expect(moved.said).toEqual([0b01, 0b11, 0b11, 0b01, 0b11, 0b11, 0b01, 0b11, 0b11]);
    expect(moved.asked).toEqual(['api about 2']);
  });
});
