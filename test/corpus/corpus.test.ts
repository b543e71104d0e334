import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import { WORLDS } from '../../main/engine/model/world';
import { parseProtocol } from '../../main/engine/net/protocol';
import { openSession, type Session } from '../../main/engine/pipeline';
import { selectInputs } from '../../main/host/input-selection';
import { readInputs } from '../../main/host/read-inputs';
import type { ExpectedAnswers, ExpectedFlow } from './expected-answers';

/**
 * Every folder here is a case: files in, expected answers out. `expected.json` (see `expected-answers.ts`) names the inputs,
 * or the folder is a workspace itself.
 */
const CORPUS = import.meta.dirname;
const ROOT = path.resolve(CORPUS, '../..');

async function openCase(folder: string, { inputs }: ExpectedAnswers): Promise<Session> {
  const selection = await selectInputs(inputs ?? { workspace: folder }, ROOT);
  if (selection === null) throw new Error(`${folder} names no inputs`);
  return openSession((await readInputs(selection)).input);
}

/** The fixtures of others lie beside the repository, and not everybody has them. */
function absentInputs({ inputs, needs = [] }: ExpectedAnswers): readonly string[] {
  return [...Object.values(inputs ?? {}), ...needs].filter((input) => !existsSync(path.resolve(ROOT, input)));
}

function askFlow(session: Session, { from, to, port }: ExpectedFlow): ExpectedFlow {
  const [name = '', portText] = port.split('/');
  const protocol = parseProtocol(name);
  if (protocol.tag === 'error') throw new Error(protocol.message);
  const flow = { from, to, protocol: protocol.number, port: portText === undefined ? null : Number(portText) };
  const verdicts = WORLDS.map((world) => {
    const answer = session.explainFlow({ ...flow, world });
    if ('error' in answer) throw new Error(answer.error);
    return answer.verdict;
  });
  return { from, to, port, verdicts: verdicts.join(' ') };
}

/** The answers to what is expected, and to nothing else. */
function answersTo(expected: ExpectedAnswers, session: Session, rehearsal: Rehearsal): ExpectedAnswers {
  const { about, inputs, needs, flows, findings, diagnostics, pairs, protectedPaths } = expected;
  const found = rehearsal.findings.map(({ severity, code }) => `${severity} ${code}`);
  const said = rehearsal.diagnostics.map(({ code, position }) => `${code} ${position.file}:${position.line}`);
  const followed = rehearsal.protectedPaths
    .filter(({ id }) => protectedPaths?.[id] !== undefined)
    .map(({ id, verdicts }) => [id, WORLDS.map((world) => verdicts[world].tag).join(' ')]);
  const counted = rehearsal.pairs.find(({ world }) => world === 'final');
  return {
    about,
    ...(inputs && { inputs }),
    ...(needs && { needs }),
    ...(flows && { flows: flows.map((flow) => askFlow(session, flow)) }),
    ...(findings && { findings: [...new Set(found)].toSorted() }),
    ...(diagnostics && { diagnostics: said }),
    ...(pairs && counted && { pairs: counted }),
    ...(protectedPaths && { protectedPaths: Object.fromEntries(followed) }),
  };
}

const cases = readdirSync(CORPUS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => {
    const folder = path.join(CORPUS, entry.name);
    // Written by us beside the test: it has the shape that the type says.
    const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as ExpectedAnswers;
    return { name: entry.name, folder, expected };
  });

describe('the corpus', () => {
  for (const { name, folder, expected } of cases) {
    it(`${name}: ${expected.about}`, async ({ skip }) => {
      const absent = absentInputs(expected);
      if (absent.length > 0) skip(`${absent.join(', ')} is not there`);
      const session = await openCase(folder, expected);
      expect(
        answersTo(
          expected,
          session,
          session.rehearse(() => undefined),
        ),
      ).toEqual(expected);
    });
  }
});
