import { describe, expect, it } from 'vitest';
import { ContractFailure } from '../../../main/host/contract-failure';
import { createDispatch } from '../../../main/host/dispatch';
import type { Services } from '../../../main/host/services';
import { METHOD_NAMES } from '../../../preload/contract';

const REPORT = {
  name: 'Shop',
  accounting: { files: [], loaded: [], notRead: [] },
  diagnostics: [],
  counts: { nodes: 0, pods: 0, workloads: 0, policies: 0, changes: 0, classes: 0 },
};

/** Services that note what reached them. */
function recordingServices(reached: unknown[]): Services {
  const reach = (params: unknown): Promise<never> => {
    reached.push(params);
    return Promise.reject(new ContractFailure('not-open', 'No workspace is open.', 'Open one.'));
  };
  return {
    'app.info': () => Promise.reject(new Error('secret detail')),
    'workspace.openSample': async (params) => {
      reached.push(params);
      return REPORT;
    },
    'workspace.openDialog': reach,
    'workspace.openUploaded': reach,
    'workspace.current': async () => null,
    'workspace.reload': reach,
    'workspace.addFlows': reach,
    'workspace.removeFlows': reach,
    'workspace.setPaths': reach,
    'workspace.paths': reach,
    'wizard.read': reach,
    'wizard.record': reach,
    'wizard.settings': reach,
    'review.export': reach,
    'rehearsal.run': reach,
    'rehearsal.explain': reach,
    'source.read': reach,
    'engine.cancel': async () => null,
  };
}

async function refusalOf(method: unknown, params: unknown): Promise<string> {
  const reached: unknown[] = [];
  const envelope = await createDispatch(recordingServices(reached), () => undefined)(method, params);
  expect(reached).toEqual([]);
  return envelope.ok ? 'accepted' : `${envelope.error.code}: ${envelope.error.message}`;
}

const UPLOAD = { name: 'x', snapshot: [], changes: [], adminCidrs: [] };

describe('the dispatch', () => {
  it('hands checked parameters to the service and wraps its result', async () => {
    const reached: unknown[] = [];
    const dispatch = createDispatch(recordingServices(reached), () => undefined);
    expect(await dispatch('workspace.openSample', { id: 'shop' })).toEqual({ ok: true, result: REPORT });
    expect(reached).toEqual([{ id: 'shop' }]);
  });

  it('wraps a refusal with its words and what to do', async () => {
    const dispatch = createDispatch(recordingServices([]), () => undefined);
    expect(await dispatch('workspace.reload', {})).toEqual({
      ok: false,
      error: { code: 'not-open', message: 'No workspace is open.', help: 'Open one.' },
    });
  });

  it('tells the terminal of an exception, and the window only that there was one', async () => {
    const exceptions: string[] = [];
    const dispatch = createDispatch(recordingServices([]), (detail) => exceptions.push(detail));
    const envelope = await dispatch('app.info', {});
    expect(envelope).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(envelope)).not.toContain('secret');
    expect(exceptions[0]).toMatch(/^Error: secret detail\n {4}at /);
  });

  it.each(['toString', '__proto__', 'constructor', 'app', '', 7, null, undefined, ['app.info']])(
    'knows no call %j',
    async (method) => {
      expect(await refusalOf(method, {})).toBe('invalid: There is no such call.');
    },
  );

  it.each(METHOD_NAMES)('refuses %s with a field that it does not know, and with no object at all', async (method) => {
    expect(await refusalOf(method, { surprise: 1 })).toBe(`invalid: ${method}: params.surprise is not a known field.`);
    expect(await refusalOf(method, JSON.parse('{"__proto__": {}}'))).toMatch(/is not a known field/);
    for (const params of [null, undefined, 'x', [], new Map()]) {
      expect(await refusalOf(method, params)).toBe(`invalid: ${method}: params must be an object.`);
    }
  });

  it.each<readonly [string, unknown, string]>([
    ['workspace.openSample', {}, 'params.id is missing'],
    ['workspace.openSample', { id: 7 }, 'params.id must be text'],
    ['workspace.openSample', { id: 'x'.repeat(101) }, 'params.id must not be longer than 100 characters'],
    ['workspace.openDialog', { what: 'file' }, 'params.what must be one of workspace, folders'],
    [
      'rehearsal.explain',
      { edge: 'e', world: 'pending' },
      'params.world must be one of now, net, staged, promoted, final',
    ],
    [
      'source.read',
      { file: 'f', line: 0, before: 0, after: 0 },
      'params.line must be a whole number from 1 to 2147483648',
    ],
    [
      'source.read',
      { file: 'f', line: 1.5, before: 0, after: 0 },
      'params.line must be a whole number from 1 to 2147483648',
    ],
    [
      'source.read',
      { file: 'f', line: 1, before: -1, after: 0 },
      'params.before must be a whole number from 0 to 1000',
    ],
    [
      'source.read',
      { file: 'f', line: 1, before: 0, after: 1e9 },
      'params.after must be a whole number from 0 to 1000',
    ],
    ['workspace.openUploaded', { ...UPLOAD, changes: {} }, 'params.changes must be a list'],
    [
      'workspace.openUploaded',
      { ...UPLOAD, adminCidrs: ['all'] },
      'params.adminCidrs[0] must be an address prefix such as 10.1.0.0/24',
    ],
    ...['/etc/passwd', '../x.yaml', 'a/../x.yaml', 'a//x.yaml', './x.yaml', 'a\\x.yaml', 'x\0.yaml', ''].map(
      (path) =>
        [
          'workspace.openUploaded',
          { ...UPLOAD, snapshot: [{ path, text: '' }] },
          'params.snapshot[0].path must be a path relative to the chosen folder',
        ] as const,
    ),
  ])('refuses %s %j', async (method, params, message) => {
    expect(await refusalOf(method, params)).toBe(`invalid: ${method}: ${message}.`);
  });
});
