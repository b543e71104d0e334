import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordedFlow } from '../../../../../main/engine/model/flow-report';
import type { MachineCheck } from '../../../../../main/engine/model/plan';
import type { Rehearsal } from '../../../../../main/engine/model/rehearsal';
import { checkEndingFlows } from '../../../../../main/engine/plan/checks/ending-flow-checks';
import { openSession } from '../../../../../main/engine/pipeline';
import { readInputs } from '../../../../../main/host/read-inputs';
import { rehearse } from '../../rehearse/rehearse-objects';
import type { JsonObject } from '../../../../../main/engine/model/json';
import { networkPolicy } from '../../evaluate/manifests';
import { CLUSTER, found } from './checks-of';
import { LOCK } from './policies';

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
  return checks.filter(({ id }) => /^remove-net\.(flow |path |only-by-net|more-paths)/.test(id));
}

/** The checks that recorded flows and edges of this rehearsal would give. */
function checksOf(rehearsal: Rehearsal, flows: readonly RecordedFlow[], closed: number): readonly MachineCheck[] {
  const step = rehearsal.plan.steps.find((candidate) => candidate.step === 'remove-net');
  if (step === undefined || rehearsal.flows === null) throw new Error('no removal of the net, or no flows');
  const changes = { ...step.changes, closed };
  const stepChanges = { net: changes, stage: changes, observe: changes, promote: changes, 'remove-net': changes };
  return checkEndingFlows({ ...rehearsal, flows: { ...rehearsal.flows, flows }, stepChanges, unlistedEndings: [] });
}

describe('what ends with the net', () => {
  it('is accepted piece by piece, or given a rule, without any recording', () => {
    expect(removal(rehearse(CLUSTER, [LOCK]))).toEqual(
      ['tcp 5432', 'other traffic'].map((traffic) => ({
        id: `remove-net.path external:internet > workload:prod/db > ${traffic}`,
        title: `internet → prod/db ${traffic} has a rule of its own`,
        state: 'amber',
        detail: 'No recorded flows tell whether it is in use. It ends with the net: accept that, or give it a rule.',
        evidence: [
          {
            text: `internet → prod/db ${traffic}: today no policy; without the net deny (lock · end of tier default)`,
            position: expect.objectContaining({ line: expect.any(Number) }),
          },
        ],
        group: { title: 'internet → prod/db', member: traffic },
      })),
    );
  });

  it('is not known where the files do not tell: what may end is asked about, and what nobody can tell is no green', () => {
    const nameless = CLUSTER.filter(({ kind }) => kind !== 'Namespace');
    const team = (rules: readonly JsonObject[]) =>
      networkPolicy('prod/team', { selector: "app == 'db'", order: 10, types: ['Ingress'], ingress: rules });
    const source = { namespaceSelector: "team == 'a'" };
    const incomplete = { cluster: { complete: false, dataplane: 'iptables' } } as const;
    const asked = removal(rehearse(nameless, [team([{ action: 'Allow', source }])], incomplete));
    expect(asked.find(({ id }) => id.endsWith('workload:prod/web > workload:prod/db > tcp 5432'))?.detail).toBe(
      'No recorded flows tell whether it is in use. It may end with the net, the files do not tell: give what is missing, accept that, or give it a rule.',
    );
    const doubtful = [team([{ action: 'Deny', source }, { action: 'Allow' }])];
    const checks = ['remove-net.only-by-net', 'remove-net.changes', 'promote.closes', 'net.opens'];
    const enforced = checks.map((id) => found(id, [...nameless, ...doubtful], [], incomplete));
    expect(enforced.map(({ state, detail }) => [state, detail])).toEqual([
      ['grey', '2 paths can be told neither with the net nor without it.'],
      ['grey', '0 of 10 verdicts change, but 2 can be told neither before nor after it.'],
      [
        'grey',
        '0 of 10 verdicts change, but 2 can be told neither before nor after it. That is not the result of the rollout: the net hides it until it is removed.',
      ],
      ['grey', '0 of 10 verdicts change, but 2 can be told neither before nor after it.'],
    ]);
  });

  it('says what was closed before the net came', () => {
    const [first] = removal(rehearse([...CLUSTER, LOCK], []));
    expect(first?.evidence.map(({ text }) => text)).toEqual([
      'internet → prod/db tcp 5432: closed before the net came too; without the net deny (lock · end of tier default)',
    ]);
  });

  it('is nothing where every path has a rule, and is not known where there is nothing to compare', () => {
    const told = [rehearse(CLUSTER, []), rehearse([], [])].map((rehearsal) =>
      removal(rehearsal).map(({ id, state, group }) => [id, state, group]),
    );
    expect(told).toEqual([
      [['remove-net.only-by-net', 'green', undefined]],
      [['remove-net.only-by-net', 'grey', undefined]],
    ]);
  });

  it('asks for the same, under the same names, with and without a recording', () => {
    const paths = ({ id }: MachineCheck) => id.startsWith('remove-net.path ');
    const ids = (checks: readonly MachineCheck[]) => checks.map(({ id }) => id).toSorted();
    expect(ids(removal(recorded).filter(paths))).toEqual(ids(removal(unrecorded)));
    expect(removal(unrecorded)).toHaveLength(107);
  });

  it('begins with what is in use, and asks about traffic of several pods where its paths are asked about, not twice', () => {
    const uses = removal(recorded).map(({ id, detail }) => [id.split(' ')[0], detail.split('. ', 1)[0]]);
    const kinds = [...new Set(uses.map((use) => use.join(' ').replace(/\d+ records?/, 'n records')))];
    expect(kinds).toEqual(['remove-net.path In use: n records', 'remove-net.path It was not recorded']);
  });

  it('asks once about a recorded flow whose paths are not listed, whoever recorded it, however many there are', () => {
    const flows = recorded.flows?.flows ?? [];
    const breaking = flows.find(({ outcome }) => outcome === 'breaks');
    if (breaking === undefined) throw new Error('no flow breaks');
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...breaking,
      fromParty: null,
      traffic: `tcp ${1000 + (index % 30)}`,
    }));
    const asked = checksOf({ ...recorded, edges: recorded.edges.slice(0, 1) }, many, 0).filter(({ id }) =>
      id.startsWith('remove-net.flow '),
    );
    expect(asked.map(({ group }) => group)).toEqual(
      Array.from({ length: 30 }, (_, index) => ({
        title: `${breaking.from} → ${breaking.to}`,
        member: `tcp ${1000 + index}`,
      })),
    );
  });

  it('counts what is not listed one by one', () => {
    const listed = removal(unrecorded).length;
    expect(checksOf(recorded, [], listed + 1).at(-1)).toEqual({
      id: 'remove-net.more-paths',
      title: 'Every other path has a rule of its own',
      state: 'amber',
      detail:
        'Too many to be listed one by one: 1 more path ends, or may end, with the net. Accept them, give them rules, or rehearse fewer policies at once.',
      evidence: [],
    });
    expect(checksOf(recorded, [], listed).filter(({ id }) => id === 'remove-net.more-paths')).toEqual([]);
  });
});
