import { describe, expect, it } from 'vitest';
import { formatAddress } from '../../../../main/engine/net/address';
import { intervalStarts } from '../../../../main/engine/net/interval-starts';
import type { Prefix } from '../../../../main/engine/net/prefix';
import { parsePrefix } from '../../../../main/engine/net/prefix';

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (parsed === undefined) throw new Error(`"${text}" is not a network`);
  return parsed;
}

function starts(outer: string, ...inner: readonly string[]): readonly string[] {
  return intervalStarts(prefix(outer), inner.map(prefix)).map(formatAddress);
}

describe('the pieces of a network', () => {
  it('are one where nothing cuts it', () => {
    expect(starts('10.0.0.0/8')).toEqual(['10.0.0.0']);
    expect(starts('10.0.0.0/8', '11.0.0.0/8', '0.0.0.0/0')).toEqual(['10.0.0.0']);
  });

  it('start where an inner network starts and behind its end', () => {
    expect(starts('10.0.0.0/8', '10.1.0.0/16')).toEqual(['10.0.0.0', '10.1.0.0', '10.2.0.0']);
    expect(starts('10.0.0.0/8', '10.0.0.0/9')).toEqual(['10.0.0.0', '10.128.0.0']);
    expect(starts('10.0.0.0/8', '10.128.0.0/9')).toEqual(['10.0.0.0', '10.128.0.0']);
    expect(starts('10.0.0.0/8', '10.9.9.9/32')).toEqual(['10.0.0.0', '10.9.9.9', '10.9.9.10']);
  });

  it('are sorted and stand once where networks touch or repeat', () => {
    expect(starts('10.0.0.0/8', '10.2.0.0/16', '10.1.0.0/16', '10.1.0.0/16')).toEqual([
      '10.0.0.0',
      '10.1.0.0',
      '10.2.0.0',
      '10.3.0.0',
    ]);
  });

  it('are not cut by networks of the other family', () => {
    expect(starts('10.0.0.0/8', 'fd00::/8')).toEqual(['10.0.0.0']);
    expect(starts('fd00::/8', '10.0.0.0/8')).toEqual(['fd00::']);
  });

  it('have none behind the last address of all', () => {
    expect(starts('0.0.0.0/0', '255.255.255.255/32')).toEqual(['0.0.0.0', '255.255.255.255']);
    expect(starts('0.0.0.0/0', '128.0.0.0/1')).toEqual(['0.0.0.0', '128.0.0.0']);
    expect(starts('0.0.0.0/0', '0.0.0.0/0')).toEqual(['0.0.0.0']);
    expect(starts('::/0', '::/0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128')).toEqual([
      '::',
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    ]);
    expect(starts('::/0', '8000::/1')).toEqual(['::', '8000::']);
  });

  it('carry from one word of an IPv6 address into the next', () => {
    expect(starts('fd00::/8', 'fd00::ffff:ffff/128')).toEqual(['fd00::', 'fd00::ffff:ffff', 'fd00::1:0:0']);
    expect(starts('fd00::/8', 'fd00:0:0:1::/64')).toEqual(['fd00::', 'fd00:0:0:1::', 'fd00:0:0:2::']);
    expect(starts('fd00::/8', 'fd00:0:0:ffff:ffff:ffff:ffff:ffff/128')).toEqual([
      'fd00::',
      'fd00::ffff:ffff:ffff:ffff:ffff',
      'fd00:0:1::',
    ]);
  });
});
