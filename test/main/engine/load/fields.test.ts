import { describe, expect, it } from 'vitest';
import {
  objectAt,
  readBoolean,
  readIntOrText,
  readList,
  readNumber,
  readObject,
  readObjectList,
  readText,
  readTextList,
} from '../../../../main/engine/load/fields';

const object = {
  text: 'a',
  empty: '',
  number: 0,
  infinite: Number.POSITIVE_INFINITY,
  yes: false,
  list: ['a', 1, null, { b: 2 }],
  map: { c: 3 },
  nothing: null,
};

describe('the field readers', () => {
  it('return the value of the type they are named after', () => {
    expect(readText(object, 'text')).toBe('a');
    expect(readText(object, 'empty')).toBe('');
    expect(readNumber(object, 'number')).toBe(0);
    expect(readBoolean(object, 'yes')).toBe(false);
    expect(readList(object, 'list')).toEqual(['a', 1, null, { b: 2 }]);
    expect(readObject(object, 'map')).toEqual({ c: 3 });
    expect(readObjectList(object, 'list')).toEqual([{ b: 2 }]);
    expect(readTextList(object, 'list')).toEqual(['a', '']);
    expect(readIntOrText(object, 'number')).toBe(0);
    expect(readIntOrText(object, 'text')).toBe('a');
  });

  it.each([readText, readNumber, readBoolean, readList, readObject, readObjectList, readTextList, readIntOrText])(
    '%o reads what is missing or null as undefined',
    (read) => {
      expect(read(object, 'missing')).toBeUndefined();
      expect(read(object, 'nothing')).toBeUndefined();
    },
  );

  it('read another type as undefined', () => {
    expect(readText(object, 'number')).toBeUndefined();
    expect(readNumber(object, 'text')).toBeUndefined();
    expect(readNumber(object, 'infinite')).toBeUndefined();
    expect(readBoolean(object, 'text')).toBeUndefined();
    expect(readList(object, 'map')).toBeUndefined();
    expect(readObject(object, 'list')).toBeUndefined();
    expect(readIntOrText(object, 'map')).toBeUndefined();
  });

  it('find an object in others, an empty one where any of them is missing or is none', () => {
    const nested = { spec: { template: { spec: { nodeName: 'node1' } }, list: [], text: 'a', nothing: null } };
    expect(objectAt(nested, 'spec', 'template', 'spec')).toEqual({ nodeName: 'node1' });
    expect(objectAt(nested)).toBe(nested);
    for (const name of ['missing', 'list', 'text', 'nothing']) expect(objectAt(nested, 'spec', name, 'x')).toEqual({});
  });

  it('never read what the prototype holds', () => {
    expect(readObject({}, '__proto__')).toBeUndefined();
    expect(readText({}, 'toString')).toBeUndefined();
  });
});
