import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseProtocol } from '../../main/engine/net/protocol';
import { WORLDS } from '../../main/engine/model/world';
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

async function open(caseFolder: string, expected: ExpectedAnswers): Promise<Session> {
  const { inputs } = expected;
  const chosen = inputs === undefined ? { workspace: caseFolder } : inputs;
  const selection = await selectInputs(chosen, ROOT);
  if (selection === null) throw new Error(`${caseFolder} names no inputs`);
  return openSession((await readInputs(selection)).input);
}

/** The fixtures of others lie beside the repository, and not everybody has them. */
function absentInputs({ inputs }: ExpectedAnswers): readonly string[] {
  return Object.values(inputs ?? {}).filter((input) => !existsSync(path.resolve(ROOT, input)));
}

function askFlow(session: Session, { from, to, port }: ExpectedFlow): Record<string, string> {
  const [name = '', portText] = port.split('/');
  const protocol = parseProtocol(name);
  if (protocol.tag === 'error') throw new Error(protocol.message);
  const flow = { from, to, protocol: protocol.number, port: portText === undefined ? null : Number(portText) };
  return Object.fromEntries(
    WORLDS.map((world) => {
      const answer = session.explainFlow({ ...flow, world });
      return [world, 'error' in answer ? answer.error : answer.verdict];
    }),
  );
}

function expectedVerdicts({ verdicts }: ExpectedFlow): Record<string, string> {
  return typeof verdicts === 'string' ? Object.fromEntries(WORLDS.map((world) => [world, verdicts])) : { ...verdicts };
}

const cases = readdirSync(CORPUS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

for (const name of cases) {
  const folder = path.join(CORPUS, name);
  // Written by us beside the test: it has the shape that the type says.
  const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as ExpectedAnswers;
  const absent = absentInputs(expected);

  describe.skipIf(absent.length > 0)(
    `${name}: ${expected.about}${absent.length > 0 ? ` (absent: ${absent.join(', ')})` : ''}`,
    async () => {
      if (absent.length > 0) return;
      const session = await open(folder, expected);
      const rehearsal = session.rehearse(() => undefined);

      for (const flow of expected.flows ?? []) {
        it(`answers ${flow.from} → ${flow.to} ${flow.port}`, () => {
          expect(askFlow(session, flow)).toEqual(expectedVerdicts(flow));
        });
      }

      it.runIf(expected.findings !== undefined)('finds what is dangerous, and nothing else', () => {
        const found = rehearsal.findings.map(({ severity, code }) => `${severity} ${code}`);
        expect([...new Set(found)].sort()).toEqual(expected.findings);
      });

      it.runIf(expected.diagnostics !== undefined)('says which files are wrong, and no others', () => {
        const said = rehearsal.diagnostics.map(({ code, position }) => `${code} ${position.file}:${position.line}`);
        expect(said).toEqual(expected.diagnostics);
      });

      it.runIf(expected.pairs !== undefined)('counts the open pairs', () => {
        const counted = rehearsal.pairs.find(({ world }) => world === 'final');
        expect(counted).toEqual({ world: 'final', ...expected.pairs });
      });

      it.runIf(expected.protectedPaths !== undefined)('follows the protected paths', () => {
        const followed = rehearsal.protectedPaths.map(({ id, verdicts }) => [
          id,
          WORLDS.map((world) => verdicts[world].tag).join(' '),
        ]);
        expect(Object.fromEntries(followed)).toMatchObject(expected.protectedPaths ?? {});
      });
    },
  );
}
