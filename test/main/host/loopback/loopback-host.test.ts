import { request as startRequest, type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dispatch } from '../../../../main/host/dispatch';
import {
  startLoopbackHost,
  type LoopbackHost,
  type LoopbackOptions,
} from '../../../../main/host/loopback/loopback-host';
import { CONTENT_SECURITY_POLICY } from '../../../../main/host/security';

const FILES = new Map([
  ['/', { type: 'text/html; charset=utf-8', content: new TextEncoder().encode('<!doctype html>') }],
  ['/assets/index.js', { type: 'text/javascript; charset=utf-8', content: new TextEncoder().encode('start();') }],
]);

let host: LoopbackHost;
let called: unknown[] = [];

const answerCalled: Dispatch = async (method, params) => {
  called.push([method, params]);
  return { ok: true, result: null };
};

async function start(options: Partial<LoopbackOptions> = {}): Promise<LoopbackHost> {
  called = [];
  host = await startLoopbackHost({
    dispatch: answerCalled,
    files: FILES,
    port: 0,
    idle: 60_000,
    onException: (detail) => {
      throw new Error(detail);
    },
    ...options,
  });
  return host;
}

afterEach(() => host.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

function begin({ method = 'GET', path = '/', headers = {} }: Sent): ClientRequest {
  const { hostname, port, host: authority } = new URL(host.origin);
  const sent = Object.entries({ host: authority, ...headers }).filter(([, value]) => value !== undefined);
  return startRequest({
    hostname,
    port,
    method,
    path,
    headers: Object.fromEntries(sent),
    setHost: false,
    agent: false,
  });
}

function answerTo(request: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (body += piece));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      response.once('error', reject);
    });
  });
}

function send(sent: Sent): Promise<Answer> {
  const request = begin(sent);
  const answer = answerTo(request);
  request.end(sent.body);
  return answer;
}

function json(value: unknown): { readonly headers: Record<string, string>; readonly body: string } {
  return { headers: { 'content-type': 'application/json', origin: host.origin }, body: JSON.stringify(value) };
}

function token(): string {
  return new URL(host.startAddress).hash.slice('#t='.length);
}

/** The headers of a caller with a session. */
async function openSession(): Promise<Record<string, string>> {
  const { headers, body } = json({ token: token() });
  const answer = await send({ method: 'POST', path: '/session', headers, body });
  expect(answer.status).toBe(200);
  const { csrf } = JSON.parse(answer.body) as { csrf: string };
  const [cookie = ''] = (answer.headers['set-cookie']?.[0] ?? '').split(';');
  return { 'content-type': 'application/json', origin: host.origin, cookie, 'x-rehearsal-client': csrf };
}

/** Whether anybody answers on the host's port at another address of this machine. */
function isReachedAt(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port: Number(new URL(host.origin).port), host: address, timeout: 1000 });
    const end = (isReached: boolean): void => {
      socket.destroy();
      resolve(isReached);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

const CALL = JSON.stringify({ method: 'app.info', params: {} });

describe('the browser host', () => {
  it('listens on 127.0.0.1 alone, under an address whose token has 256 bits and stays in the fragment', async () => {
    await start();
    expect(host.startAddress).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+\/#t=[A-Za-z0-9_-]{43}$/);
    expect(await send({})).toMatchObject({ status: 200, body: '<!doctype html>' });
    const ownAddresses = Object.values(networkInterfaces()).flatMap((ones) =>
      (ones ?? []).map(({ address }) => address),
    );
    // Linux answers at all of 127.0.0.0/8.
    const others = new Set([...ownAddresses, '127.0.0.2', '::1']);
    others.delete('127.0.0.1');
    expect(await isReachedAt('127.0.0.1')).toBe(true);
    for (const address of others) expect([address, await isReachedAt(address)]).toEqual([address, false]);
  });

  it('sends every answer with the policy of the window, and stores none', async () => {
    await start();
    for (const path of ['/', '/assets/index.js', '/absent', '/session']) {
      expect((await send({ path })).headers).toMatchObject({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
    }
  });

  it('sends no header that would let another origin read', async () => {
    await start();
    const headers = await openSession();
    const answers = [
      await send({ headers: { origin: host.origin } }),
      await send({ method: 'OPTIONS', path: '/rpc', headers: { origin: 'http://evil.example' } }),
      await send({ method: 'POST', path: '/rpc', headers, body: CALL }),
    ];
    const names = answers.flatMap((answer) => Object.keys(answer.headers));
    expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('exchanges the token once, for a strict cookie and a key, and answers calls with both', async () => {
    await start();
    const { headers, body } = json({ token: token() });
    const exchange = await send({ method: 'POST', path: '/session', headers, body });
    expect(exchange.headers['set-cookie']).toEqual([
      expect.stringMatching(/^rehearsal-[0-9a-f]{12}=[A-Za-z0-9_-]{43}; HttpOnly; SameSite=Strict; Path=\/$/),
    ]);
    expect(await send({ method: 'POST', path: '/session', headers, body })).toMatchObject({ status: 403 });
  });

  it('answers a call that has everything', async () => {
    await start();
    const headers = await openSession();
    const answer = await send({ method: 'POST', path: '/rpc', headers, body: CALL });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { ok: true, result: null }]);
    expect(called).toEqual([['app.info', {}]]);
  });

  it('gives the key again to a reloaded page, which has the cookie', async () => {
    await start();
    const headers = await openSession();
    const again = await send({
      path: '/session',
      headers: { cookie: headers['cookie'], 'sec-fetch-site': 'same-origin' },
    });
    expect([again.status, JSON.parse(again.body)]).toEqual([200, { csrf: headers['x-rehearsal-client'] }]);
  });

  it('streams events to a caller that has everything', async () => {
    await start();
    const headers = await openSession();
    const request = begin({ path: '/events', headers: { ...headers, origin: undefined, 'content-type': undefined } });
    const lines = new Promise<string>((resolve) => {
      request.once('response', (response) => {
        expect(response.headers['content-type']).toBe('text/event-stream');
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
          if (text === ':\n\n') host.send('progress', { phase: 'a\nb', done: 1, total: 2 });
          else resolve(text);
        });
      });
    });
    request.end();
    expect(await lines).toBe(':\n\nevent: progress\ndata: {"phase":"a\\nb","done":1,"total":2}\n\n');
    request.destroy();
  });
});

describe('the browser host refuses', () => {
  const WITHOUT = [
    ['another Host', { host: 'evil.example' }, 421],
    ['another name of itself', { host: 'localhost' }, 421],
    ['no Origin', { origin: undefined }, 403],
    ['another Origin', { origin: 'http://evil.example' }, 403],
    ['another port of the same machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['an opaque Origin', { origin: 'null' }, 403],
    ['a request that a browser says comes from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a request that a browser says comes from another port', { 'sec-fetch-site': 'same-site' }, 403],
    ['a request that a browser says was typed and not made by a page', { 'sec-fetch-site': 'none' }, 403],
    ['no cookie', { cookie: undefined }, 403],
    ['a wrong cookie', { cookie: 'rehearsal-000000000000=x' }, 403],
    ['no key', { 'x-rehearsal-client': undefined }, 403],
    ['a wrong key', { 'x-rehearsal-client': '1' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { 'content-type': 'text/plain' }, 415],
    ['JSON in another charset', { 'content-type': 'application/json; charset=utf-7' }, 415],
    ['no type', { 'content-type': undefined }, 415],
  ] as const;

  it.each(WITHOUT)('a call with %s', async (_what, changed, status) => {
    await start();
    const headers = { ...(await openSession()), ...changed };
    const answer = await send({ method: 'POST', path: '/rpc', headers, body: CALL });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false });
    expect(called).toEqual([]);
  });

  // A browser sends no Origin and no type with a GET to its own origin.
  it.each(WITHOUT.filter(([what, , status]) => status !== 415 && what !== 'no Origin'))(
    'an event stream with %s',
    async (_what, changed, status) => {
      await start();
      const headers = { ...(await openSession()), ...changed };
      expect((await send({ path: '/events', headers })).status).toBe(status);
    },
  );

  it.each(WITHOUT.filter(([what]) => /Host|Origin|cookie|site|port|name|typed/.test(what) && what !== 'no Origin'))(
    'the key to a page with %s',
    async (_what, changed, status) => {
      await start();
      expect((await send({ path: '/session', headers: { ...(await openSession()), ...changed } })).status).toBe(status);
    },
  );

  it('a cookie of which only the name or only the value is right', async () => {
    await start();
    const headers = await openSession();
    const [name = '', value = ''] = (headers['cookie'] ?? '').split('=');
    for (const cookie of [`${name}=${'x'.repeat(value.length)}`, `${name}=`, name, `rehearsal-000000000000=${value}`]) {
      const answer = await send({ method: 'POST', path: '/rpc', headers: { ...headers, cookie }, body: CALL });
      expect(answer.status).toBe(403);
    }
    expect(called).toEqual([]);
  });

  it('a token that is wrong, missing, or not asked for from its own page', async () => {
    await start();
    for (const body of [{ token: 'x'.repeat(43) }, { token: '' }]) {
      expect(await send({ method: 'POST', path: '/session', ...json(body) })).toMatchObject({ status: 403 });
    }
    for (const body of [{}, [], null, { token: 7 }, { token: token(), more: 1 }]) {
      expect(await send({ method: 'POST', path: '/session', ...json(body) })).toMatchObject({ status: 400 });
    }
    const { body, headers } = json({ token: token() });
    for (const origin of ['http://evil.example', undefined]) {
      expect(await send({ method: 'POST', path: '/session', headers: { ...headers, origin }, body })).toMatchObject({
        status: 403,
      });
    }
    // None of these has used the token up.
    expect(await send({ method: 'POST', path: '/session', headers, body })).toMatchObject({ status: 200 });
  });

  it('every preflight', async () => {
    await start();
    for (const path of ['/', '/session', '/rpc', '/events']) {
      for (const origin of ['http://evil.example', host.origin]) {
        const headers = { origin, 'access-control-request-method': 'POST' };
        expect((await send({ method: 'OPTIONS', path, headers })).status).toBe(403);
      }
    }
  });

  it.each([
    '/..',
    '/../package.json',
    '/assets/../../package.json',
    '/%2e%2e/package.json',
    '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/etc/passwd',
    '/assets',
    '/assets/',
    '/assets/index.js?x',
    '/rpc',
    'http://evil.example/',
  ])('the path %s', async (path) => {
    await start();
    expect((await send({ path })).status).toBe(404);
  });

  it('other methods', async () => {
    await start();
    const headers = await openSession();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD', 'TRACE']) {
      expect((await send({ method, path: '/rpc', headers })).status).toBe(405);
    }
  });

  it('a body that is not a call', async () => {
    await start();
    const headers = await openSession();
    for (const body of ['', '{', '[]', 'null', '{"method": "app.info"}', '{"method": "a", "params": {}, "id": 1}']) {
      expect((await send({ method: 'POST', path: '/rpc', headers, body })).status).toBe(400);
    }
    expect(called).toEqual([]);
  });

  it('a body that is too large, whether it says so or not', async () => {
    await start();
    const headers = await openSession();
    const large = JSON.stringify({ method: 'app.info', params: { filler: 'x'.repeat(1024 * 1024) } });
    expect(await send({ method: 'POST', path: '/rpc', headers, body: large })).toMatchObject({ status: 413 });
    const announced = begin({ method: 'POST', path: '/rpc', headers: { ...headers, 'content-length': '67108865' } });
    const answer = answerTo(announced);
    announced.flushHeaders();
    expect(await answer).toMatchObject({ status: 413 });
    const streamed = begin({
      method: 'POST',
      path: '/session',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
    });
    const streamedAnswer = answerTo(streamed);
    streamed.write(' '.repeat(8 * 1024));
    expect(await streamedAnswer).toMatchObject({ status: 413 });
    expect(called).toEqual([]);
  });

  it('but takes a large body for an upload', async () => {
    await start();
    const headers = await openSession();
    const params = { name: 'x'.repeat(2 * 1024 * 1024) };
    const body = JSON.stringify({ method: 'workspace.openUploaded', params });
    expect(await send({ method: 'POST', path: '/rpc', headers, body })).toMatchObject({ status: 200 });
    expect(called).toEqual([['workspace.openUploaded', params]]);
  });

  it('a body that does not arrive in time, all of it or the next piece', async () => {
    await start({ patience: { silence: 50, total: 200 } });
    const headers = { ...(await openSession()), 'content-length': '100' };
    const silent = begin({ method: 'POST', path: '/rpc', headers });
    const silentAnswer = answerTo(silent);
    silent.write('{');
    expect(await silentAnswer).toMatchObject({ status: 408 });
    const dripping = begin({ method: 'POST', path: '/rpc', headers });
    const drippingAnswer = answerTo(dripping);
    const timer = setInterval(() => dripping.write(' '), 20);
    expect(await drippingAnswer.finally(() => clearInterval(timer))).toMatchObject({ status: 408 });
    expect(called).toEqual([]);
  });

  it('a WebSocket from anywhere', async () => {
    await start();
    const headers = { connection: 'Upgrade', upgrade: 'websocket', origin: 'http://evil.example' };
    expect((await send({ path: '/events', headers })).status).toBe(403);
  });

  it('a request without a Host', async () => {
    await start();
    const socket = connect(Number(new URL(host.origin).port), '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      socket.setEncoding('utf8').once('data', (piece) => resolve(String(piece)));
    });
    socket.write('GET / HTTP/1.0\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 421 /);
    socket.destroy();
  });
});

describe('the end of the browser host', () => {
  it('comes before its start when the port is taken', async () => {
    await start();
    const port = Number(new URL(host.origin).port);
    const second = startLoopbackHost({
      dispatch: answerCalled,
      files: FILES,
      port,
      idle: 60_000,
      onException: () => undefined,
    });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('comes by itself when nobody is there, and not while a window listens', async () => {
    await start({ idle: 80 });
    const headers = await openSession();
    const request = begin({ path: '/events', headers });
    request.on('error', () => undefined);
    request.once('response', (response) => response.resume());
    request.end();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await send({})).status).toBe(200);
    request.destroy();
    expect(await host.ended).toBe('idle');
    await expect(send({})).rejects.toThrow('ECONNREFUSED');
  });

  it('ends the streams that are open', async () => {
    await start();
    const headers = await openSession();
    const request = begin({ path: '/events', headers });
    const ended = new Promise<void>((resolve) => {
      request.once('response', (response) => {
        response.resume();
        response.once('data', () => void host.close());
        response.once('close', () => resolve());
      });
    });
    request.end();
    await ended;
    expect(await host.ended).toBe('asked');
  });
});
