import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../main/cli/parse-arguments';
import { ContractFailure } from '../../../main/host/contract-failure';

function refusal(...words: readonly string[]): string {
  try {
    parseArguments(words);
  } catch (thrown) {
    if (thrown instanceof ContractFailure) return thrown.message;
    throw thrown;
  }
  return 'accepted';
}

const NOTHING = { inputs: {}, adminCidrs: [], flows: [] };

describe('the command line', () => {
  it('reads what to rehearse: a workspace, or two folders, and where operators come from', () => {
    expect(parseArguments(['run'])).toEqual({ tag: 'run', rehearsal: NOTHING, json: false });
    expect(parseArguments(['run', 'here', '--json'])).toEqual({
      tag: 'run',
      rehearsal: { inputs: { workspace: 'here' }, adminCidrs: [], flows: [] },
      json: true,
    });
    expect(
      parseArguments(['run', '--snapshot', 's', '--policies=p', '--admin', '10.1.0.0/24', '--admin', 'fd00::/8']),
    ).toEqual({
      tag: 'run',
      rehearsal: { inputs: { snapshot: 's', policies: 'p' }, adminCidrs: ['10.1.0.0/24', 'fd00::/8'], flows: [] },
      json: false,
    });
  });

  it('reads a connection, in the last world unless told otherwise', () => {
    const explain = (...words: readonly string[]) =>
      parseArguments(['explain', '--from', 'a/b', '--to', 'c/d', ...words]);
    const flow = { from: 'a/b', to: 'c/d', protocol: 6, port: 8080, world: 'final' };
    expect(explain('--port', 'tcp/8080')).toEqual({ tag: 'explain', rehearsal: NOTHING, flow, json: false });
    expect(explain('--port', '17/53', '--world', 'now')).toEqual({
      tag: 'explain',
      rehearsal: NOTHING,
      flow: { ...flow, protocol: 17, port: 53, world: 'now' },
      json: false,
    });
    expect(explain('--port', 'icmp')).toEqual({
      tag: 'explain',
      rehearsal: NOTHING,
      flow: { ...flow, protocol: 1, port: null },
      json: false,
    });
  });

  it('reads where to write a plan and a report, and which gate to check', () => {
    expect(parseArguments(['plan', '-o', 'out', 'here'])).toEqual({
      tag: 'plan',
      rehearsal: { ...NOTHING, inputs: { workspace: 'here' } },
      folder: 'out',
    });
    expect(parseArguments(['report', '--output=out', '--flows', 'a.json', '--flows', 'b'])).toEqual({
      tag: 'report',
      rehearsal: { ...NOTHING, flows: ['a.json', 'b'] },
      folder: 'out',
    });
    expect(parseArguments(['check', '--gate', 'remove-net', '--json'])).toEqual({
      tag: 'check',
      rehearsal: NOTHING,
      gate: 'remove-net',
      json: true,
    });
  });

  it('reads how to serve', () => {
    expect(parseArguments(['serve'])).toEqual({ tag: 'serve', serve: { open: true } });
    expect(parseArguments(['serve', 'here', '--port', '8080', '--no-open'])).toEqual({
      tag: 'serve',
      serve: { workspace: 'here', open: false, port: 8080 },
    });
  });

  it('answers the plain questions, and helps in every command', () => {
    expect(parseArguments(['capture'])).toEqual({ tag: 'capture' });
    expect(parseArguments(['--version'])).toEqual({ tag: 'version' });
    for (const words of [
      ['--help'],
      ['-h'],
      ['help'],
      ['run', '-h'],
      ['explain', '--help'],
      ['plan', '-h'],
      ['report', '-h'],
      ['check', '-h'],
      ['serve', '--help'],
      ['capture', '-h'],
    ]) {
      expect(parseArguments(words)).toEqual({ tag: 'help' });
    }
  });

  it('says what it does not accept', () => {
    expect([
      refusal(),
      refusal('walk'),
      refusal('run', 'a', 'b'),
      refusal('run', '--admin', 'office'),
      refusal('explain', '--from', 'a'),
      refusal('explain', '--from', 'a', '--to', 'b', '--port', '8080'),
      refusal('explain', '--from', 'a', '--to', 'b', '--port', 'tcp'),
      refusal('explain', '--from', 'a', '--to', 'b', '--port', 'tcp/70000'),
      refusal('explain', '--from', 'a', '--to', 'b', '--port', 'icmp/8'),
      refusal('explain', '--from', 'a', '--to', 'b', '--port', 'tcp/80/90'),
      refusal('explain', '--from', 'a', '--to', 'b', '--port', 'tcp/80', '--world', 'later'),
      refusal('serve', '--port', 'http'),
      refusal('plan', 'here'),
      refusal('report', '-o', ''),
      refusal('check', 'here'),
      refusal('check', '--gate', 'final'),
    ]).toEqual([
      'No command is given.',
      'walk is not a command.',
      'Only one workspace can be opened: b is too much.',
      '--admin office is not an address or a network.',
      'explain needs --to and --port.',
      '--port 8080 is not a protocol and port.',
      '--port tcp has no port from 0 to 65535.',
      '--port tcp/70000 has no port from 0 to 65535.',
      '--port icmp/8: icmp has no ports.',
      '--port tcp/80/90 is not a protocol and port.',
      '--world later is not a world.',
      '--port http is not a port from 0 to 65535.',
      'plan needs -o DIR, a new or empty folder.',
      'report needs -o DIR, a new or empty folder.',
      'check needs --gate.',
      '--gate final is not a step.',
    ]);
    expect(refusal('run', '--colour')).toBe("Unknown option '--colour'.");
    expect(refusal('run', '--snapshot')).toMatch(/^Option '--snapshot .*missing\.$/);
    expect(refusal('serve', '--port', '-x')).toMatch(/^Option '--port' .*\?$/);
    expect(refusal('capture', 'all')).toMatch(/^Unexpected argument 'all'\. .*\.$/);
  });
});
