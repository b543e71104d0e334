import { describe, expect, it } from 'vitest';
import { failsafeFindings } from '../../../../main/engine/lockout/failsafe-findings';
import { createPathMemory } from '../../../../main/engine/lockout/path-memory';
import { ROLLBACK_DRAFT } from '../../../../main/engine/lockout/rollback-path';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { Evidence } from '../../../../main/engine/model/finding';
import type { ProtectedVerdict } from '../../../../main/engine/model/protected-path';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import { felix, globalPolicy, stagedGlobalPolicy } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { protectedPathOf } from './protected-path-of';
import { HOSTS } from './resolve-row';
import { CLUSTER, DENY_HOSTS, run } from './small-rollout';

const OPEN: ProtectedVerdict = { tag: 'no-policy' };
const FAILSAFE: ProtectedVerdict = { tag: 'failsafe-only' };
const NO_DRAFT = { ...ROLLBACK_DRAFT, memory: createPathMemory() };
const LOCK = stagedGlobalPolicy('lock', DENY_HOSTS);
const DEFAULT_PORTS = [22, 179, 2379, 2380, 5473, 6443, 6666, 6667];

function inbound(ports: readonly JsonObject[], node = 'worker'): JsonObject {
  return felix({ failsafeInboundHostPorts: ports }, `node.${node}`);
}

function tcp(port: number, net?: string): JsonObject {
  return { protocol: 'TCP', port, ...(net === undefined ? {} : { net }) };
}

function textOf(evidence: Evidence): string {
  if (evidence.tag !== 'verdicts') {
    const { position } = evidence;
    return `${evidence.text}${position === null ? '' : ` (${position.file}:${position.line})`}`;
  }
  return `${evidence.from} → ${evidence.to} ${evidence.traffic}`;
}

/** `severity title`, then the evidence, of the findings with this code. */
function found({ findings }: Rehearsal, code: string): readonly (readonly string[])[] {
  return findings
    .filter((finding) => finding.code === code)
    .map(({ severity, title, evidence }) => [`${severity} ${title}`, ...evidence.map(textOf)]);
}

describe('B4.1, a failsafe list that lacks a port', () => {
  it('is told where the port would keep a path open that is closed, with the list and its place', () => {
    const list = inbound(DEFAULT_PORTS.filter((port) => port !== 22).map((port) => tcp(port)));
    const [[title, ...evidence] = []] = found(run([...HOSTS, list], [LOCK]), 'B4.1');
    expect(title).toBe('warns A failsafe list lacks a port that would keep a protected path open.');
    expect(evidence).toContain(
      'the inbound list of worker (FelixConfiguration node.worker) lacks tcp 22: SSH from an admin network to a node (snapshot/objects.yaml:21)',
    );
  });

  it('is harmless where a rule keeps the path open', () => {
    const allow = globalPolicy('ssh', {
      selector: 'has(host)',
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Allow' }],
    });
    const list = inbound(DEFAULT_PORTS.filter((port) => port !== 22).map((port) => tcp(port)));
    expect(found(run([...HOSTS, list, allow], [LOCK]), 'B4.1')).toEqual([]);
  });
});

describe('B4.2, a path that failsafe ports alone keep open', () => {
  it('is a warning where the rollout makes it so, and to know where it is so today', () => {
    const rehearsal = run(HOSTS, [LOCK]);
    const [[title, first] = []] = found(rehearsal, 'B4.2');
    expect(title).toMatch(
      /^warns Failsafe ports alone keep \d+ protected paths open after the rollout: SSH from an admin/,
    );
    expect(first).toBe('10.9.0.0/24 → cp tcp 22');
    const today = globalPolicy('lock', DENY_HOSTS);
    expect(found(run([...HOSTS, today]), 'B4.2')[0]?.[0]).toMatch(
      /^informs Failsafe ports alone keep \d+ protected paths open, as today/,
    );
  });

  it('is said of one path in the singular', () => {
    const ssh = protectedPathOf({
      verdicts: { now: OPEN, net: OPEN, staged: OPEN, promoted: FAILSAFE, final: FAILSAFE },
    });
    const asked = { path: ssh, answers: null, stopped: false, draft: NO_DRAFT };
    const told = failsafeFindings([asked], rolloutOn(CLUSTER, []), () => null);
    expect(told.map(({ code, title }) => [code, title])).toEqual([
      ['B4.2', 'Failsafe ports alone keep a protected path open after the rollout: SSH to a node.'],
    ]);
  });

  it('is none where rules do, or nobody decides', () => {
    expect(found(run(HOSTS), 'B4.2')).toEqual([]);
  });
});

describe('B4.3, a Deny that is never reached', () => {
  const deny = (ports: readonly number[], nets?: readonly string[]) =>
    stagedGlobalPolicy('no-ssh', {
      selector: 'has(host)',
      order: 10,
      types: ['Ingress'],
      ingress: [
        { action: 'Deny', protocol: 'TCP', ...(nets && { source: { nets } }), destination: { ports } },
        { action: 'Allow' },
      ],
    });

  it('names a port that failsafe lists let through first', () => {
    const [[title, ...evidence] = []] = found(run(HOSTS, [deny([22])]), 'B4.3');
    expect(title).toBe('warns A Deny rule is never reached: failsafe ports are looked at before any policy.');
    expect(evidence[0]).toMatch(/no-ssh denies tcp 22 \(ingress rule 1\), and a failsafe port lets it through first/);
    expect(found(run(HOSTS, [deny([22], ['198.51.100.0/24'])]), 'B4.3')).toHaveLength(1);
  });

  it('is harmless where the port is on no list', () => {
    expect(found(run(HOSTS, [deny([8080])]), 'B4.3')).toEqual([]);
    const bare = ['cp', 'worker'].map((node) => felix({ failsafeInboundHostPorts: [] }, `node.${node}`));
    expect(found(run([...HOSTS, ...bare], [deny([22])]), 'B4.3')).toEqual([]);
  });
});

describe('B4.4 and B4.6, the nets of failsafe entries', () => {
  it('tell of an entry for SSH that lets everybody in against a restriction', () => {
    const [[title, first] = []] = found(run(HOSTS, [LOCK]), 'B4.4');
    expect(title).toBe('informs The failsafe entry for SSH lets everybody in: no policy can restrict tcp 22.');
    expect(first).toBe('the inbound list of cp (built-in default) has tcp 22 for everybody');
    const limited = ['cp', 'worker'].map((node) => inbound([tcp(22, '10.9.0.0/24'), tcp(6443)], node));
    expect(found(run([...HOSTS, ...limited], [LOCK]), 'B4.4')).toEqual([]);
  });

  it('tell of an entry for everybody by its net, and not of one for some strangers', () => {
    const ends = (net: string) =>
      found(
        run([...HOSTS, ...['cp', 'worker'].map((node) => inbound([tcp(22, net), tcp(6443)], node))], [LOCK]),
        'B4.4',
      );
    expect(ends('0.0.0.0/0')[0]?.[1]).toMatch(
      /^the inbound list of cp \(FelixConfiguration node.cp\) has tcp 22 \(0.0.0.0\/0\) for everybody \(snapshot/,
    );
    expect(ends('10.0.0.0/8')).toEqual([]);
  });

  it('tell of an entry that leaves an admin network out', () => {
    const elsewhere = inbound([tcp(22, '198.51.100.0/24'), tcp(6443)]);
    const [[title, first] = []] = found(run([...HOSTS, elsewhere], [LOCK]), 'B4.6');
    expect(title).toBe('warns A failsafe entry is limited to a net that leaves a protected path out.');
    expect(first).toContain(
      'the inbound list of worker (FelixConfiguration node.worker) has tcp 22 (198.51.100.0/24) alone',
    );
    const admins = inbound([tcp(22, '10.9.0.0/24'), tcp(6443)]);
    expect(found(run([...HOSTS, admins], [LOCK]), 'B4.6')).toEqual([]);
  });
});
