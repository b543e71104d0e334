import { describe, expect, it } from 'vitest';
import { countBits, readGoInteger } from '../../../../main/engine/cluster/parameter-texts';
import { describeBadParameter } from '../../../../main/engine/cluster/parameters';

describe('a parameter that Felix cannot read and does not run without', () => {
  it.each([
    ['chainInsertMode', 'Prepend', 'is none of insert, append'],
    ['defaultEndpointToHostAction', 'Allow', 'is none of accept, drop, return'],
    ['iptablesFilterAllowAction', 'Drop', 'is none of accept, return'],
    ['nftablesFilterDenyAction', 'Accept', 'is none of drop, reject'],
    ['externalNodesCIDRList', '10.0.0.0/33', 'holds "10.0.0.0/33", which is neither a CIDR nor an address'],
    ['externalNodesCIDRList', '10.0.0.1, office ', 'holds "office", which is neither a CIDR nor an address'],
    ['metadataAddr', 'fd00::1', 'is neither a host name nor an IPv4 address'],
    ['metadataPort', '65536', 'is no port from 0 to 65535'],
    ['metadataPort', '-1', 'is no port from 0 to 65535'],
    ['metadataPort', 'http', 'is no port from 0 to 65535'],
    ['openstackRegion', 'Region', 'is no DNS label of at most 46 characters'],
    ['openstackRegion', 'a.b', 'is no DNS label of at most 46 characters'],
    ['openstackRegion', 'a'.repeat(47), 'is no DNS label of at most 46 characters'],
    ['iptablesMarkMask', '0x10000', 'has fewer than 2 bits'],
    ['nftablesMarkMask', '0', 'has fewer than 2 bits'],
    ['nftablesMarkMask', '0x100000000', 'is no number of 32 bits'],
    ['iptablesMarkMask', '-2', 'is no number of 32 bits'],
    ['iptablesMarkMask', 'ffff0000', 'is no number of 32 bits'],
    ['routeTableRange', '0-250', 'is no range of route tables within 1-250'],
    ['routeTableRange', '1-251', 'is no range of route tables within 1-250'],
    ['routeTableRange', '9-8', 'is no range of route tables within 1-250'],
    ['routeTableRange', '1-2,3-4', 'is no range of route tables within 1-250'],
    ['routeTableRanges', '1', 'holds no range of route tables'],
    ['routeTableRanges', '1-2,0-9', 'holds a range that is none from 1 to 4294967295'],
    ['routeTableRanges', '9-8', 'holds a range that is none from 1 to 4294967295'],
    ['routeTableRanges', '1-4294967296', 'holds a range that is none from 1 to 4294967295'],
    ['routeTableRanges', '1-65535,70000-70000', 'holds more than 65535 route tables'],
  ] as const)('%s: %s', (name, text, why) => {
    expect(describeBadParameter(name, text)).toBe(`${name} "${text}" ${why}`);
  });

  it.each(['', 'cali tap', 'cali, tap', 'cali,', 'cali+', 'a'.repeat(16)])('an interface prefix: "%s"', (text) => {
    const why =
      'is no list of interface names of 1 to 15 letters, digits, - and _, with commas and no blanks between them';
    expect(describeBadParameter('interfacePrefix', text)).toBe(text === '' ? null : `interfacePrefix "${text}" ${why}`);
  });

  it.each(['interfacePrefix', 'iptablesMarkMask', 'chainInsertMode', 'bpfLogLevel', 'wireguardInterfaceName'] as const)(
    'none, where it cannot be switched off: %s',
    (name) => {
      expect(describeBadParameter(name, 'None')).toBe(`${name} cannot be none`);
    },
  );
});

describe('a parameter that Felix can read', () => {
  it.each([
    ['chainInsertMode', 'APPEND'],
    ['nftablesFilterDenyAction', 'Reject'],
    ['externalNodesCIDRList', ' 10.0.0.1 ,,fd00::/8'],
    ['externalNodesCIDRList', 'none'],
    ['interfacePrefix', `cali,tap-_9,${'a'.repeat(15)}`],
    ['metadataAddr', 'Metadata.example_1'],
    ['metadataAddr', 'NONE'],
    ['metadataPort', '0'],
    ['metadataPort', '-0'],
    ['metadataPort', '+65535'],
    ['metadataPort', '0x2247'],
    ['openstackRegion', 'a'.repeat(46)],
    ['openstackRegion', 'region-1'],
    ['iptablesMarkMask', '0x30000'],
    ['nftablesMarkMask', '4294967295'],
    ['routeTableRange', '1-250'],
    ['routeTableRange', '7-7'],
    ['routeTableRange', 'none'],
    ['routeTableRanges', '1-65535'],
    ['routeTableRanges', '4294967295-4294967295 7-7'],
    ['bpfLogLevel', 'loud'],
    ['vxlanPort', 'x'],
    ['vxlanPort', 'none'],
    ['chainInsertMode', ''],
  ] as const)('does not end it: %s %s', (name, text) => {
    expect(describeBadParameter(name, text)).toBeNull();
  });
});

describe('a whole number as Go reads it', () => {
  it.each([
    ['0', 0],
    ['10', 10],
    ['1_000', 1000],
    ['0xFF', 255],
    ['0X_f', 15],
    ['0b101', 5],
    ['0o17', 15],
    ['017', 15],
    ['0_7', 7],
    ['08', null],
    ['1__0', null],
    ['_1', null],
    ['1_', null],
    ['0x', null],
    ['1.5', null],
    [' 1', null],
    ['', null],
  ])('%s', (text, value) => {
    expect(readGoInteger(text)).toBe(value);
  });

  it('has the bits of its binary form', () => {
    expect([0, 1, 6, 0xff_ff_00_00, 0xff_ff_ff_ff].map(countBits)).toEqual([0, 1, 2, 16, 32]);
  });
});
