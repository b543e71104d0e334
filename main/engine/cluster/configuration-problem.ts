import { readList, readNumber, readObject } from '../load/fields';
import { findUndecodable } from '../load/undecodable';
import type { JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import { parseFailsafeText, readEntry } from './failsafe';
import { overridesOf, withOverrides, writtenParameter } from './felix-configurations';
import type { ParameterName } from './parameters';
import { FATAL_PARAMETERS, describeBadParameter, parameterNamed } from './parameters';
import { parameterPath } from './parameter-source';

/** What stops Felix, or keeps it from reading the object at all. */
export interface ConfigurationProblem {
  /** `exit`: Felix ends and starts again for ever; `panic`: it crashes while it reads the object. */
  readonly tag: 'undecodable' | 'exit' | 'panic';
  readonly path: FieldPath;
  readonly why: string;
}

const FAILSAFE_FIELDS = ['failsafeInboundHostPorts', 'failsafeOutboundHostPorts'] as const;

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
  const parameters = FATAL_PARAMETERS.flatMap((name) => {
    const why = describeBadParameter(name, parameterText(written, name));
    return why === null ? [] : [{ tag: 'exit' as const, path: parameterPath(resource, name), why }];
  });
  return [...entries, ...texts, ...parameters].toSorted((left, right) => rank(left) - rank(right));
}

function rank({ tag }: ConfigurationProblem): number {
  return tag === 'panic' ? 0 : 1;
}

/** What reaches Felix of a field (calico: updateprocessors/configurationprocessor.go processAddOrModified, felixconfigprocessor.go). */
function parameterText(spec: JsonObject, name: ParameterName): string {
  const written = writtenParameter(spec, name);
  if (typeof written === 'string') return written;
  switch (name) {
    case 'externalNodesCIDRList':
      return (written ?? []).filter((network) => typeof network === 'string').join(',');
    case 'routeTableRange': {
      const range = readObject(spec, name);
      return range === undefined ? '' : rangeText(range);
    }
    case 'routeTableRanges':
      return (written ?? []).map((range) => rangeText(isJsonObject(range) ? range : {})).join(',');
    default:
      return '';
  }
}

function rangeText(range: JsonObject): string {
  return `${readNumber(range, 'min') ?? 0}-${readNumber(range, 'max') ?? 0}`;
}

/** Why Felix ends at what the environment of calico-node says of a parameter; `null`: it does not. */
export function describeBadVariable(variable: string, text: string): string | null {
  const name = parameterNamed(variable.slice('FELIX_'.length));
  return name === undefined ? null : describeBadParameter(name, text);
}
