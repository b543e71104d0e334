import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simplifyPorts, writtenPort } from '../../../../main/engine/compile/simplify-ports';
import type { WrittenPort } from '../../../../main/engine/compile/simplify-ports';
import { containsPort, parsePort, portSet } from '../../../../main/engine/net/port-set';

describe('a port text', () => {
  it('is a number, a range or a name', () => {
    expect(writtenPort('80')).toEqual({ tag: 'port', port: 80 });
    expect(writtenPort('80:80')).toEqual({ tag: 'port', port: 80 });
    expect(writtenPort('80:90')).toEqual({ tag: 'port', port: '80:90' });
    expect(writtenPort('http')).toEqual({ tag: 'port', port: 'http' });
  });

  it.each(['', '90:80', '65536', '80:', 'a b'])('"%s" cannot be decoded', (text) => {
    expect(writtenPort(text)).toEqual({ tag: 'error' });
  });
});

describe('the ports of a converted rule', () => {
  it('stay as they are with less than two numbers', () => {
    expect(simplifyPorts([])).toEqual([]);
    expect(simplifyPorts([80, 'http', 'dns'])).toEqual([80, 'http', 'dns']);
    expect(simplifyPorts(['80:90'])).toEqual(['80:90']);
    expect(simplifyPorts(['81', '80'])).toEqual(['81', '80']);
  });

  it('a range counts with all its numbers', () => {
    expect(simplifyPorts(['80:90', 'http'])).toEqual(['http', '80:90']);
    expect(simplifyPorts(['http', '80:90', 'dns'])).toEqual(['http', 'dns', '80:90']);
  });

  it('with two numbers have the names first as given, then the sorted ranges', () => {
    expect(simplifyPorts([443, 'http', 80, 'dns', 'http'])).toEqual(['http', 'dns', 'http', 80, 443]);
  });

  it('ranges that overlap or touch become one, those with a gap do not', () => {
    expect(simplifyPorts([81, 80])).toEqual(['80:81']);
    expect(simplifyPorts([80, 82])).toEqual([80, 82]);
    expect(simplifyPorts(['80:90', '85:86', '91:95', 97])).toEqual(['80:95', 97]);
    expect(simplifyPorts([80, 80])).toEqual([80]);
    expect(simplifyPorts(['1:5', '1:2', 0])).toEqual(['0:5']);
  });

  it('mean the same ports as before, and names in their order', () => {
    const number = fc.integer({ min: 0, max: 12 });
    const port: fc.Arbitrary<WrittenPort> = fc.oneof(
      number,
      fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}:${Math.max(a, b)}`),
      fc.constantFrom('http', 'dns'),
    );
    const rangesOf = (ports: readonly unknown[]) =>
      portSet(
        ports.flatMap((item) => {
          const parsed = parsePort(item as WrittenPort);
          return parsed.tag === 'number' ? [{ first: parsed.first, last: parsed.last }] : [];
        }),
      );
    const namesOf = (ports: readonly unknown[]) => ports.filter((item) => item === 'http' || item === 'dns');
    fc.assert(
      fc.property(fc.array(port, { maxLength: 6 }), (ports) => {
        const simplified = simplifyPorts(ports);
        const [before, after] = [rangesOf(ports), rangesOf(simplified)];
        for (let asked = 0; asked <= 13; asked++) {
          expect(containsPort(after, asked)).toBe(containsPort(before, asked));
        }
        expect(namesOf(simplified)).toEqual(namesOf(ports));
      }),
    );
  });
});
