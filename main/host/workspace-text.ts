import { isAbsolute } from 'node:path';
import type { Workspace } from '../engine/model/workspace';
import { ContractFailure } from './contract-failure';
import { LIMITS } from './limits';
import { findRepeatedKey } from './repeated-key';
import { closedObject, flag, listOf, oneOf, ShapeError, text, type Shape } from './shape';
import { adminCidrs, gateSettings, ownPaths, seenInputs, wizardEvents } from './workspace-shapes';

/** What a workspace file says. */
export interface WorkspaceContent {
  readonly workspace: Workspace;
  /** One or two sentences on what it shows; `''` when the file has none. */
  readonly description: string;
}

const relativePath: Shape<string> = (value, at) => {
  const path = text(4096)(value, at);
  if (path === '' || path.includes('\0') || path.includes('\\')) {
    throw new ShapeError(at, 'must be a path with / between its parts');
  }
  if (isAbsolute(path) || /^[A-Za-z]:/.test(path)) throw new ShapeError(at, 'must be relative to the workspace file');
  return path;
};

const readShape = closedObject(
  {
    version: oneOf([1]),
    name: text(200),
    snapshot: listOf(relativePath, 100),
    changes: listOf(relativePath, 100),
    adminCidrs,
  },
  {
    description: text(2000),
    cluster: closedObject(
      {},
      { version: text(40), dataplane: oneOf(['iptables', 'nftables', 'ebpf']), complete: flag },
    ),
    flows: listOf(relativePath, LIMITS.flowFiles),
    ownPaths,
    gates: gateSettings,
    events: wizardEvents,
    seenInputs,
  },
);

/** Reads the text of a workspace file. Throws `ContractFailure` with code `invalid` that says where it is wrong. */
export function parseWorkspace(content: string, fileName: string): WorkspaceContent {
  const value = parseJson(content, fileName);
  if (isOfOtherVersion(value)) {
    const message = `${fileName} is version ${JSON.stringify(value.version).slice(0, 20)} of a workspace file; this program knows version 1.`;
    throw new ContractFailure('invalid', message, 'Open it with the release of Calico Rehearsal that wrote it.');
  }
  try {
    const { description = '', ...workspace } = readShape(value, 'workspace');
    const repeated = findRepeatedKey(content);
    if (repeated !== null)
      throw new ShapeError(`${repeated.key} in line ${repeated.line}`, 'is given for the second time');
    return { workspace, description };
  } catch (thrown) {
    if (!(thrown instanceof ShapeError)) throw thrown;
    throw new ContractFailure('invalid', `${fileName}: ${thrown.message}.`, 'Correct the file and open it again.');
  }
}

/** JSON in a file that this program writes. Throws `ContractFailure` with code `invalid`. */
export function parseJson(content: string, fileName: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'not JSON';
    throw new ContractFailure('invalid', `${fileName} is not JSON: ${why}.`, 'Correct the file and open it again.');
  }
}

function isOfOtherVersion(value: unknown): value is { readonly version: number | string } {
  if (typeof value !== 'object' || value === null || !('version' in value)) return false;
  const { version } = value;
  return (typeof version === 'number' || typeof version === 'string') && version !== 1;
}

/** The text of a workspace file: the fields of the user first, then the wizard's, always in one order. */
export function formatWorkspace({ workspace, description }: WorkspaceContent): string {
  const { version, name, snapshot, changes, adminCidrs: networks, cluster, ...rest } = workspace;
  const { flows, ownPaths: rows, gates, events, seenInputs: seen } = rest;
  const ordered = {
    version,
    name,
    ...(description === '' ? {} : { description }),
    snapshot,
    changes,
    adminCidrs: networks,
    cluster,
    flows,
    ownPaths: rows,
    gates,
    events,
    seenInputs: seen,
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}
