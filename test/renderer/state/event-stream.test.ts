import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStreamReader } from '../../../renderer/state/event-stream';

const STREAM = ': alive\n\nevent: progress\ndata: {"done":1}\n\nevent: inputs.changed\ndata: {"files":["a"]}\n\n';

describe('an event stream', () => {
  it('is cut into its events wherever the network cuts it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.toSorted((left, right) => left - right), STREAM.length];
        const reader = new EventStreamReader();
        const events = places.slice(1).flatMap((end, index) => reader.push(STREAM.slice(places[index], end)));
        expect(events).toEqual([
          { event: 'progress', data: '{"done":1}' },
          { event: 'inputs.changed', data: '{"files":["a"]}' },
        ]);
      }),
    );
  });

  it('keeps an event back until it is whole', () => {
    expect(new EventStreamReader().push('event: progress\ndata: {}\n')).toEqual([]);
  });
});
