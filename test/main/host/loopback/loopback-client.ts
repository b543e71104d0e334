import { request as startRequest, type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { afterEach, expect } from 'vitest';
import type { Dispatch } from '../../../../main/host/dispatch';
import {
  startLoopbackHost,
  type LoopbackHost,
  type LoopbackOptions,
} from '../../../../main/host/loopback/loopback-host';

/** Starts browser hosts for tests, and talks to the one that was started last as a browser would. */
export const FILES = new Map([
  ['/', { type: 'text/html; charset=utf-8', content: new TextEncoder().encode('<!doctype html>') }],
  ['/assets/index.js', { type: 'text/javascript; charset=utf-8', content: new TextEncoder().encode('start();') }],
]);

export let host: LoopbackHost;
/** Calls that reached the dispatch. */
export let called: unknown[] = [];

export const answerCalled: Dispatch = async (method, params) => {
  called.push([method, params]);
  return { ok: true, result: null };
};

export async function start(options: Partial<LoopbackOptions> = {}): Promise<LoopbackHost> {
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

export function begin({ method = 'GET', path = '/', headers = {} }: Sent): ClientRequest {
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

export function answerTo(request: ClientRequest): Promise<Answer> {
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

export function send(sent: Sent): Promise<Answer> {
  const request = begin(sent);
  const answer = answerTo(request);
  request.end(sent.body);
  return answer;
}

export function json(value: unknown): { readonly headers: Record<string, string>; readonly body: string } {
  return { headers: { 'content-type': 'application/json', origin: host.origin }, body: JSON.stringify(value) };
}

export function token(): string {
  return new URL(host.startAddress).hash.slice('#t='.length);
}

/** The headers of a caller with a session. */
export async function openSession(): Promise<Record<string, string>> {
  const { headers, body } = json({ token: token() });
  const answer = await send({ method: 'POST', path: '/session', headers, body });
  expect(answer.status).toBe(200);
  const { csrf } = JSON.parse(answer.body) as { csrf: string };
  const [cookie = ''] = (answer.headers['set-cookie']?.[0] ?? '').split(';');
  return { 'content-type': 'application/json', origin: host.origin, cookie, 'x-rehearsal-client': csrf };
}

/** A call that the dispatch answers. */
export const CALL = JSON.stringify({ method: 'app.info', params: {} });
