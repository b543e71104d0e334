import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../main/host/limits';
import { PARAMS_SHAPES } from '../../../main/host/params-shapes';
import type { MethodName } from '../../../preload/contract';

function refusalOf(method: MethodName, params: unknown): string {
  try {
    PARAMS_SHAPES[method](params, 'params');
  } catch (thrown) {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  }
  return 'accepted';
}

const ROW = { title: 'x', from: 'a', to: 'b', protocol: 'tcp', port: 1, severity: 'warns', expect: 'open' };
const DONE = { tag: 'done', step: 'net', by: 'Ada', text: '', check: 'net.console' };
const PICTURE = { name: 'map-after.png', base64: 'iVBORw0KGgo=' };
const SETTINGS = { secondPerson: true, minimumObservationMinutes: 60 };
const { check: _check, ...SIGNED } = DONE;

describe('parameters of the wizard', () => {
  it.each<readonly [MethodName, unknown]>([
    ['workspace.addFlows', { files: [{ path: 'night/whisker.json', text: '{}' }] }],
    ['workspace.setPaths', { adminCidrs: ['10.1.0.0/24', 'fd00::/64'], ownPaths: [ROW, { ...ROW, port: null }] }],
    ['wizard.record', { events: [DONE] }],
    ['wizard.record', { events: [{ ...DONE, tag: 'acknowledged' }] }],
    ['wizard.record', { events: [{ ...DONE, tag: 'overridden' }] }],
    ['wizard.record', { events: [{ ...SIGNED, tag: 'signed-off' }] }],
    ['wizard.record', { events: [{ ...SIGNED, tag: 'withdrawn', event: 3 }] }],
    ['wizard.settings', { settings: SETTINGS, by: 'Ada', text: '' }],
    ['review.export', { what: 'pack', pictures: [PICTURE] }],
  ])('%s: %j is handed over as it is', (method, params) => {
    expect(PARAMS_SHAPES[method](params, 'params')).toEqual(params);
  });

  it.each<readonly [MethodName, unknown, string]>([
    ['workspace.addFlows', {}, 'params.files is missing'],
    ['workspace.addFlows', { files: 'all' }, 'params.files must be a list'],
    [
      'workspace.addFlows',
      { files: [{ path: '/var/log/flows.log', text: '' }] },
      'params.files[0].path must be a path relative to the chosen folder',
    ],
    [
      'workspace.addFlows',
      { files: [{ path: '../flows.log', text: '' }] },
      'params.files[0].path must be a path relative to the chosen folder',
    ],
    ['workspace.addFlows', { files: [{ path: 'a', text: 7 }] }, 'params.files[0].text must be text'],
    [
      'workspace.addFlows',
      { files: Array.from({ length: LIMITS.flowFiles + 1 }, () => ({ path: 'a', text: '' })) },
      'params.files must not have more than 1000 members',
    ],
    ['workspace.removeFlows', { name: 'x' }, 'params.name is not a known field'],
    ['workspace.setPaths', { adminCidrs: [] }, 'params.ownPaths is missing'],
    [
      'workspace.setPaths',
      { adminCidrs: ['10.1.0.0'], ownPaths: [] },
      'params.adminCidrs[0] must be an address prefix such as 10.1.0.0/24',
    ],
    [
      'workspace.setPaths',
      { adminCidrs: [], ownPaths: [{ ...ROW, path: '/etc' }] },
      'params.ownPaths[0].path is not a known field',
    ],
    [
      'workspace.setPaths',
      { adminCidrs: [], ownPaths: [{ ...ROW, expect: 'maybe' }] },
      'params.ownPaths[0].expect must be one of open, closed',
    ],
    [
      'workspace.setPaths',
      { adminCidrs: [], ownPaths: [{ ...ROW, severity: 'informs' }] },
      'params.ownPaths[0].severity must be one of blocks, warns',
    ],
    [
      'workspace.setPaths',
      { adminCidrs: [], ownPaths: [{ ...ROW, title: 'x'.repeat(201) }] },
      'params.ownPaths[0].title must not be longer than 200 characters',
    ],
    ['wizard.read', { step: 'net' }, 'params.step is not a known field'],
    ['wizard.record', { events: [null] }, 'params.events[0] must be an object'],
    [
      'wizard.record',
      { events: [{ ...DONE, tag: 'passed' }] },
      'params.events[0].tag must be one of done, acknowledged, overridden, signed-off, withdrawn',
    ],
    ['wizard.record', { events: [SIGNED] }, 'params.events[0].check is missing'],
    ['wizard.record', { events: [{ ...DONE, tag: 'signed-off' }] }, 'params.events[0].check is not a known field'],
    // The number, the time and the inputs are the host's to give.
    ['wizard.record', { events: [{ ...DONE, id: 1 }] }, 'params.events[0].id is not a known field'],
    [
      'wizard.record',
      { events: [{ ...DONE, at: '2026-01-01T00:00:00Z' }] },
      'params.events[0].at is not a known field',
    ],
    [
      'wizard.record',
      { events: [{ ...DONE, inputs: 'a'.repeat(64) }] },
      'params.events[0].inputs is not a known field',
    ],
    [
      'wizard.record',
      { events: [{ ...DONE, step: 'final' }] },
      'params.events[0].step must be one of net, stage, observe, promote, remove-net',
    ],
    [
      'wizard.record',
      { events: [{ ...DONE, text: 'x'.repeat(4001) }] },
      'params.events[0].text must not be longer than 4000 characters',
    ],
    [
      'wizard.record',
      { events: [{ ...SIGNED, tag: 'withdrawn', event: 0 }] },
      'params.events[0].event must be a whole number from 1 to 2147483648',
    ],
    ['wizard.settings', { settings: {}, by: 'Ada', text: '' }, 'params.settings.secondPerson is missing'],
    ['wizard.settings', { settings: SETTINGS }, 'params.by is missing'],
    // The rules are changed by a call of their own.
    [
      'wizard.record',
      { events: [{ ...SIGNED, tag: 'rules-changed' }] },
      'params.events[0].tag must be one of done, acknowledged, overridden, signed-off, withdrawn',
    ],
    [
      'wizard.settings',
      { settings: { ...SETTINGS, minimumObservationMinutes: -1 }, by: 'Ada', text: '' },
      'params.settings.minimumObservationMinutes must be a whole number from 0 to 1000000',
    ],
    ['review.export', { what: 'all', pictures: [] }, 'params.what must be one of pack, plan'],
    ['review.export', { what: 'plan', pictures: [], folder: '/tmp' }, 'params.folder is not a known field'],
    ...['../map.png', 'map.svg', 'Map.png', 'a/map.png', '.png', 'map..png', '-map.png'].map(
      (name) =>
        [
          'review.export',
          { what: 'plan', pictures: [{ ...PICTURE, name }] },
          'params.pictures[0].name must be a file name such as map-after.png',
        ] as const,
    ),
    [
      'review.export',
      { what: 'plan', pictures: Array.from({ length: 21 }, () => PICTURE) },
      'params.pictures must not have more than 20 members',
    ],
  ])('%s: %j is refused', (method, params, message) => {
    expect(refusalOf(method, params)).toBe(`ShapeError: ${message}`);
  });
});
