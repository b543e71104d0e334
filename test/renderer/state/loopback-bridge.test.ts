import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLoopbackBridge } from '../../../renderer/state/loopback-bridge';

interface Request {
  readonly path: string;
  readonly init: RequestInit | undefined;
}

let requests: Request[] = [];

function serve(answer: (path: string, init?: RequestInit) => Response | Promise<Response>): void {
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    requests.push({ path, init });
    return answer(path, init);
  });
}

const refused = () => new Response('{}', { status: 403 });

describe('the bridge of the browser host', () => {
  beforeEach(() => {
    requests = [];
    history.replaceState(null, '', '/?e2e=1#t=secret');
  });
  afterEach(() => vi.unstubAllGlobals());

  it('exchanges the token once and takes it out of the address', async () => {
    serve((path) => (path === '/session' ? Response.json({ csrf: 'c1' }) : refused()));
    await openLoopbackBridge();
    expect(requests[0]).toEqual({
      path: '/session',
      init: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"token":"secret"}' },
    });
    expect(location.href).toMatch(/\/\?e2e=1$/);
  });

  it('takes up the session of a page that was reloaded', async () => {
    serve((path, init) => (path === '/session' && init === undefined ? Response.json({ csrf: 'c2' }) : refused()));
    await openLoopbackBridge();
    expect(requests.slice(0, 2).map(({ init }) => init?.method)).toEqual(['POST', undefined]);
  });

  it('says what to do when there is no session', async () => {
    serve(refused);
    await expect(openLoopbackBridge()).rejects.toMatchObject({
      code: 'refused',
      help: 'Start “rehearse serve” again and open the address that it prints.',
    });
  });

  it('sends the session header with every call, and answers with the envelope', async () => {
    serve((path) => {
      if (path === '/session') return Response.json({ csrf: 'c3' });
      return path === '/rpc' ? Response.json({ ok: true, result: null }) : refused();
    });
    const bridge = await openLoopbackBridge();
    expect(await bridge.call('engine.cancel', {})).toEqual({ ok: true, result: null });
    expect(requests.at(-1)).toEqual({
      path: '/rpc',
      init: {
        method: 'POST',
        headers: { 'X-Rehearsal-Client': 'c3', 'Content-Type': 'application/json' },
        body: '{"method":"engine.cancel","params":{}}',
      },
    });
  });

  it('turns a host that went away into an error of the Contract', async () => {
    serve((path) => {
      if (path === '/session') return Response.json({ csrf: 'c4' });
      throw new TypeError('network');
    });
    const bridge = await openLoopbackBridge();
    expect(await bridge.call('app.info', {})).toMatchObject({ ok: false, error: { code: 'refused' } });
  });

  it('delivers the events of the stream to whoever listens, until they stop', async () => {
    let push = (_text: string): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        push = (text) => controller.enqueue(new TextEncoder().encode(text));
      },
    });
    serve((path) => (path === '/session' ? Response.json({ csrf: 'c5' }) : new Response(body)));
    const bridge = await openLoopbackBridge();
    const heard: unknown[] = [];
    const stop = bridge.subscribe('inputs.changed', (payload) => heard.push(payload));
    push('event: inputs.changed\ndata: {"files":["a.yaml"]}\n\nevent: unknown\ndata: {}\n\n');
    await vi.waitFor(() => expect(heard).toEqual([{ files: ['a.yaml'] }]));
    stop();
    push('event: inputs.changed\ndata: {"files":["b.yaml"]}\n\n');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(heard).toEqual([{ files: ['a.yaml'] }]);
  });
});
