import type { ServerResponse } from 'node:http';
import type { EventName, Events } from '../../../preload/contract';

/** A line this often, in milliseconds, tells a reader that is gone from one that has nothing to hear. */
const HEARTBEAT_INTERVAL = 15_000;
/** A reader that is this many bytes behind is dropped; it opens its stream again. */
const MOST_UNREAD = 4 * 1024 * 1024;

/** The event streams that are open at present. */
export class EventStreams {
  private readonly streams = new Set<ServerResponse>();
  private readonly heartbeat: NodeJS.Timeout;

  /** `onEmpty` is told when the last stream has ended. */
  constructor(private readonly onEmpty: () => void) {
    this.heartbeat = setInterval(() => this.write(':\n\n'), HEARTBEAT_INTERVAL);
    this.heartbeat.unref();
  }

  get count(): number {
    return this.streams.size;
  }

  /** Turns an answer whose head was not sent yet into a stream that stays open. */
  add(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(':\n\n');
    this.streams.add(response);
    response.once('close', () => {
      this.streams.delete(response);
      if (this.streams.size === 0) this.onEmpty();
    });
  }

  send<E extends EventName>(event: E, payload: Events[E]): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`);
  }

  close(): void {
    clearInterval(this.heartbeat);
    for (const stream of this.streams) stream.end();
  }

  private write(lines: string): void {
    for (const stream of this.streams) {
      if (stream.writableLength > MOST_UNREAD) stream.destroy();
      else stream.write(lines);
    }
  }
}
