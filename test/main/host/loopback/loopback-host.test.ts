import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startLoopbackHost } from '../../../../main/host/loopback/loopback-host';
import { CONTENT_SECURITY_POLICY } from '../../../../main/host/security';
import {
  host,
  called,
  FILES,
  start,
  begin,
  send,
  json,
  token,
  openSession,
  answerCalled,
  CALL,
} from './loopback-client';

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
