import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../../main/engine/compile/policy';
import { collectMentions } from '../../../../main/engine/evaluate/collect-mentions';
import { decide } from '../../../../main/engine/evaluate/decide';
import { formatTraffic } from '../../../../main/engine/evaluate/format-traffic';
import type { RuleSets } from '../../../../main/engine/evaluate/rule-sets';
import { createRuleSets } from '../../../../main/engine/evaluate/rule-sets';
import { walkSets } from '../../../../main/engine/evaluate/set-walk';
import type { Json, JsonObject } from '../../../../main/engine/model/json';
import { hasBit } from '../../../../main/engine/net/bit-set';
import type { TrafficSpace } from '../../../../main/engine/net/traffic-space';
import { buildTrafficSpace } from '../../../../main/engine/net/traffic-space';
import { boundaryPackets } from '../../../laws/boundary-packets';
import { felix, globalPolicy, tier } from './manifests';
import { CLUSTER, DB, HOST, OTHER, OUTSIDE, WEB } from './match-rule';
import type { SmallCluster, SmallClusterOptions } from './small-cluster';
import { addressOf, smallCluster } from './small-cluster';

interface Asked {
  readonly small: SmallCluster;
  readonly space: TrafficSpace;
  readonly sets: RuleSets;
  readonly rules: readonly Rule[];
}

function ask(rules: readonly JsonObject[], options: SmallClusterOptions = {}, more: readonly Json[] = []): Asked {
  const ingress = rules.map((rule) => ({ action: 'Allow', ...rule }));
  const small = smallCluster([...CLUSTER, ...more, globalPolicy('asked', { types: ['Ingress'], ingress })], options);
  const space = buildTrafficSpace(collectMentions(small.policies, [small.cluster]));
  const [policy] = small.policies;
  return { small, space, sets: createRuleSets(small.evaluation.context, space), rules: policy?.inbound ?? [] };
}

/** What each rule surely and possibly matches between two addresses; `null`: nothing, whatever the traffic. */
function between({ small, space, sets, rules }: Asked, source: string, destination: string): readonly unknown[] {
  const { peers } = small.evaluation;
  const [from, to] = [peers.at(addressOf(source)), peers.at(addressOf(destination))];
  return rules.map((rule) => {
    const set = sets.between(rule, from, to, from.family);
    if (set === null) return null;
    const [surely, possibly] = [formatTraffic(space, set.surely), formatTraffic(space, set.possibly)];
    return surely === possibly ? surely : [surely, possibly];
  });
}

const tcp = (fields: JsonObject): JsonObject => ({ protocol: 'TCP', ...fields });

describe('rules that look at the same traffic', () => {
  it('share one set, whatever addresses they are about, unless their ports have names', () => {
    const web = { selector: "app == 'web'" };
    const rules = [
      tcp({ destination: { ports: [80] } }),
      tcp({ source: web, destination: { ports: [80] } }),
      tcp({ destination: { selector: "app == 'db'", ports: [80] } }),
      tcp({ destination: { ports: [81] } }),
      tcp({ destination: { selector: "app == 'db'", ports: ['http'] } }),
      tcp({ destination: { ports: ['http'] } }),
    ];
    const { small, sets, rules: read } = ask(rules);
    const [from, to] = [WEB, DB].map((text) => small.evaluation.peers.at(addressOf(text)));
    if (from === undefined || to === undefined) throw new Error('no peer');
    const found = read.map((rule) => sets.between(rule, from, to, 4));
    expect(found.map((set) => found.findIndex((other) => other === set))).toEqual([0, 0, 0, 3, 4, 5]);
  });
});

describe('the traffic that a rule matches between two addresses', () => {
  it('is all of it, or none, for rules about addresses alone', () => {
    const rules = [
      {},
      { source: { selector: "app == 'web'" } },
      { source: { notSelector: "app == 'web'" } },
      { source: { nets: ['10.0.0.0/8'] } },
      { source: { notNets: ['10.0.0.0/8'] } },
      { source: { services: { name: 'store', namespace: 'prod' } } },
      { destination: { selector: "app == 'db'" } },
      { destination: { notSelector: "app == 'db'" } },
      { destination: { nets: [`${DB}/32`] } },
      { destination: { notNets: [`${DB}/32`] } },
      { ipVersion: 4 },
      { ipVersion: 6 },
      { destination: { nets: ['fd00::/8'] } },
    ];
    const asked = ask(rules);
    const [all, none] = ['all traffic', null];
    expect(between(asked, WEB, DB)).toEqual([all, all, none, all, none, none, all, none, all, none, all, none, none]);
    expect(between(asked, DB, WEB)).toEqual([all, none, all, all, none, all, none, all, none, all, all, none, none]);
    expect(between(asked, OUTSIDE, DB)).toEqual([
      all,
      none,
      all,
      none,
      all,
      none,
      all,
      none,
      all,
      none,
      all,
      none,
      none,
    ]);
    expect(between(asked, 'fd00::2', 'fd00::2')).toEqual([
      all,
      none,
      all,
      none,
      none,
      none,
      all,
      none,
      none,
      none,
      none,
      all,
      all,
    ]);
  });

  it('is cut by protocols, ports, and types of ICMP', () => {
    const rules = [
      tcp({}),
      { notProtocol: 'TCP' },
      tcp({ destination: { ports: [80, '90:95'] } }),
      tcp({ destination: { notPorts: ['1:65535'] } }),
      tcp({ source: { ports: [7] } }),
      tcp({ source: { notPorts: [7] } }),
      { protocol: 'ICMP', icmp: { type: 8, code: 0 } },
      { protocol: 'ICMP', notICMP: { type: 8 } },
    ];
    expect(between(ask(rules), WEB, DB)).toEqual([
      'tcp',
      'all but tcp',
      'tcp 80, 90-95',
      'tcp 0',
      'tcp 0-65535 (from some source ports)',
      'tcp 0-65535 (from some source ports)',
      'icmp type 8 code 0',
      'icmp type other',
    ]);
  });

  it('is cut by what port names and services mean at the address', () => {
    const rules = [
      tcp({ destination: { ports: ['sql'] } }),
      { protocol: 'SCTP', destination: { ports: ['sql'] } },
      tcp({ destination: { notPorts: ['sql'] } }),
      tcp({ destination: { selector: "app == 'web'", ports: ['sql'] } }),
      tcp({ source: { ports: ['client'] }, destination: { ports: [80] } }),
      { destination: { services: { name: 'store', namespace: 'prod' } } },
    ];
    const some = 'tcp 80 (from some source ports)';
    const asked = ask(rules);
    expect(between(asked, WEB, DB)).toEqual([
      'tcp 5432',
      'sctp 5432',
      'tcp 0-5431, 5433-65535',
      'nothing',
      some,
      'tcp 5432; sctp 5432',
    ]);
    expect(between(asked, DB, OTHER)).toEqual([
      'tcp 5433',
      'nothing',
      'tcp 0-5432, 5434-65535',
      'tcp 5433',
      'nothing',
      'nothing',
    ]);
    expect(between(asked, WEB, OUTSIDE)).toEqual(['nothing', 'nothing', 'tcp', 'nothing', some, 'nothing']);
  });

  it('is possible where the files do not tell, about addresses as about traffic', () => {
    const rules = [
      { source: { namespaceSelector: "team == 'a'" } },
      tcp({ source: { namespaceSelector: "team == 'a'" }, destination: { ports: [80] } }),
      { protocol: 'TCP', http: { methods: ['GET'] } },
      { destination: { services: { name: 'gone', namespace: 'prod' } } },
    ];
    const more = [felix({ policySyncPathPrefix: '/var/run/nodeagent' })];
    const unknown = CLUSTER.filter((one) => (one as JsonObject)['kind'] !== 'Namespace');
    const small = ask(rules, { complete: false }, more);
    expect(between(small, WEB, DB)).toEqual([null, null, ['nothing', 'tcp'], ['nothing', 'all traffic']]);
    const lacking = smallCluster(
      [
        ...unknown,
        globalPolicy('asked', { types: ['Ingress'], ingress: rules.map((rule) => ({ action: 'Allow', ...rule })) }),
      ],
      { complete: false },
    );
    const space = buildTrafficSpace(collectMentions(lacking.policies, [lacking.cluster]));
    const sets = createRuleSets(lacking.evaluation.context, space);
    expect(between({ small: lacking, space, sets, rules: lacking.policies[0]?.inbound ?? [] }, WEB, DB)).toEqual([
      ['nothing', 'all traffic'],
      ['nothing', 'tcp 80'],
      'tcp',
      ['nothing', 'all traffic'],
    ]);
  });

  it('is worked out once for rules that look at the same traffic', () => {
    const rule = tcp({ destination: { ports: [80] } });
    const { sets, rules, small } = ask([rule, { ...rule, source: { nets: ['10.0.0.0/8'] } }, tcp({})]);
    const { peers } = small.evaluation;
    const setOf = (index: number, source: string) => {
      const asked = rules[index];
      if (asked === undefined) throw new Error('no such rule');
      return sets.between(asked, peers.at(addressOf(source)), peers.at(addressOf(DB)), 4);
    };
    expect(setOf(0, WEB)).toBe(setOf(0, OUTSIDE));
    expect(setOf(0, WEB)).toBe(setOf(1, WEB));
    expect(setOf(0, WEB)).not.toBe(setOf(2, WEB));
  });
});

describe('the walk on sets', () => {
  const OBJECTS: readonly JsonObject[] = [
    tier('early', { order: 1, defaultAction: 'Pass' }),
    globalPolicy('first', {
      tier: 'early',
      types: ['Ingress'],
      ingress: [
        { action: 'Log' },
        tcp({ action: 'Pass', destination: { ports: [80] } }),
        tcp({ action: 'Deny', destination: { ports: ['70:90'] }, source: { notSelector: "app == 'web'" } }),
        { action: 'Allow', protocol: 'ICMP', icmp: { type: 8 } },
      ],
    }),
    globalPolicy('maybe', {
      tier: 'early',
      namespaceSelector: "team == 'a'",
      types: ['Ingress'],
      ingress: [
        tcp({ action: 'Allow', destination: { ports: [81] } }),
        tcp({ action: 'Pass', destination: { ports: [82] } }),
      ],
    }),
    globalPolicy('second', {
      types: ['Ingress'],
      selector: "app != 'host'",
      ingress: [
        tcp({ action: 'Allow', destination: { ports: ['sql', 80] } }),
        { action: 'Pass', protocol: 'UDP', destination: { ports: [53] } },
      ],
    }),
  ];

  it.each([true, false])(
    'says what the trace says, packet for packet, of a snapshot that is complete: %s',
    (complete) => {
      const small = smallCluster(
        [...CLUSTER.filter((one) => complete || (one as JsonObject)['kind'] !== 'Namespace'), ...OBJECTS],
        { complete },
      );
      const { programs, peers, matcher, context } = small.evaluation;
      const space = buildTrafficSpace(collectMentions(small.policies, [small.cluster]));
      const sets = createRuleSets(context, space);
      const addresses = [WEB, DB, OTHER, OUTSIDE, HOST].map((text) => peers.at(addressOf(text)));
      const different: string[] = [];
      for (const endpoint of [...small.cluster.workloads, ...small.cluster.hosts]) {
        const program = programs.programOf(endpoint);
        for (const source of addresses) {
          for (const destination of addresses) {
            const walked = walkSets(program, 'normal', 'ingress', space.length, (rule) =>
              sets.between(rule, source, destination, 4),
            );
            for (const [index, atom] of space.entries()) {
              const [packet] = boundaryPackets(atom, space, source, destination, 4);
              if (packet === undefined) throw new Error('an atom without a packet');
              const { outcomes } = decide(program, 'normal', 'ingress', packet, matcher);
              const said = {
                allow: hasBit(walked.allow, index),
                deny: hasBit(walked.deny, index),
                continue: hasBit(walked.continue, index),
              };
              if (JSON.stringify(said) !== JSON.stringify(outcomes))
                different.push(`${source.key} > ${destination.key} ${index}`);
            }
          }
        }
      }
      expect(different).toEqual([]);
    },
  );
});
