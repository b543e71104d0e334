import { isIP } from 'node:net';

/** A value does not have the shape that was promised. The message says where and what was expected. */
export class ShapeError extends Error {
  constructor(at: string, expected: string) {
    super(`${at} ${expected}`);
    this.name = 'ShapeError';
  }
}

/** Reads a value of unknown shape as `T`. `at` names it in messages. Throws `ShapeError`. */
export type Shape<T> = (value: unknown, at: string) => T;

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Read<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]> };

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** An object with all of the `required` fields, any of the `optional` ones, and no other. */
export function closedObject<R extends Fields>(required: R): Shape<Read<R>>;
export function closedObject<R extends Fields, O extends Fields>(
  required: R,
  optional: O,
): Shape<Read<R> & Partial<Read<O>>>;
export function closedObject(required: Fields, optional: Fields = {}): Shape<object> {
  const shapes = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, at) => {
    if (!isPlainObject(value)) throw new ShapeError(at, 'must be an object');
    const fields: [string, unknown][] = [];
    for (const name of Object.keys(value)) {
      const shape = shapes.get(name);
      if (shape === undefined) throw new ShapeError(`${at}.${name.slice(0, 80)}`, 'is not a known field');
      fields.push([name, shape(value[name], `${at}.${name}`)]);
    }
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(value, name)) throw new ShapeError(`${at}.${name}`, 'is missing');
    }
    return Object.fromEntries(fields);
  };
}

/** Text of at most `longest` UTF-16 units. */
export function text(longest: number): Shape<string> {
  return (value, at) => {
    if (typeof value !== 'string') throw new ShapeError(at, 'must be text');
    if (value.length > longest) throw new ShapeError(at, `must not be longer than ${longest} characters`);
    return value;
  };
}

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number): Shape<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      throw new ShapeError(at, `must be a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

export function flag(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw new ShapeError(at, 'must be true or false');
  return value;
}

/** One of the given texts or numbers. */
export function oneOf<const T extends readonly (string | number)[]>(members: T): Shape<T[number]> {
  return (value, at) => {
    const found = members.find((member) => member === value);
    if (found === undefined) throw new ShapeError(at, `must be one of ${members.join(', ')}`);
    return found;
  };
}

/** A list of at most `most` members. */
export function listOf<T>(shape: Shape<T>, most: number): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new ShapeError(at, 'must be a list');
    if (value.length > most) throw new ShapeError(at, `must not have more than ${most} members`);
    return value.map((member, index) => shape(member, `${at}[${index}]`));
  };
}

/** An object of any keys that `key` admits, at most `most` of them. */
export function recordOf<T>(key: Shape<string>, shape: Shape<T>, most: number): Shape<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isPlainObject(value)) throw new ShapeError(at, 'must be an object');
    const fields = Object.entries(value);
    if (fields.length > most) throw new ShapeError(at, `must not have more than ${most} fields`);
    return Object.fromEntries(
      fields.map(([name, member]) => {
        const known = key(name, `a name in ${at}`);
        return [known, shape(member, `${at}.${known}`)];
      }),
    );
  };
}

/** What `shape` admits, or `null`. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : shape(value, at));
}

type Tagged = Readonly<Record<string, Shape<{ readonly tag: string }>>>;

/** An object whose field `tag` names the one of `shapes` that it has. */
export function byTag<S extends Tagged>(shapes: S): Shape<ReturnType<S[keyof S]>>;
export function byTag(shapes: Tagged): Shape<object> {
  const tags = Object.keys(shapes);
  return (value, at) => {
    if (!isPlainObject(value)) throw new ShapeError(at, 'must be an object');
    const { tag } = value;
    const shape = typeof tag === 'string' && Object.hasOwn(shapes, tag) ? shapes[tag] : undefined;
    if (shape === undefined) throw new ShapeError(`${at}.tag`, `must be one of ${tags.join(', ')}`);
    return shape(value, at);
  };
}

/** An IPv4 or IPv6 prefix such as `10.1.0.0/24`; a bare address is not one. */
export function cidr(value: unknown, at: string): string {
  const written = text(64)(value, at);
  const [, address, length] = /^([^/%]+)\/([0-9]{1,3})$/.exec(written) ?? [];
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address ?? '')] ?? -1;
  if (length === undefined || Number(length) > longest) {
    throw new ShapeError(at, 'must be an address prefix such as 10.1.0.0/24');
  }
  return written;
}
