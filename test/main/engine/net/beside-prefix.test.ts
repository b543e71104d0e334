import { expect, it } from 'vitest';
import { formatAddress } from '../../../../main/engine/net/address';
import { besidePrefix } from '../../../../main/engine/net/beside-prefix';
import { parsePrefix } from '../../../../main/engine/net/prefix';

it.each([
  ['10.0.0.0/8', ['11.0.0.0', '9.255.255.255']],
  ['10.9.9.9/32', ['10.9.9.10', '10.9.9.8']],
  ['0.0.0.0/1', ['128.0.0.0']],
  ['128.0.0.0/1', ['127.255.255.255']],
  ['0.0.0.0/0', []],
  ['fd00::/64', ['fd00:0:0:1::', 'fcff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']],
  ['fd00::ffff:ffff:ffff/128', ['fd00::1:0:0:0', 'fd00::ffff:ffff:fffe']],
  ['::/1', ['8000::']],
  ['8000::/1', ['7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']],
  ['::/0', []],
  ['::1:0:0:0/80', ['::2:0:0:0']],
])('beside %s lie %j: nothing behind an end of its family, nor an IPv4 address in IPv6 clothes', (text, expected) => {
  const prefix = parsePrefix(text);
  expect(prefix && besidePrefix(prefix).map(formatAddress)).toEqual(expected);
});
