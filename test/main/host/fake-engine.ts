import type { Accounting } from '../../../main/engine/model/accounting';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import type { Progress } from '../../../main/engine/model/progress';
import type { EngineInput, Session } from '../../../main/engine/pipeline';
import { CONSOLE_PLAN } from '../engine/plan/no-plan';

const COUNTS: Rehearsal['counts'] = { nodes: 0, pods: 0, workloads: 0, policies: 0, changes: 0, classes: 0 };

function accountFor(input: EngineInput): Accounting {
  return {
    files: input.files.map(({ role, path, text }) => ({
      role,
      path,
      bytes: text.length,
      fate: 'read',
      why: '',
      documents: [],
    })),
    loaded: [],
    notRead: [],
  };
}

function fakeRehearsal(input: EngineInput): Rehearsal {
  return {
    name: input.name,
    cluster: {
      version: '',
      naming: 'plain',
      dataplane: 'unknown',
      complete: false,
      hostForwardPolicy: 'unknown',
      hostInputPolicy: 'unknown',
    },
    counts: COUNTS,
    accounting: accountFor(input),
    diagnostics: [],
    parties: [],
    edges: [],
    unlistedEdges: 0,
    steps: [],
    pairs: [],
    findings: [],
    plan: CONSOLE_PLAN,
    flows: null,
    inputs: input.inputs,
    protectedPaths: [],
    failsafe: [],
  };
}

function workForever(): never {
  for (;;) {
    // Only ending the thread ends this.
  }
}

/**
 * An engine that answers at once, and otherwise does what the name of the workspace says: `endless` never finishes its rehearsal,
 * `broken` throws in it, `exits` takes its thread along, `refuses` throws while it opens.
 */
export function openFakeSession(input: EngineInput, tell: Progress): Session {
  tell('loading', 0, 1);
  if (input.name === 'refuses') throw new Error('secret detail of the engine');
  return {
    report: { name: input.name, accounting: accountFor(input), diagnostics: [], counts: COUNTS },
    rehearse(progress) {
      progress('worlds', 1, 2, 'one by one');
      if (input.name === 'endless') workForever();
      if (input.name === 'broken') throw new Error('secret detail of the engine');
      if (input.name === 'exits') process.exit(3);
      progress('worlds', 2, 2);
      return fakeRehearsal(input);
    },
    explainFlow: () => ({ error: 'not asked' }),
    explain: (edge, world) => ({
      from: edge,
      to: world,
      traffic: 'tcp 80',
      verdict: 'allow',
      sentence: `${edge} in ${world}`,
      checkpoints: [],
      doubts: [],
    }),
    excerpt(file, line) {
      const found = input.files.find(({ role, path }) => `${role}/${path}` === file);
      return found && { file, firstLine: line, lines: [found.text], totalLines: 1 };
    },
  };
}
