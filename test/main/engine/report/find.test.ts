import { describe, expect, it } from 'vitest';
import type { FindFacts } from '../../../../main/engine/report/find';
import { matchesFind, parseFind } from '../../../../main/engine/report/find';

const FACTS: FindFacts = {
  from: 'prod/frontend',
  to: 'prod/backend',
  fromNamespace: 'prod',
  toNamespace: 'prod',
  traffic: 'tcp 8080, udp 53',
  state: 'will-be-blocked',
  by: 'backend-lockdown (end of tier default)',
  onlyByNet: false,
  changed: true,
  steps: ['remove-net'],
  protected: false,
};

function finds(query: string, facts: FindFacts = FACTS): boolean {
  const result = parseFind(query);
  if (result.tag === 'error') throw new Error(result.message);
  return matchesFind(result.query, facts);
}

describe('the find language', () => {
  it.each([
    '',
    'front',
    'FRONT back',
    'lockdown',
    'state=will-be-blocked',
    'state=staged',
    'ns=prod',
    'from=front to=back',
    'port=8080',
    'port=53',
    'changed',
    'step=remove-net',
    '!net',
    '!state=blocked !to=database',
  ])('finds the edge with “%s”', (query) => {
    expect(finds(query)).toBe(true);
  });

  it.each([
    'database',
    'front database',
    'state=blocked',
    'ns=pro',
    'from=back',
    'port=80',
    'net',
    '!changed',
    'step=net',
    'protected',
  ])('leaves the edge out with “%s”', (query) => {
    expect(finds(query)).toBe(false);
  });

  it('takes the words of the legend as states', () => {
    expect(finds('state=cannot-tell', { ...FACTS, state: 'undecided' })).toBe(true);
    expect(finds('state=allowed', { ...FACTS, state: 'live' })).toBe(true);
  });

  it('finds a port inside a range', () => {
    expect(finds('port=30500', { ...FACTS, traffic: 'tcp 30000-32767' })).toBe(true);
  });

  it.each([
    ['front state=red', 13, 'no state is called red'],
    ['colour=red', 1, 'colour= is not known'],
    ['a !', 3, 'a term is missing after !'],
    ['!port=x', 7, 'x is not a port'],
    ['port=70000', 6, '70000 is not a port'],
    ['step=now', 6, 'no step is called now'],
    ['ns=', 4, 'a value is missing after ns='],
  ])('says where “%s” cannot be read', (query, column, message) => {
    const result = parseFind(query);
    expect(result.tag === 'error' && result.column).toBe(column);
    expect(result.tag === 'error' && result.message).toContain(message);
  });

  it('finds no port in a number that is none, or that is left out', () => {
    const byPort = (port: number, traffic: string) => finds(`port=${port}`, { ...FACTS, traffic });
    expect([byPort(443, 'tcp 80, 443'), byPort(53, 'tcp 80; udp 53')]).toEqual([true, true]);
    expect([
      byPort(443, 'all but tcp 443'),
      byPort(2, 'tcp 80 (class 2)'),
      byPort(6, 'other traffic (over IPv6)'),
      byPort(8, 'icmp type 8'),
    ]).toEqual([false, false, false, false]);
  });
});
