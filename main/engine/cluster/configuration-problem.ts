import { readList, readObject } from '../load/fields';
import { findUndecodable } from '../load/undecodable';
import { isJsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import { parseFailsafeText, readEntry } from './failsafe';
import type { ParameterName } from './felix-configurations';
import { overridesOf, withOverrides, writtenParameter } from './felix-configurations';

/** What stops Felix, or keeps it from reading the object at all. */
export interface ConfigurationProblem {
  /** `exit`: Felix ends and starts again for ever; `panic`: it crashes while it reads the object. */
  readonly tag: 'undecodable' | 'exit' | 'panic';
  readonly path: FieldPath;
  readonly why: string;
}

const FAILSAFE_FIELDS = ['failsafeInboundHostPorts', 'failsafeOutboundHostPorts'] as const;

const ALLOW_WORDS = ['accept', 'return'] as const;
const DENY_WORDS = ['drop', 'reject'] as const;

/** Choices without which Felix does not run, in any case of letters (calico: felix/config/config_params.go, `oneof(…)` with `die-on-fail`). */
const CHOICES: ReadonlyMap<ParameterName, readonly string[]> = new Map<ParameterName, readonly string[]>([
  ['chainInsertMode', ['insert', 'append']],
  ['defaultEndpointToHostAction', ['accept', 'drop', 'return']],
  ['iptablesFilterAllowAction', ALLOW_WORDS],
  ['iptablesFilterDenyAction', DENY_WORDS],
  ['iptablesMangleAllowAction', ALLOW_WORDS],
  ['nftablesFilterAllowAction', ALLOW_WORDS],
  ['nftablesFilterDenyAction', DENY_WORDS],
  ['nftablesMangleAllowAction', ALLOW_WORDS],
]);

/**
 * All that is wrong with a FelixConfiguration, in Felix's order: it decodes, converts the failsafe lists, then reads every parameter, of
 * every source, whichever wins (calico: felix/config/config_params.go resolve).
 */
export function findConfigurationProblems(resource: Resource): readonly ConfigurationProblem[] {
  const undecodable = findUndecodable(resource);
  if (undecodable !== null) return [{ tag: 'undecodable', ...undecodable }];
  const spec = readObject(resource.body, 'spec') ?? {};
  const overrides = overridesOf(resource);
  const entries = FAILSAFE_FIELDS.flatMap((field) =>
    (readList(spec, field) ?? []).flatMap((entry, index): readonly ConfigurationProblem[] => {
      const read = readEntry(isJsonObject(entry) ? entry : {});
      // An annotation is put in place of the text that the list was converted to.
      if (read.tag === 'port' || (read.tag === 'exit' && overrides.has(field))) return [];
      return [{ tag: read.tag, path: ['spec', field, index], why: read.why }];
    }),
  );
  const texts = FAILSAFE_FIELDS.flatMap((field) => {
    const key = overrides.get(field);
    if (key === undefined) return [];
    const { fatal } = parseFailsafeText(resource.annotations[key] ?? '', '');
    return fatal.map((why) => ({ tag: 'exit' as const, path: ['metadata', 'annotations', key], why }));
  });
  const written = withOverrides(resource);
  const words = [...CHOICES.keys()].flatMap((name) => {
    const why = describeBadChoice(name, writtenParameter(written, name));
    const key = overrides.get(name);
    const path = key === undefined ? ['spec', name] : ['metadata', 'annotations', key];
    return why === null ? [] : [{ tag: 'exit' as const, path, why }];
  });
  return [...entries, ...texts, ...words].toSorted((left, right) => rank(left) - rank(right));
}

function rank({ tag }: ConfigurationProblem): number {
  return tag === 'panic' ? 0 : 1;
}

/** Why Felix ends at what the environment of calico-node says of a parameter; `null`: it does not. */
export function describeBadVariable(variable: string, text: string): string | null {
  for (const name of CHOICES.keys()) {
    if (variable === `FELIX_${name.toUpperCase()}`) return describeBadChoice(name, text === '' ? null : text);
  }
  return null;
}

function describeBadChoice(name: ParameterName, written: ReturnType<typeof writtenParameter>): string | null {
  const words = CHOICES.get(name) ?? [];
  if (typeof written !== 'string' || words.includes(written.toLowerCase())) return null;
  return `${name} "${written}" is none of ${words.join(', ')}`;
}
