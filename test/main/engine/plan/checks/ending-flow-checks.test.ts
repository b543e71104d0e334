import { beforeAll, describe, expect, it } from 'vitest';
import type { MachineCheck } from '../../../../../main/engine/model/plan';
import type { Rehearsal } from '../../../../../main/engine/model/rehearsal';
import { checkEndingFlows } from '../../../../../main/engine/plan/checks/ending-flow-checks';
import { openSession } from '../../../../../main/engine/pipeline';
import { readInputs } from '../../../../../main/host/read-inputs';

const CASE = new URL('../../../../corpus/recorded-flows/case.rehearsal.json', import.meta.url).pathname;

let recorded: Rehearsal;
let unrecorded: Rehearsal;

beforeAll(async () => {
  const { input } = await readInputs({ tag: 'workspace', file: CASE });
  recorded = openSession(input).rehearse(() => undefined);
  unrecorded = openSession({ ...input, flows: [] }).rehearse(() => undefined);
}, 60_000);

function removal({ plan }: Rehearsal): readonly MachineCheck[] {
  const checks = plan.steps.find(({ step }) => step === 'remove-net')?.machineChecks ?? [];
  return checks.filter(({ id }) => id.startsWith('remove-net.flow ') || id === 'remove-net.more-flows');
}

describe('a recorded flow that ends with the net', () => {
  it('is accepted by itself, or given a rule, and is asked about once, whoever recorded it', () => {
    expect(removal(recorded).map(({ id, state }) => [id, state])).toEqual([
      ['remove-net.flow shop-web/web-6c9f7d8b54-* → public network tcp 443', 'amber'],
      ['remove-net.flow shop-web/debug → shop-api/api-7d5bf66c8-* tcp 8443', 'amber'],
      ['remove-net.flow shop-api/api-7d5bf66c8-* → set partner-payments tcp 443', 'amber'],
      ['remove-net.flow shop-web/web-6c9f7d8b54-* → shop-api/api-7d5bf66c8-* icmp', 'amber'],
      ['remove-net.flow shop-web/web-6c9f7d8b54-* → shop-db/postgres-* tcp 5432', 'amber'],
    ]);
    const [first] = removal(recorded);
    expect(first).toMatchObject({
      title: 'shop-web/web-6c9f7d8b54-* → public network tcp 443 has a rule of its own',
      detail:
        'In use: 7 records. Denied in the end by default.shop-egress-lockdown · end of tier default. Accept that, or give it a rule.',
    });
  });

  it('is asked about together with others where there are many', () => {
    const { flows } = recorded;
    if (flows === null) throw new Error('no flows');
    const [first] = flows.flows;
    if (first === undefined) throw new Error('no flow');
    const many = Array.from({ length: 27 }, (_, index) => ({ ...first, traffic: `tcp ${1000 + index}` }));
    const checks = checkEndingFlows({ flows: { ...flows, flows: many } });
    expect([checks.length, checks.at(-1)]).toEqual([
      26,
      {
        id: 'remove-net.more-flows',
        title: 'Every other recorded flow has a rule of its own',
        state: 'amber',
        detail: '2 more recorded flows end with the net. Accept each, or give it a rule.',
        evidence: [1025, 1026].map((port) => ({
          text: `${first.from} → ${first.to} tcp ${port}`,
          position: first.position,
        })),
      },
    ]);
  });

  it('is not asked about where nothing was recorded', () => {
    expect(removal(unrecorded)).toEqual([]);
  });
});
