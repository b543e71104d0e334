/**
 * The browser host: serves the built window and the Contract on 127.0.0.1, to the one browser that was given the start address.
 *
 * ## The protocol on the wire
 *
 * The start address is `http://127.0.0.1:PORT/#t=TOKEN`. The token stands in the fragment, so no request and no log ever holds it.
 *
 * | request | sends | answers 200 with |
 * |---|---|---|
 * | `GET /`, `GET /assets/…` | | a file of the built window |
 * | `POST /session` | `{"token": "…"}` | `{"csrf": "…"}` and the session cookie; a token works once |
 * | `GET /session` | the cookie | `{"csrf": "…"}`, for a page that was reloaded |
 * | `POST /rpc` | `{"method": "…", "params": {…}}`, the cookie, `X-Rehearsal-Client: <csrf>` | the `Envelope` of the Contract |
 * | `GET /events` | the cookie, `X-Rehearsal-Client: <csrf>` | a `text/event-stream` that stays open |
 *
 * - Every body is `Content-Type: application/json` (a `charset=utf-8` parameter is allowed) and at most 1 MiB;
 *   64 MiB for `workspace.openUploaded`, 280 MiB for `workspace.addFlows` and `review.export`, 4 KiB for `/session`.
 * - An event is `event: <name of the Contract>\ndata: <payload as JSON on one line>\n\n`. Lines that begin with `:` only keep the
 *   stream alive. Read the stream with `fetch` (an `EventSource` cannot send the header), and open it again when it ends.
 * - A call that reached the Contract is answered 200, also when its Envelope holds an error. Every refusal by the host itself has
 *   another status and an Envelope with `ok: false` as its body: 400 not JSON or not `{method, params}`, 403 not allowed,
 *   404 no such path, 405 wrong method, 408 body too slow, 413 too large, 415 not JSON, 421 wrong `Host`,
 *   500 our own defect.
 * - What a page does at its start: with a token in the fragment, remove it from the address (`history.replaceState`) and
 *   `POST /session`; without one, or when the exchange answers 403, `GET /session`; when that answers 403, tell the user to start
 *   `rehearse serve` again.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EventName, Events } from '../../../preload/contract';
import type { Dispatch } from '../dispatch';
import { describeException } from '../exceptions';
import { LIMITS } from '../limits';
import { SECURITY_HEADERS } from '../security';
import { closedObject, ShapeError, text } from '../shape';
import type { WindowFiles } from '../window-files';
import { Credentials } from './credentials';
import { EventStreams } from './event-streams';
import { readJsonBody, type BodyPatience } from './read-json-body';
import { Refusal } from './refusal';

export interface LoopbackOptions {
  readonly dispatch: Dispatch;
  readonly files: WindowFiles;
  /** 0: any free port. */
  readonly port: number;
  /** The host ends by itself after this many milliseconds without a call and without an open event stream. */
  readonly idle: number;
  readonly patience?: BodyPatience;
  /** Told of bugs of ours, for the terminal. */
  readonly onException: (detail: string) => void;
}

export interface LoopbackHost {
  /** `http://127.0.0.1:PORT`, as a browser writes it. */
  readonly origin: string;
  /** Where the window is, with the token that works once. Never to be logged. */
  readonly startAddress: string;
  send<E extends EventName>(event: E, payload: Events[E]): void;
  /** Ends every stream and connection. */
  close(): Promise<void>;
  /** Settles when the host has ended, and why. */
  readonly ended: Promise<'idle' | 'asked'>;
}

/** Calls whose body may be larger than that of others, in bytes. */
const LARGE_BODIES: ReadonlyMap<unknown, number> = new Map([
  ['workspace.openUploaded', LIMITS.uploadBytes],
  ['workspace.addFlows', LIMITS.largestBodyBytes],
  ['review.export', LIMITS.largestBodyBytes],
]);

const PATIENCE: BodyPatience = { silence: 10_000, total: 120_000 };

const readToken = closedObject({ token: text(200) });

function readCall(value: unknown): { readonly method: unknown; readonly params: unknown } {
  if (typeof value !== 'object' || value === null || !('method' in value) || !('params' in value)) {
    throw new Refusal(400, 'The body must be {method, params}.');
  }
  if (Object.keys(value).length !== 2) throw new Refusal(400, 'The body must be {method, params} and nothing else.');
  return value;
}

/** Only the origin itself may call; where a browser says who asks, that must agree. */
function checkSender(request: IncomingMessage, origin: string): void {
  if (request.headers.host !== new URL(origin).host)
    throw new Refusal(421, 'This host answers to its own address only.');
  if (request.method === 'OPTIONS') throw new Refusal(403, 'No other origin may call.');
  const sentOrigin = request.headers.origin;
  if (sentOrigin === undefined ? request.method !== 'GET' : sentOrigin !== origin) {
    throw new Refusal(403, 'No other origin may call.');
  }
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal(403, 'No other site may call.');
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const content = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': content.byteLength,
    ...headers,
  });
  response.end(content);
}

function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof ShapeError) return new Refusal(400, thrown.message);
  return new Refusal(500, 'The host failed. That is a defect of Calico Rehearsal.');
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Starts the browser host. Rejects when the port is taken. */
export async function startLoopbackHost(options: LoopbackOptions): Promise<LoopbackHost> {
  const { dispatch, files, patience = PATIENCE } = options;
  const credentials = new Credentials();
  let origin = '';
  let isClosing = false;
  let idleTimer: NodeJS.Timeout | undefined;
  let tellEnded: (why: 'idle' | 'asked') => void = () => undefined;
  const ended = new Promise<'idle' | 'asked'>((resolve) => {
    tellEnded = resolve;
  });
  const streams = new EventStreams(noteActivity);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 150_000 }, (request, response) => {
    answer(request, response).catch((thrown: unknown) => refuse(response, thrown));
  });
  server.maxConnections = 64;

  function noteActivity(): void {
    clearTimeout(idleTimer);
    // A stream that is ended by the closing host is no activity; a timer would keep the process.
    if (isClosing) return;
    idleTimer = setTimeout(() => (streams.count > 0 ? noteActivity() : void close('idle')), options.idle);
  }

  function checkSession(request: IncomingMessage): void {
    if (request.headers['sec-fetch-site'] === 'none') throw new Refusal(403, 'No other site may call.');
    if (!credentials.hasCookie(request.headers.cookie))
      throw new Refusal(403, 'There is no session with this browser.');
    noteActivity();
  }

  function checkCaller(request: IncomingMessage): void {
    checkSession(request);
    if (!credentials.hasCsrf(request.headers['x-rehearsal-client'])) {
      throw new Refusal(403, 'This call does not come from the window.');
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    response.setHeader('Cache-Control', 'no-store');
    checkSender(request, origin);
    const route = `${request.method} ${request.url}`;
    switch (route) {
      case 'POST /session':
        return exchangeToken(request, response);
      case 'GET /session':
        checkSession(request);
        return sendJson(response, 200, { csrf: credentials.csrf });
      case 'POST /rpc':
        return answerCall(request, response);
      case 'GET /events':
        checkCaller(request);
        return streams.add(response);
      default:
        return sendFile(request, response);
    }
  }

  async function exchangeToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { value } = await readJsonBody(request, LIMITS.sessionBytes, patience);
    if (!credentials.exchange(readToken(value, 'body').token)) throw new Refusal(403, 'This address was used already.');
    noteActivity();
    sendJson(response, 200, { csrf: credentials.csrf }, { 'Set-Cookie': credentials.setCookie() });
  }

  async function answerCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkCaller(request);
    const { value, bytes } = await readJsonBody(request, LIMITS.largestBodyBytes, patience);
    const { method, params } = readCall(value);
    if (bytes > (LARGE_BODIES.get(method) ?? LIMITS.callBytes)) {
      throw new Refusal(413, 'The request is too large.');
    }
    const envelope = await dispatch(method, params);
    noteActivity();
    sendJson(response, 200, envelope);
  }

  function sendFile(request: IncomingMessage, response: ServerResponse): void {
    if (request.method !== 'GET') throw new Refusal(405, 'This address cannot be called like that.');
    const file = files.get(request.url ?? '');
    if (file === undefined) throw new Refusal(404, 'There is nothing at this address.');
    response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.content.byteLength });
    response.end(file.content);
  }

  function refuse(response: ServerResponse, thrown: unknown): void {
    const refusal = toRefusal(thrown);
    if (refusal.status === 500) options.onException(describeException(thrown));
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    // What is left of the body is not read, so the connection cannot be used again.
    sendJson(response, refusal.status, refusal.toEnvelope(), { Connection: 'close' });
  }

  async function close(why: 'idle' | 'asked'): Promise<void> {
    isClosing = true;
    clearTimeout(idleTimer);
    streams.close();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    tellEnded(why);
  }

  // Through URL: a browser leaves the port out of Host and Origin when it is 80.
  origin = new URL(`http://127.0.0.1:${await listen(server, options.port)}`).origin;
  noteActivity();
  return {
    origin,
    startAddress: `${origin}/#t=${credentials.token}`,
    send: (event, payload) => streams.send(event, payload),
    close: () => close('asked'),
    ended,
  };
}
