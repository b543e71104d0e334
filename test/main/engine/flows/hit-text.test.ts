import { describe, expect, it } from 'vitest';
import { readHitText } from '../../../../main/engine/flows/hit-text';
import { readFlowFile } from '../../../../main/engine/flows/read-flow-file';

function read(text: string) {
  const problem = { why: '' };
  const hits = readHitText(text, problem);
  return problem.why === '' ? hits : problem.why;
}

const PASS = {
  kind: 'GlobalNetworkPolicy',
  namespace: '',
  name: 'allow-dns',
  tier: 'platform',
  action: 'pass',
  rule: 2,
  trigger: undefined,
};

describe('hits in Go’s protobuf text', () => {
  it('are one per dash, all on one line', () => {
    const text =
      '  - kind:GlobalNetworkPolicy name:"platform.allow-dns" tier:"platform" action:Pass rule_index:2' +
      '  - kind:EndOfTier tier:"default" action:Deny policy_index:1 rule_index:-1 trigger:{kind:StagedNetworkPolicy namespace:"shop" name:"default.api" tier:"default"}';
    expect(read(text)).toEqual([
      PASS,
      {
        kind: 'EndOfTier',
        namespace: '',
        name: '',
        tier: 'default',
        action: 'deny',
        rule: -1,
        trigger: { kind: 'StagedNetworkPolicy', namespace: 'shop', name: 'api' },
      },
    ]);
  });

  it('mean the same with the blanks that Go doubles at random', () => {
    const text =
      '  -  kind:GlobalNetworkPolicy  name:"platform.allow-dns"  tier:"platform"  action:Pass  rule_index:2  ';
    expect(read(text)).toEqual([PASS]);
    expect(read(text.replaceAll(':', ':  '))).toEqual([PASS]);
  });

  it('stand in the order of their index; zero values are left out', () => {
    const text = '- kind:Profile name:"kns.b" action:Allow policy_index:1 - kind:Profile name:"kns.a" action:Allow';
    const hits = read(text);
    expect(typeof hits === 'string' ? hits : hits.map(({ name, rule }) => `${name} ${rule}`)).toEqual([
      'kns.a 0',
      'kns.b 0',
    ]);
  });

  it('may hold dashes, escapes and braces in names', () => {
    const hits = read('- kind:GlobalNetworkPolicy name:"a - b\\"{}" tier:"t" action:Allow');
    expect(typeof hits === 'string' ? hits : hits.map(({ name }) => name)).toEqual(['a - b"{}']);
  });

  it('may name the policy behind an end of tier in part, or as nothing that is known', () => {
    const end = '- kind:EndOfTier tier:"t" action:Deny rule_index:-1 trigger:';
    const hits = read(`${end}{kind:GlobalNetworkPolicy} ${end}{kind:Oracle name:"x"} ${end}{kind:EndOfTier}`);
    expect(typeof hits === 'string' ? hits : hits.map(({ trigger }) => trigger)).toEqual([
      { kind: 'GlobalNetworkPolicy', namespace: '', name: '' },
      undefined,
      undefined,
    ]);
  });

  it('are none in an empty list', () => {
    expect(read('')).toEqual([]);
    expect(read('   ')).toEqual([]);
  });

  it.each([
    ['kind:Profile action:Allow', 'a policy hit cannot be read'],
    ['- kind:Profile action:Allow }', 'a policy hit cannot be read'],
    ['- kind:Profile action:Allow trigger:{kind:Profile trigger:{', 'a policy hit cannot be read'],
    ['- kind:Profile name:"open', 'a policy hit cannot be read'],
    ['- kind:Oracle action:Allow', 'a policy hit has an unknown kind'],
    ['- kind:Profile action:Log', 'a policy hit has an unknown action'],
    ['- kind:Profile action:Allow rule_index:one', 'rule_index is not a whole number'],
    ['- kind:Profile action:Allow '.repeat(300), 'there are more than 256 hits'],
  ])('are refused as a whole: %s', (text, why) => {
    expect(read(text)).toBe(why);
  });
});

describe('the text of calico-node', () => {
  const BLOCK = [
    '- Time=2026-08-22 12:00:00.5 +0200 CEST Reporter=Dst Action=Allow',
    '  Src={wep(shop/web-*)} Dst={ns(-/offices) Svc:-/-} Proto={tcp(8080) Svc:-/0}',
    '  Counts={Ingress: 0Pkts/0Bytes Egress:0Pkts/0Bytes} Connections={Started:0 Completed:0 Live:0}',
    '  Enforced:',
    '  - kind:Profile name:"kns.shop" action:Allow',
    '  Pending:',
    '',
  ];
  const readText = (lines: readonly string[]) => readFlowFile({ path: 'x', text: lines.join('\n') });

  it('has times with their offset, and may have no pending policies', () => {
    const [group] = readText(BLOCK).groups;
    expect([group?.record.start, group?.record.pending, group?.record.idle]).toEqual([
      Date.parse('2026-08-22T10:00:00.500Z'),
      [],
      true,
    ]);
  });

  it.each([
    [0, '- Time=yesterday Reporter=Dst Action=Allow', 'it has no time'],
    [0, '- Time=2026-08-22 12:00:00 +0000 UTC Reporter=Dst', 'the reporter is neither the source nor the destination'],
    [1, '  Src={wep(shop/web-*)}', 'its line of Src, Dst and Proto cannot be read'],
    [
      1,
      '  Src={pod(shop/web-*)} Dst={wep(shop/api) Svc:-/-} Proto={tcp(80) Svc:-/0}',
      '"pod" is not a type of endpoint',
    ],
    [1, '  Src={wep(web)} Dst={wep(shop/api) Svc:-/-} Proto={tcp(80) Svc:-/0}', 'an end has no namespace'],
    [2, '  Counts={}', 'its line of Counts and Connections cannot be read'],
    [3, '  Enforcement:', 'its lists of policies cannot be read'],
    [5, '  ', 'its lists of policies cannot be read'],
    [4, '  - kind:Profile', 'a policy hit has an unknown action'],
  ])('with line %i as %j is refused, the next block is read', (index, line, why) => {
    const broken = BLOCK.map((written, at) => (at === index ? line : written));
    const { records, rejected } = readText([...broken, ...BLOCK]);
    expect({ records, rejected }).toEqual({ records: 1, rejected: [{ line: 1, why }] });
  });

  it('outside of any block is told line by line, and a block without end is too large', () => {
    const { records, rejected } = readText(['Defaulted container', '', ...BLOCK, '- Time=', 'x'.repeat(300_000)]);
    expect(records).toBe(1);
    expect(rejected).toEqual([
      { line: 1, why: 'this is outside of any flow' },
      { line: 10, why: 'it is too large for a record' },
    ]);
  });
});
