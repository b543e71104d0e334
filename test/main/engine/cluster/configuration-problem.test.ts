import { describe, expect, it } from 'vitest';
import { describeBadVariable, findConfigurationProblems } from '../../../../main/engine/cluster/configuration-problem';
import type { JsonObject } from '../../../../main/engine/model/json';
import { configuration, overridden } from './felix-objects';
import { resourceOf } from './resource-of';

const problemsOf = (spec: JsonObject) => findConfigurationProblems(resourceOf(configuration('default', spec)));
const overriddenBy = (spec: JsonObject, parameter: string, text: string) =>
  findConfigurationProblems(resourceOf(overridden('default', spec, parameter, text)));

describe('a FelixConfiguration', () => {
  it('that Felix can read has no problem, whatever the case of its words', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ failsafeInboundHostPorts: [{ protocol: 'UDP', port: 53, net: 'fd00::/8' }] })).toEqual([]);
    expect(problemsOf({ failsafeInboundHostPorts: null, defaultEndpointToHostAction: '' })).toEqual([]);
    expect(problemsOf({ defaultEndpointToHostAction: 'ACCEPT', chainInsertMode: 'Append' })).toEqual([]);
    expect(problemsOf({ interfacePrefix: 'cali', metadataAddr: 'None', metadataPort: 0, bpfLogLevel: 'x' })).toEqual(
      [],
    );
    expect(problemsOf({ externalNodesList: ['10.0.0.1', '', ' fd00::/8'], openstackRegion: 'here' })).toEqual([]);
    expect(problemsOf({ routeTableRange: { min: 1, max: 250 }, routeTableRanges: [] })).toEqual([]);
    expect(problemsOf({ routeTableRanges: [{ min: 256, max: 65_535 }], iptablesMarkMask: 0xff_ff_00_00 })).toEqual([]);
    expect(problemsOf({ iptablesFilterDenyAction: 'Reject', nftablesFilterAllowAction: 'Return' })).toEqual([]);
  });

  it.each([
    [
      {
        failsafeInboundHostPorts: [
          { protocol: 'TCP', port: 22 },
          { protocol: 'SCTP', port: 1 },
        ],
      },
      ['failsafeInboundHostPorts', 1],
    ],
    [{ failsafeOutboundHostPorts: [{ port: 1 }] }, ['failsafeOutboundHostPorts', 0]],
    [{ failsafeOutboundHostPorts: [null] }, ['failsafeOutboundHostPorts', 0]],
    [{ defaultEndpointToHostAction: 'Allow' }, ['defaultEndpointToHostAction']],
    [{ defaultEndpointToHostAction: 'none' }, ['defaultEndpointToHostAction']],
    [{ chainInsertMode: 'Prepend' }, ['chainInsertMode']],
    [{ iptablesFilterAllowAction: 'Drop' }, ['iptablesFilterAllowAction']],
    [{ iptablesMangleAllowAction: 'Reject' }, ['iptablesMangleAllowAction']],
    [{ iptablesFilterDenyAction: 'Accept' }, ['iptablesFilterDenyAction']],
    [{ nftablesFilterAllowAction: 'Drop' }, ['nftablesFilterAllowAction']],
    [{ nftablesMangleAllowAction: 'x' }, ['nftablesMangleAllowAction']],
    [{ nftablesFilterDenyAction: 'x' }, ['nftablesFilterDenyAction']],
    [{ interfacePrefix: 'cali tap' }, ['interfacePrefix']],
    [{ externalNodesList: ['10.0.0.0/8', 'office'] }, ['externalNodesList']],
    [{ iptablesMarkMask: 1 }, ['iptablesMarkMask']],
    [{ nftablesMarkMask: 0x1_00_00_00_00 }, ['nftablesMarkMask']],
    [{ metadataAddr: 'fd00::1' }, ['metadataAddr']],
    [{ metadataPort: -1 }, ['metadataPort']],
    [{ openstackRegion: 'Here' }, ['openstackRegion']],
    [{ routeTableRange: { max: 9 } }, ['routeTableRange']],
    [{ routeTableRanges: [{ min: 1, max: 9 }, { min: 9 }] }, ['routeTableRanges']],
    [{ bpfLogLevel: 'None' }, ['bpfLogLevel']],
  ])('%j ends Felix, again and again', (spec, path) => {
    expect(problemsOf(spec)).toMatchObject([{ tag: 'exit', path: ['spec', ...path] }]);
  });

  it('with a net that cannot be read crashes Felix before it looks at anything else', () => {
    const bad = { protocol: 'tcp', port: 22, net: 'office' };
    const spec = { failsafeInboundHostPorts: [{ protocol: 'icmp', port: 8 }], failsafeOutboundHostPorts: [bad] };
    expect(problemsOf(spec)).toEqual([
      { tag: 'panic', path: ['spec', 'failsafeOutboundHostPorts', 0], why: 'net "office" cannot be read' },
      { tag: 'exit', path: ['spec', 'failsafeInboundHostPorts', 0], why: 'protocol "icmp" is neither tcp nor udp' },
    ]);
  });

  it('with a field of the wrong type is absent', () => {
    expect(problemsOf({ failsafeInboundHostPorts: ['tcp:22'], chainInsertMode: 'x' })).toMatchObject([
      { tag: 'undecodable' },
    ]);
  });

  it('is read with its annotations in place of the fields, but for nets, which are converted before', () => {
    const key = (parameter: string) => ['metadata', 'annotations', `config.projectcalico.org/${parameter}`];
    const sctp = { failsafeInboundHostPorts: [{ protocol: 'SCTP', port: 1 }] };
    const office = { failsafeInboundHostPorts: [{ protocol: 'TCP', port: 1, net: 'office' }] };
    expect(overriddenBy(sctp, 'FailsafeInboundHostPorts', 'tcp:22')).toEqual([]);
    expect(overriddenBy(office, 'FailsafeInboundHostPorts', 'tcp:22')).toMatchObject([{ tag: 'panic' }]);
    expect(overriddenBy({}, 'FailsafeInboundHostPorts', 'sctp:22')).toEqual([
      { tag: 'exit', path: key('FailsafeInboundHostPorts'), why: '"sctp:22" cannot be read' },
    ]);
    expect(overriddenBy({ chainInsertMode: 'x' }, 'ChainInsertMode', 'Insert')).toEqual([]);
    expect(overriddenBy({}, 'ExternalNodesList', 'office')).toEqual([]);
    expect(overriddenBy({ externalNodesList: ['office'] }, 'ExternalNodesCIDRList', '10.0.0.0/8')).toEqual([]);
    expect(overriddenBy({}, 'ExternalNodesCIDRList', 'office')).toMatchObject([{ path: key('ExternalNodesCIDRList') }]);
    expect(overriddenBy({ routeTableRange: { min: 0 } }, 'RouteTableRange', '1-9')).toEqual([]);
    expect(overriddenBy({}, 'IptablesMarkMask', '0x1')).toMatchObject([{ tag: 'exit' }]);
    expect(overriddenBy({}, 'chaininsertmode', 'x')).toEqual([
      { tag: 'exit', path: key('chaininsertmode'), why: 'chainInsertMode "x" is none of insert, append' },
    ]);
  });
});

describe('a variable of calico-node', () => {
  it('ends Felix where it says a word that none of its choices has', () => {
    expect(describeBadVariable('FELIX_DEFAULTENDPOINTTOHOSTACTION', 'Open')).toBe(
      'defaultEndpointToHostAction "Open" is none of accept, drop, return',
    );
    expect(describeBadVariable('FELIX_DEFAULTENDPOINTTOHOSTACTION', 'ACCEPT')).toBeNull();
    expect(describeBadVariable('FELIX_DEFAULTENDPOINTTOHOSTACTION', '')).toBeNull();
    expect(describeBadVariable('FELIX_LOGSEVERITYSCREEN', 'x')).toBeNull();
    expect(describeBadVariable('FELIX_EXTERNALNODESCIDRLIST', 'office')).toBe(
      'externalNodesCIDRList "office" holds "office", which is neither a CIDR nor an address',
    );
  });
});
