import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../../main/host/limits';
import { host, called, start, begin, answerTo, send, json, token, openSession, CALL } from './loopback-client';

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
    const tooMuch = String(LIMITS.largestBodyBytes + 1);
    const announced = begin({ method: 'POST', path: '/rpc', headers: { ...headers, 'content-length': tooMuch } });
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

  it.each(['workspace.openUploaded', 'workspace.addFlows', 'review.export'])(
    'but takes a large body for %s',
    async (method) => {
      await start();
      const headers = await openSession();
      const params = { name: 'x'.repeat(2 * 1024 * 1024) };
      const body = JSON.stringify({ method, params });
      expect(await send({ method: 'POST', path: '/rpc', headers, body })).toMatchObject({ status: 200 });
      expect(called).toEqual([[method, params]]);
    },
  );

  it('a folder that is larger than the window may send', async () => {
    await start();
    const headers = await openSession();
    const params = { name: 'x'.repeat(LIMITS.uploadBytes) };
    const body = JSON.stringify({ method: 'workspace.openUploaded', params });
    expect(await send({ method: 'POST', path: '/rpc', headers, body })).toMatchObject({ status: 413 });
    expect(called).toEqual([]);
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
