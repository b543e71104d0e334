import { describe, expect, it } from 'vitest';
import { differsInYaml11, isDecidingField, readInYaml11 } from '../../../../main/engine/load/yaml-11';

function differs(scalar: string): boolean {
  return differsInYaml11(`x: ${scalar} `, 3, 3 + scalar.length) === scalar && scalar !== '';
}

describe('a plain scalar', () => {
  it.each([
    ['yes', 'true'],
    ['Off', 'false'],
    ['NO', 'false'],
    ['y', 'true'],
    ['010', '8'],
    ['-0777', '-511'],
    ['08', '8'],
    ['0b101', '5'],
    ['1_000', '1000'],
  ])('%s is another value in YAML 1.1: %s', (scalar, value) => {
    expect([differs(scalar), readInYaml11(scalar)]).toEqual([true, value]);
  });

  it.each([
    'true',
    'nO',
    'yeS',
    '0',
    '10',
    '-5',
    '1.5',
    '0o17',
    '0x1f',
    '2026-01-01',
    '80:90',
    '10.0.0.0/8',
    'null',
    '~',
    'a_b',
    'one',
    '-',
    '',
    `1_${'0'.repeat(39)}`,
  ])('%s is the same in both', (scalar) => {
    expect(differs(scalar)).toBe(false);
  });
});

describe('the place of a value', () => {
  it.each([
    [[], false],
    [['name'], true],
    [['spec', 'selector'], false],
    [['metadata', 'labels', 'anything'], true],
    [['metadata', 'annotations', 'anything'], false],
    [['metadata', 'annotations', 'order'], true],
    [['spec', 'ingress', 'source', 'ports'], true],
  ])('%j decides: %s', (keys, decides) => {
    expect(isDecidingField(keys)).toBe(decides);
  });
});
