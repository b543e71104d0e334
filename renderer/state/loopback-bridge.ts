import {
  EVENT_NAMES,
  type Bridge,
  type Envelope,
  type EventName,
  type Events,
  type MethodName,
  type Methods,
} from '../../preload/contract';
import { BridgeFailure } from './bridge-failure';
import { EventStreamReader, type StreamEvent } from './event-stream';

/** How long to wait before an event stream that ended is opened again, in milliseconds. */
const REOPEN_AFTER = 1000;

type Listeners = { readonly [E in EventName]: Set<(payload: Events[E]) => void> };

/**
 * The bridge of the browser host, over the protocol described in `main/host/loopback/loopback-host.ts`. Exchanges the token of the
 * address for a session and removes it from the address. Throws `BridgeFailure` (`refused`) when there is no session to be had.
 */
export async function openLoopbackBridge(): Promise<Bridge> {
  const headers = { 'X-Rehearsal-Client': await openSession() };
  const listeners: Listeners = { progress: new Set(), 'inputs.changed': new Set(), 'menu.command': new Set() };
  void followEvents(headers, listeners);
  return {
    call: (method, params) => postCall(headers, method, params),
    subscribe(event, listener) {
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
  };
}

async function openSession(): Promise<string> {
  const token = new URLSearchParams(location.hash.slice(1)).get('t');
  if (token !== null) {
    history.replaceState(null, '', location.pathname + location.search);
    const body = JSON.stringify({ token });
    const answer = await fetch('/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    if (answer.ok) return readCsrf(answer);
  }
  const answer = await fetch('/session');
  if (answer.ok) return readCsrf(answer);
  throw new BridgeFailure({
    code: 'refused',
    message: 'This window has no session with the program.',
    help: 'Start “rehearse serve” again and open the address that it prints.',
  });
}

async function readCsrf(answer: Response): Promise<string> {
  const body: unknown = await answer.json();
  if (typeof body === 'object' && body !== null && 'csrf' in body && typeof body.csrf === 'string') return body.csrf;
  throw new BridgeFailure({
    code: 'internal',
    message: 'The host answered without a session.',
    help: 'Start it again.',
  });
}

async function postCall<M extends MethodName>(
  headers: Readonly<Record<string, string>>,
  method: M,
  params: Methods[M]['params'],
): Promise<Envelope<Methods[M]['result']>> {
  try {
    const answer = await fetch('/rpc', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ method, params }),
    });
    // The host is ours and validates what it sends; the Contract is the type of its answer.
    return (await answer.json()) as Envelope<Methods[M]['result']>;
  } catch {
    return {
      ok: false,
      error: {
        code: 'refused',
        message: 'The program behind this window no longer answers.',
        help: 'Start “rehearse serve” again and open the address that it prints.',
      },
    };
  }
}

/** Reads events for as long as the window lives; opens the stream again when it ends, unless the host refuses it. */
async function followEvents(headers: Readonly<Record<string, string>>, listeners: Listeners): Promise<void> {
  for (;;) {
    const accepted = await readEvents(headers, listeners).catch(() => true);
    if (!accepted) return;
    await new Promise((resolve) => setTimeout(resolve, REOPEN_AFTER));
  }
}

/** Resolves when the stream ends: to `false` when the host refused it. */
async function readEvents(headers: Readonly<Record<string, string>>, listeners: Listeners): Promise<boolean> {
  const answer = await fetch('/events', { headers });
  if (!answer.ok || answer.body === null) return false;
  const stream = new EventStreamReader();
  const decoder = new TextDecoder();
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    for (const event of stream.push(decoder.decode(value, { stream: true }))) deliver(event, listeners);
  }
}

function deliver(message: StreamEvent, listeners: Listeners): void {
  const name = EVENT_NAMES.find((known) => known === message.event);
  if (name === undefined) return;
  for (const listener of listeners[name] as Set<(payload: unknown) => void>) listener(JSON.parse(message.data));
}
