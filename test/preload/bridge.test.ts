import { beforeAll, describe, expect, it } from 'vitest';
import { METHOD_NAMES } from '../../preload/contract';
import { recording } from '../stand-in/electron';

/** The bridge as a page sees it that keeps to no type. */
interface UntypedBridge {
  call(method: unknown, params: unknown): Promise<unknown>;
  subscribe(event: unknown, listener: (payload: unknown) => void): () => void;
}

let bridge: UntypedBridge;

function isBridge(value: unknown): value is UntypedBridge {
  return typeof value === 'object' && value !== null && 'call' in value && 'subscribe' in value;
}

/** Sends an event as the main process does. */
function send(name: string, payload: unknown): void {
  for (const listener of recording.listeners.get('ipcRenderer event') ?? []) {
    (listener as (...parameters: unknown[]) => void)({ sender: 'never to be shown' }, name, payload);
  }
}

beforeAll(async () => {
  await import('../../preload/index');
  const exposed = recording.exposed.get('rehearsal');
  if (!isBridge(exposed)) throw new Error('the preload exposed no bridge');
  bridge = exposed;
});

describe('the preload', () => {
  it('exposes one object with exactly call and subscribe', () => {
    expect([...recording.exposed.keys()]).toEqual(['rehearsal']);
    expect(Object.keys(bridge)).toEqual(['call', 'subscribe']);
  });

  it('carries every call of the Contract over one channel', async () => {
    for (const method of METHOD_NAMES) {
      expect(await bridge.call(method, { a: 1 })).toEqual({ ok: true, result: null });
      expect(recording.invoked.at(-1)).toEqual(['rpc', method, { a: 1 }]);
    }
  });

  it('carries no other call and listens to no other event', async () => {
    const before = recording.invoked.length;
    for (const name of ['toString', 'shell.openExternal', '', undefined, ['app.info']]) {
      await expect(bridge.call(name, {})).rejects.toThrow('there is no such call');
      expect(() => bridge.subscribe(name, () => undefined)).toThrow('there is no such event');
    }
    expect(recording.invoked).toHaveLength(before);
  });

  it('hands over the payload of the event alone, until the subscription is ended', () => {
    const heard: unknown[][] = [];
    const stop = bridge.subscribe('progress', (...parameters) => heard.push(parameters));
    send('progress', { phase: 'worlds', done: 1, total: 2 });
    send('menu.command', { command: 'reload' });
    expect(heard).toEqual([[{ phase: 'worlds', done: 1, total: 2 }]]);
    expect(stop()).toBeUndefined();
    send('progress', { phase: 'worlds', done: 2, total: 2 });
    expect(heard).toHaveLength(1);
    expect(recording.listeners.get('ipcRenderer event')).toEqual([]);
  });
});
