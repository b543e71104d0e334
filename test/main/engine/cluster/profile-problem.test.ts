import { describe, expect, it } from 'vitest';
import { findProfileProblem } from '../../../../main/engine/cluster/profile-problem';
import type { Json, JsonObject } from '../../../../main/engine/model/json';
import { resourceOf } from './resource-of';

function problemOf(spec: JsonObject, metadata: JsonObject = {}): unknown {
  return findProfileProblem(
    resourceOf({ apiVersion: 'projectcalico.org/v3', kind: 'Profile', metadata: { name: 'p', ...metadata }, spec }),
  );
}

const ruleProblem = (rule: Json, direction: 'ingress' | 'egress' = 'ingress') =>
  problemOf({ [direction]: [{ action: 'Allow' }, rule] });
const source = (entity: JsonObject, more: JsonObject = {}): JsonObject => ({
  action: 'Allow',
  source: entity,
  ...more,
});

describe('the v3 form of a profile', () => {
  it.each<readonly [string, JsonObject]>([
    ['nothing', {}],
    ['no rules', { ingress: [], egress: null }],
    ['a null rule', { ingress: [null] }],
    ['labels', { labelsToApply: { 'a.b/c': 'd', e: '' } }],
    ['an action of another case', { ingress: [{ action: 'allow' }] }],
    ['a service, in any rule', { egress: [source({ services: { name: 'api', namespace: 'shop' } })] }],
    [
      'HTTP in an egress rule',
      { egress: [{ http: { methods: ['GET', 'PUT'], paths: [{ exact: '/a' }, { prefix: '/' }] } }] },
    ],
    ['named ports without a protocol', { ingress: [source({ ports: ['web'], notPorts: ['x-1'] })] }],
    [
      'ports of TCP, UDP and SCTP',
      { ingress: ['TCP', 'UDP', 'SCTP', 6, '17'].map((protocol) => source({ ports: [1, '2:3'] }, { protocol })) },
    ],
    ['ICMP', { ingress: [{ protocol: 'ICMP', icmp: { type: 254, code: 255 }, notICMP: { code: 0 } }] }],
    [
      'other protocols',
      { ingress: [{ protocol: 1, notProtocol: 'UDPLite' }, { protocol: '255' }, { protocol: 'ICMPv6' }] },
    ],
    [
      'networks of one family',
      { ingress: [source({ nets: ['10.0.0.0/8'], notNets: ['10.1.0.0/16'] }, { ipVersion: 4 })] },
    ],
    ['networks of the other family', { ingress: [source({ nets: ['fd00::/8'] }, { ipVersion: 6 })] }],
    ['everything in another spelling', { ingress: [source({ notNets: ['0.0.0.0/00'] })] }],
    [
      'selectors',
      { ingress: [source({ selector: 'a == "b"', notSelector: ' ', serviceAccounts: { selector: 'has(c)' } })] },
    ],
    ['global() alone', { ingress: [source({ namespaceSelector: ' global( )' })] }],
    ['a namespace selector', { ingress: [source({ namespaceSelector: 'a == "global"' })] }],
  ])('passes the validator with %s', (_what, spec) => {
    expect(problemOf(spec)).toBeNull();
  });

  it('is refused for what it is called and labelled', () => {
    expect(problemOf({}, { name: 'Prof' })).toEqual({
      path: ['metadata', 'name'],
      why: '"Prof" is no name of an object',
    });
    expect(problemOf({}, { labels: { 'a b': 'c' } })).toEqual({
      path: ['metadata', 'labels'],
      why: 'label a b: "c" is none by Kubernetes\' rules',
    });
    expect(problemOf({}, { annotations: { 'A/b': 'any text' } })).toBeNull();
    expect(problemOf({}, { annotations: { 'a b': '' } })).toEqual({
      path: ['metadata', 'annotations'],
      why: "annotation a b is none by Kubernetes' rules",
    });
    expect(problemOf({}, { annotations: { a: 'x'.repeat(256 * 1024 - 1) } })).toBeNull();
    expect(problemOf({}, { annotations: { a: 'x'.repeat(256 * 1024) } })).toEqual({
      path: ['metadata', 'annotations'],
      why: 'the annotations are longer than 256 KiB',
    });
  });

  it('is refused for one label that it gives', () => {
    expect(problemOf({ labelsToApply: { good: 'a', bad: 'b c' } })).toEqual({
      path: ['spec', 'labelsToApply'],
      why: 'label bad: "b c" is none by Kubernetes\' rules',
    });
  });

  it.each<readonly [JsonObject, string]>([
    [{ protocol: 'tcp' }, 'protocol tcp is not one'],
    [{ protocol: 0 }, 'protocol 0 is not one'],
    [{ protocol: '0' }, 'protocol 0 is not one'],
    [{ protocol: 256 }, 'protocol 256 is not one'],
    [{ protocol: '256' }, 'protocol 256 is not one'],
    [{ notProtocol: 'XICMP' }, 'notProtocol XICMP is not one'],
    [{ notProtocol: 'ICMPv66' }, 'notProtocol ICMPv66 is not one'],
    [{ icmp: { type: 255 } }, 'icmp has a type beyond 254 or a code beyond 255'],
    [{ icmp: { type: -1 } }, 'icmp has a type beyond 254 or a code beyond 255'],
    [{ notICMP: { code: 256 } }, 'notICMP has a type beyond 254 or a code beyond 255'],
    [{ http: { methods: ['GET', 'GET'] } }, 'http names a method twice'],
    [{ http: { paths: [{ exact: '/a' }, { exact: '/a', prefix: '/a' }] } }, 'http has a path that is none'],
    [{ http: { paths: [{}] } }, 'http has a path that is none'],
    [{ http: { paths: [{ prefix: 'a' }] } }, 'http has a path that is none'],
    [{ http: { paths: [{ exact: '/a?b' }] } }, 'http has a path that is none'],
    [{ metadata: { annotations: { 'a b': '' } } }, "annotation a b is none by Kubernetes' rules"],
    [source({ selector: 'a ==' }), 'a selector does not parse'],
    [source({ notSelector: '(' }), 'a selector does not parse'],
    [source({ namespaceSelector: 'all' }), 'a selector does not parse'],
    [source({ serviceAccounts: { selector: '!' } }), 'a selector does not parse'],
    [{ destination: { selector: '&&' } }, 'a selector does not parse'],
    [source({ namespaceSelector: 'global() && a == "b"' }), 'global() stands beside other selectors'],
    [source({ namespaceSelector: 'a == "global()"' }), 'global() stands beside other selectors'],
    [source({ namespaceSelector: '(global())' }), 'global() stands beside other selectors'],
    [source({ services: { name: 'A' } }), 'a service has a name that is none'],
    [source({ services: { name: 'a', namespace: '-' } }), 'a service has a name that is none'],
    [source({ ports: [80] }), 'numeric ports need protocol TCP, UDP or SCTP'],
    [source({ ports: ['web', '1:2'] }), 'numeric ports need protocol TCP, UDP or SCTP'],
    [{ destination: { notPorts: [80] } }, 'numeric ports need protocol TCP, UDP or SCTP'],
    [source({ ports: ['web'] }, { protocol: 'ICMP' }), 'ports need protocol TCP, UDP or SCTP'],
    [source({ ports: [0] }, { protocol: 'TCP' }), '0 is no port'],
    [source({ ports: [1, '0:5'] }, { protocol: 'TCP' }), '"0:5" is no port'],
    [source({ ports: [65536] }, { protocol: 'TCP' }), '65536 is no port'],
    [source({ ports: ['My_Port'] }, { protocol: 'TCP' }), '"My_Port" is no port'],
    [source({ ports: [null] }, { protocol: 'TCP' }), 'null is no port'],
    [source({ nets: ['oops'] }), '"oops" is no CIDR without host bits'],
    [source({ nets: ['10.0.0.1'] }), '"10.0.0.1" is no CIDR without host bits'],
    [source({ nets: ['10.0.0.1/24'] }), '"10.0.0.1/24" is no CIDR without host bits'],
    [source({ notNets: [''] }), '"" is no CIDR without host bits'],
    [source({ nets: [null] }), 'null is no CIDR without host bits'],
    [source({ nets: ['10.0.0.0/8', 'fd00::/8'] }), 'CIDRs of IPv4 and IPv6 stand in one rule'],
    [
      source({ nets: ['10.0.0.0/8'] }, { destination: { notNets: ['fd00::/8'] } }),
      'CIDRs of IPv4 and IPv6 stand in one rule',
    ],
    [source({ nets: ['10.0.0.0/8'] }, { ipVersion: 6 }), 'ipVersion 6 does not fit the CIDRs'],
    [source({ notNets: ['0.0.0.0/0'] }), 'notNets holds "0.0.0.0/0"'],
    [{ destination: { notNets: ['0::/0'] } }, 'notNets holds "0::/0"'],
  ])('is refused for the rule %j', (rule, why) => {
    expect(ruleProblem(rule)).toEqual({ path: ['spec', 'ingress', 1], why });
    expect(ruleProblem(rule, 'egress')).toEqual({ path: ['spec', 'egress', 1], why });
  });
});
