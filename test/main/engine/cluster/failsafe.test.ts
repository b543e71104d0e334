import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FAILSAFE_INBOUND,
  DEFAULT_FAILSAFE_OUTBOUND,
  parseFailsafeText,
  readFailsafeEntries,
} from '../../../../main/engine/cluster/failsafe';
import type { FailsafePort } from '../../../../main/engine/cluster/failsafe';
import type { Json } from '../../../../main/engine/model/json';
import { formatPrefix } from '../../../../main/engine/net/prefix';

function texts(ports: readonly FailsafePort[]): readonly string[] {
  return ports.map(({ protocol, port, net }) => `${protocol} ${port}${net === null ? '' : ` ${formatPrefix(net)}`}`);
}

describe('the built-in failsafe ports', () => {
  it('inbound they hold SSH, BGP, etcd, Typha, the API server and DHCP, open to everybody', () => {
    expect(texts(DEFAULT_FAILSAFE_INBOUND.ports)).toEqual([
      '6 22',
      '6 179',
      '6 2379',
      '6 2380',
      '6 5473',
      '6 6443',
      '6 6666',
      '6 6667',
      '17 68',
    ]);
    expect(DEFAULT_FAILSAFE_INBOUND.from).toBe('built-in default');
    expect(DEFAULT_FAILSAFE_INBOUND.fatal).toEqual([]);
  });

  it('outbound they hold DNS and DHCP instead of SSH', () => {
    expect(texts(DEFAULT_FAILSAFE_OUTBOUND.ports)).toEqual([
      '6 179',
      '6 2379',
      '6 2380',
      '6 5473',
      '6 6443',
      '6 6666',
      '6 6667',
      '17 53',
      '17 67',
    ]);
  });
});

describe('failsafe ports of a FelixConfiguration', () => {
  const read = (list: readonly Json[]) => readFailsafeEntries(list, 'FelixConfiguration default');

  it('protocols count in any case, nets are networks or single addresses', () => {
    const list = read([
      { protocol: 'TCP', port: 22 },
      { protocol: 'udp', port: 53, net: '10.1.2.3/8' },
      { protocol: 'Tcp', port: 80, net: 'fd00::1' },
      { protocol: 'tcp', port: 81, net: '' },
      { protocol: 'tcp' },
    ]);
    expect(texts(list.ports)).toEqual(['6 22', '17 53 10.0.0.0/8', '6 80 fd00::1/128', '6 81', '6 0']);
    expect(list.fatal).toEqual([]);
  });

  it('a protocol that is missing or neither TCP nor UDP stops Felix', () => {
    expect(read([{ protocol: 'SCTP', port: 1 }, { port: 2 }, { protocol: 'tcp', port: 3 }])).toEqual({
      ports: [{ protocol: 6, port: 3, net: null }],
      from: 'FelixConfiguration default',
      fatal: ['protocol "SCTP" is neither tcp nor udp', 'protocol "" is neither tcp nor udp'],
      doubt: null,
    });
  });

  it('a net that cannot be read stops Felix', () => {
    expect(read([{ protocol: 'tcp', port: 22, net: 'office' }])).toEqual({
      ports: [],
      from: 'FelixConfiguration default',
      fatal: ['net "office" cannot be read'],
      doubt: null,
    });
  });
});

describe('failsafe ports of the environment', () => {
  const parse = (text: string) => parseFailsafeText(text, 'environment of calico-node');

  it('a bare port is TCP, and a net stands between protocol and port', () => {
    const list = parse('22, udp:53,UDP:10.0.0.0/8:67,tcp:10.0.0.1:0,tcp:65535');
    expect(texts(list.ports)).toEqual(['6 22', '17 53', '17 67 10.0.0.0/8', '6 0 10.0.0.1/32', '6 65535']);
    expect(list.fatal).toEqual([]);
    expect(list.from).toBe('environment of calico-node');
  });

  it('an IPv6 net stands in brackets', () => {
    const list = parse('tcp:[fd00::/8]:22,[::1]:23,udp:[]:24');
    expect(texts(list.ports)).toEqual(['6 22 fd00::/8', '6 23 ::1/128', '17 24']);
    expect(list.fatal).toEqual([]);
  });

  it.each(['', ' ', ',', 'none', 'None'])('"%s" is an empty list', (text) => {
    expect(parse(text)).toEqual({ ports: [], from: 'environment of calico-node', fatal: [], doubt: null });
  });

  it.each([
    '65536',
    '-1',
    'ssh',
    'tcp:',
    'sctp:22',
    '10.0.0.0/8:22',
    'tcp:fd00::1:22',
    'tcp:10.0.0.0/33:22',
    'tcp:office:22',
    'tcp:[office]:22',
    'none.',
  ])('%s stops Felix', (entry) => {
    expect(parse(`1,${entry},2`)).toEqual({
      ports: [
        { protocol: 6, port: 1, net: null },
        { protocol: 6, port: 2, net: null },
      ],
      from: 'environment of calico-node',
      fatal: [`"${entry}" cannot be read`],
      doubt: null,
    });
  });
});
