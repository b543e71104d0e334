import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { applyFiles, filesForward } from '../../../../main/engine/plan/apply-files';
import type { ChangeFile, Plan } from '../../../../main/engine/model/plan';
import { planFiles } from '../../../../main/engine/plan/plan-files';
import type { EngineInput } from '../../../../main/engine/pipeline';
import { openSession } from '../../../../main/engine/pipeline';
import { writeExportFolder } from '../../../../main/host/export-folder';
import { selectInputs } from '../../../../main/host/input-selection';
import { readInputs } from '../../../../main/host/read-inputs';
import type { ExpectedAnswers } from '../../../corpus/expected-answers';
import { makeFolder } from '../../host/make-folder';
import { canonicalWorld } from './canonical-world';
import { rolloutOfInput, worldWith } from './planned-rollout';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const CORPUS = join(ROOT, 'test/corpus');
const CASES = readdirSync(CORPUS, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

interface Case {
  readonly inputs: NonNullable<ExpectedAnswers['inputs']>;
  /** Fixtures of others lie beside the repository, and not everybody has them. */
  readonly absent: readonly string[];
}

function readCase(name: string): Case {
  const folder = join(CORPUS, name);
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ExpectedAnswers;
  const inputs = expected.inputs ?? { workspace: folder };
  const needed = [...Object.values(inputs), ...(expected.needs ?? [])];
  return { inputs, absent: needed.filter((path) => !existsSync(resolve(ROOT, path))) };
}

async function inputOf({ inputs }: Case): Promise<EngineInput> {
  const selection = await selectInputs(inputs, ROOT);
  if (selection === null) throw new Error('the case names no inputs');
  return (await readInputs(selection)).input;
}

/** What a folder holds, as somebody who was given it reads it. */
function readFolder(folder: string): readonly ChangeFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => ({ path: relative(folder, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }));
}

async function written(plan: Plan): Promise<readonly ChangeFile[]> {
  const folder = join(makeFolder(), 'plan');
  await writeExportFolder(
    folder,
    planFiles(plan).map(({ path, text }) => ({ path, content: text })),
  );
  return readFolder(folder);
}

/** The worlds that the folder of a plan leads to: step by step to the end, and back again. */
async function walkPlan(input: EngineInput) {
  const { plan } = openSession(input).rehearse(() => undefined);
  const rollout = rolloutOfInput(input);
  const texts = new Map((await written(plan)).map(({ path, text }) => [path, text]));
  const read = (files: readonly ChangeFile[]) => files.map(({ path }) => ({ path, text: texts.get(path) ?? '' }));
  const { now, final } = rollout.worlds;
  const objects = now.cluster.resources;
  const forward = applyFiles(objects, filesForward([...texts].map(([path, text]) => ({ path, text }))));
  const stepByStep = applyFiles(objects, read(plan.steps.flatMap(({ files }) => files)));
  const back = applyFiles(forward, read(plan.steps.toReversed().flatMap(({ rollback }) => rollback)));
  const world = (reached: typeof objects) => canonicalWorld(worldWith(reached, rollout));
  return {
    reached: { end: world(forward), endByStep: world(stepByStep), begin: world(back) },
    wanted: { end: canonicalWorld(final), endByStep: canonicalWorld(final), begin: canonicalWorld(now) },
  };
}

describe('the files of a plan, written and read again', () => {
  it.for(CASES)(
    'lead from the snapshot to the end of the rollout and back: %s',
    { timeout: 60_000 },
    async (name, { skip }) => {
      const given = readCase(name);
      if (given.absent.length > 0) skip(`${given.absent.join(', ')} is not there`);
      const { reached, wanted } = await walkPlan(await inputOf(given));
      expect(reached).toEqual(wanted);
    },
  );
});
