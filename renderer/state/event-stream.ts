/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Cuts a `text/event-stream` into events. Feed it pieces of text as they arrive; it returns the events that became complete.
 * Comments (lines that begin with `:`) and fields other than `event` and `data` are left out.
 */
export class EventStreamReader {
  #rest = '';

  push(text: string): readonly StreamEvent[] {
    const blocks = (this.#rest + text.replaceAll('\r\n', '\n')).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap(readBlock);
  }
}

function readBlock(block: string): readonly StreamEvent[] {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice('event:'.length).trim();
    else if (line.startsWith('data:')) data.push(line.slice('data:'.length).trimStart());
  }
  return data.length === 0 ? [] : [{ event, data: data.join('\n') }];
}
