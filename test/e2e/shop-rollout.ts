import { unzipSync } from 'fflate';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { applyFiles, filesForward } from '../../main/engine/plan/apply-files';
import type { ChangeFile } from '../../main/engine/model/plan';
import type { WizardEvent } from '../../main/engine/model/wizard';
import { selectInputs } from '../../main/host/input-selection';
import { readInputs } from '../../main/host/read-inputs';
import { canonicalWorld } from '../main/engine/plan/canonical-world';
import { rolloutOfInput, worldWith } from '../main/engine/plan/planned-rollout';

/** Recorded by Whisker while the change set of the sample was staged behind the net. */
export const RECORDING = path.join(import.meta.dirname, 'shop-flows.json');

const TCP_RULE = `    - action: Allow
      protocol: TCP
      destination:
        namespaceSelector: projectcalico.org/name == 'kube-system'
        selector: k8s-app == 'kube-dns'
        ports:
          - 53
`;

/** Corrects the two deliberate mistakes of the sample, as its README says. */
export async function correctMistakes(folder: string): Promise<void> {
  const platform = path.join(folder, 'changes/10-platform.yaml');
  await writeFile(platform, `${await readFile(platform, 'utf8')}${TCP_RULE}`);
  const deny = path.join(folder, 'changes/90-default-deny.yaml');
  await writeFile(
    deny,
    (await readFile(deny, 'utf8')).replace(/^ {2}selector: all\(\)$/m, '  namespaceSelector: all()'),
  );
}

/** What an archive of the window holds, by path in its folder. */
export function readArchive(bytes: Uint8Array): readonly ChangeFile[] {
  return Object.entries(unzipSync(bytes)).map(([name, content]) => ({
    path: name.slice(name.indexOf('/') + 1),
    text: new TextDecoder().decode(content),
  }));
}

/** Where the files of a written plan lead from the snapshot, read by the loader, beside where the rollout ends. */
export async function followPlan(folder: string, files: readonly ChangeFile[]) {
  const selection = await selectInputs({ workspace: folder }, folder);
  if (selection === null) throw new Error(`${folder} holds no workspace`);
  const rollout = rolloutOfInput((await readInputs(selection)).input);
  const objects = applyFiles(rollout.worlds.now.cluster.resources, filesForward(files));
  return { reached: canonicalWorld(worldWith(objects, rollout)), final: canonicalWorld(rollout.worlds.final) };
}

/** What the workspace file has kept of the wizard. */
export async function readHistory(folder: string): Promise<readonly WizardEvent[]> {
  const text = await readFile(path.join(folder, `${path.basename(folder)}.rehearsal.json`), 'utf8');
  return (JSON.parse(text) as { readonly events?: readonly WizardEvent[] }).events ?? [];
}
