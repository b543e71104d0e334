import type { OwnPath } from '../../main/engine/model/workspace';

/** A row of the form: what was typed, before it is a path. */
export interface PathDraft {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly port: string;
  readonly severity: OwnPath['severity'];
  readonly expect: OwnPath['expect'];
}

export const PROTOCOLS = ['tcp', 'udp', 'sctp', 'icmp', 'icmpv6'] as const;

export const NEW_DRAFT: PathDraft = {
  title: '',
  from: '',
  to: '',
  protocol: 'tcp',
  port: '',
  severity: 'blocks',
  expect: 'open',
};

export function draftOf(path: OwnPath): PathDraft {
  return { ...path, port: path.port === null ? '' : String(path.port) };
}

/** Protocols without ports: the field is closed for them. */
export function hasPorts(protocol: string): boolean {
  return ['tcp', 'udp', 'sctp', '6', '17', '132'].includes(protocol);
}

/** What keeps a row from being a path, in a few words; `''` when nothing does. */
export function draftProblem(draft: PathDraft): string {
  if (draft.from.trim() === '') return 'say where it starts';
  if (draft.to.trim() === '') return 'say where it ends';
  if (!hasPorts(draft.protocol)) return '';
  const port = Number(draft.port);
  const isPort = /^\d{1,5}$/.test(draft.port.trim()) && port >= 1 && port <= 65535;
  return isPort ? '' : 'give a port from 1 to 65535';
}

/** The path of a row without a problem. A row without a title is called by what it checks. */
export function pathOf(draft: PathDraft): OwnPath {
  const { protocol, severity, expect } = draft;
  const [from, to] = [draft.from.trim(), draft.to.trim()];
  const port = hasPorts(protocol) ? Number(draft.port) : null;
  const title = draft.title.trim() || `${protocol}${port === null ? '' : ` ${port}`} from ${from} to ${to}`;
  return { title: title.slice(0, 200), from, to, protocol, port, severity, expect };
}
