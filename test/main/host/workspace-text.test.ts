import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../main/engine/model/workspace';
import { formatWorkspace, parseWorkspace } from '../../../main/host/workspace-text';

const DIGEST = 'd'.repeat(64);

const NOTED = { by: 'Ada', at: '2026-11-21T09:30:00.000Z', text: 'said', inputs: DIGEST } as const;

const FULL: Workspace = {
  version: 1,
  name: 'Shop',
  snapshot: ['snapshot'],
  changes: ['changes'],
  adminCidrs: ['10.1.0.0/24', 'fd00::/64'],
  cluster: { version: 'v3.30', dataplane: 'nftables', complete: true },
  flows: ['shop.flows/whisker.json'],
  ownPaths: [
    { title: 'Backup', from: '10.9.0.1', to: 'node1', protocol: 'tcp', port: 8200, severity: 'warns', expect: 'open' },
    { title: 'Ping', from: 'internet', to: 'node1', protocol: '1', port: null, severity: 'blocks', expect: 'closed' },
  ],
  gates: { secondPerson: true, minimumObservationMinutes: 60 },
  events: [
    event(1, { tag: 'done', check: 'net.console' }),
    event(2, { tag: 'acknowledged', check: 'net.order' }),
    event(3, { tag: 'overridden', check: 'net.opens' }),
    event(4, { tag: 'signed-off' }),
    event(5, { tag: 'withdrawn', event: 4 }),
    {
      ...NOTED,
      id: 6,
      tag: 'rules-changed',
      before: { secondPerson: false, minimumObservationMinutes: 0 },
      after: { secondPerson: true, minimumObservationMinutes: 60 },
    },
  ],
  seenInputs: { [DIGEST]: { digest: DIGEST, files: { 'changes/a.yaml': DIGEST } } },
};

function event<T extends object>(id: number, rest: T) {
  return { id, step: 'net', ...NOTED, ...rest } as const;
}

function messageOf(changes: object): string {
  try {
    parseWorkspace(JSON.stringify({ ...FULL, ...changes }), 'x.rehearsal.json');
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  return 'accepted';
}

describe('the text of a workspace', () => {
  it('gives back everything that was written, description included', () => {
    const content = { workspace: FULL, description: 'What it shows.' };
    expect(parseWorkspace(formatWorkspace(content), 'x.rehearsal.json')).toEqual(content);
  });

  it('has its fields in one order, whatever the order in which they were given', () => {
    const reversed = Object.fromEntries(Object.entries(FULL).toReversed()) as unknown as Workspace;
    const written = formatWorkspace({ workspace: FULL, description: '' });
    expect(formatWorkspace({ workspace: reversed, description: '' })).toBe(written);
    expect(Object.keys(JSON.parse(written) as object)).toEqual([
      'version',
      'name',
      'snapshot',
      'changes',
      'adminCidrs',
      'cluster',
      'flows',
      'ownPaths',
      'gates',
      'events',
      'seenInputs',
    ]);
  });

  it('of another version is refused with the version, before anything else is looked at', () => {
    expect(messageOf({ version: 7, new: true })).toBe(
      'x.rehearsal.json is version 7 of a workspace file; this program knows version 1.',
    );
    expect(messageOf({ version: '2' })).toMatch(/^x\.rehearsal\.json is version "2" of a workspace file/);
  });

  it.each<readonly [object, string]>([
    [{ flows: ['/var/log/x.json'] }, 'workspace.flows[0] must be relative to the workspace file'],
    [{ ownPaths: [{ title: 'x' }] }, 'workspace.ownPaths[0].from is missing'],
    [
      { ownPaths: [{ ...FULL.ownPaths?.[0], protocol: 'http' }] },
      'workspace.ownPaths[0].protocol must be tcp, udp, sctp, icmp, icmpv6 or a number from 0 to 255',
    ],
    [
      { ownPaths: [{ ...FULL.ownPaths?.[0], protocol: '256' }] },
      'workspace.ownPaths[0].protocol must be tcp, udp, sctp, icmp, icmpv6 or a number from 0 to 255',
    ],
    [
      { ownPaths: [{ ...FULL.ownPaths?.[0], port: 65_536 }] },
      'workspace.ownPaths[0].port must be a whole number from 0 to 65535',
    ],
    [{ gates: { secondPerson: true } }, 'workspace.gates.minimumObservationMinutes is missing'],
    [
      { gates: { secondPerson: 1, minimumObservationMinutes: 0 } },
      'workspace.gates.secondPerson must be true or false',
    ],
    [
      { events: [{ tag: 'passed' }] },
      'workspace.events[0].tag must be one of done, acknowledged, overridden, signed-off, withdrawn, rules-changed',
    ],
    [
      { events: [{ tag: 'constructor' }] },
      'workspace.events[0].tag must be one of done, acknowledged, overridden, signed-off, withdrawn, rules-changed',
    ],
    [{ events: [event(1, { tag: 'done' })] }, 'workspace.events[0].check is missing'],
    [
      { events: [event(1, { tag: 'signed-off', at: 'yesterday' })] },
      'workspace.events[0].at must be a time such as 2026-01-31T09:30:00Z',
    ],
    [
      { events: [event(1, { tag: 'signed-off', inputs: 'abc' })] },
      'workspace.events[0].inputs must be a SHA-256 in hexadecimal',
    ],
    [
      { events: [event(0, { tag: 'signed-off' })] },
      'workspace.events[0].id must be a whole number from 1 to 2147483648',
    ],
    [{ seenInputs: { abc: {} } }, 'a name in workspace.seenInputs must be a SHA-256 in hexadecimal'],
    [{ seenInputs: { [DIGEST]: { digest: DIGEST } } }, `workspace.seenInputs.${DIGEST}.files is missing`],
  ])('is refused with the place of its fault: %j', (changes, message) => {
    expect(messageOf(changes)).toBe(`x.rehearsal.json: ${message}.`);
  });
});
