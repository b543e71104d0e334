import { assertNever } from '../model/assert-never';
import type { Json, JsonObject } from '../model/json';
import type { Tri } from '../model/tri';
import { MAYBE, NO, YES } from '../model/tri';
import type { Doubt } from '../model/verdict';
import { matchSelector } from '../selector/match-selector';
import type { FelixConfigurations, SelectedConfiguration } from './felix-configurations';
import { writtenParameter } from './felix-configurations';
import type { ParameterName } from './parameters';

/** What counts on a node: what is written, or why nobody can tell from the files. */
export type FelixParameter =
  | { readonly tag: 'unset' }
  | { readonly tag: 'set'; readonly written: string | readonly Json[]; readonly from: string }
  | { readonly tag: 'unknown'; readonly doubt: Doubt; readonly from: string };

/** Where a parameter comes from that the environment of calico-node says. */
export const ENVIRONMENT = 'environment of calico-node';

/**
 * The parameter as the first source has it that sets it: environment, node, selector, global (calico: felix/config/config_params.go
 * SourcesInDescendingOrder, UpdateFrom). Felix's own configuration file is in no snapshot.
 */
export function felixParameter(configurations: FelixConfigurations, node: string, name: ParameterName): FelixParameter {
  const fromEnvironment = environmentParameter(configurations, name);
  if (fromEnvironment.tag !== 'unset') return fromEnvironment;
  const own = readSource(configurations.byNode.get(node) ?? {}, name, `node.${node}`);
  if (own.tag !== 'unset') return own;
  const selected = selectedParameter(configurations, node, name);
  return selected.tag === 'unset' ? readSource(configurations.global, name, 'default') : selected;
}

function environmentParameter(configurations: FelixConfigurations, name: ParameterName): FelixParameter {
  const variable = `FELIX_${name.toUpperCase()}`;
  if (configurations.elsewhere.has(variable)) {
    const why = `the value of ${variable} of calico-node stands in another object`;
    const command = `kubectl -n ${configurations.namespace} exec daemonset/calico-node -c calico-node -- printenv ${variable}`;
    return { tag: 'unknown', from: `${ENVIRONMENT}, not in the files`, doubt: { why, command } };
  }
  const written = configurations.environment.get(variable) ?? '';
  return written === '' ? { tag: 'unset' } : { tag: 'set', written, from: ENVIRONMENT };
}

function readSource(spec: JsonObject, name: ParameterName, configuration: string): FelixParameter {
  const written = writtenParameter(spec, name);
  return written === null ? { tag: 'unset' } : { tag: 'set', written, from: `FelixConfiguration ${configuration}` };
}

/** The oldest that selects the node counts alone. Where more than one may be that, they must say the same. */
function selectedParameter(configurations: FelixConfigurations, node: string, name: ParameterName): FelixParameter {
  const candidates = candidatesFor(configurations, node);
  const answers = candidates.map((one) => (one === null ? null : writtenParameter(one.spec, name)));
  if (new Set(answers.map((answer) => JSON.stringify(answer))).size > 1) {
    const names = candidates.flatMap((one) => one?.name ?? []).join(', ');
    const why = `the files do not tell which FelixConfiguration counts on ${node === '' ? 'a node' : node}: ${names}`;
    const command = 'kubectl get felixconfigurations.v3.projectcalico.org,nodes -o yaml';
    return { tag: 'unknown', from: `one of FelixConfiguration ${names}`, doubt: { why, command } };
  }
  const [first] = candidates;
  return first === undefined || first === null ? { tag: 'unset' } : readSource(first.spec, name, first.name);
}

/** Those that may count, `null` for none of them (calico: felix/calc/config_batcher.go MergeSelectorConfigs). */
function candidatesFor(configurations: FelixConfigurations, node: string): readonly (SelectedConfiguration | null)[] {
  const asked = configurations.selected.map((one) => ({ one, selects: selectsNode(configurations, one, node) }));
  const certain = asked.filter(({ selects }) => selects === YES).map(({ one }) => one);
  const possible = asked.filter(({ selects }) => selects === MAYBE).map(({ one }) => one);
  const [oldest] = certain;
  if (oldest === undefined) return [null, ...possible];
  if (certain.length > 1 && certain.some(({ created }) => created === '')) return [...certain, ...possible];
  return [oldest, ...possible.filter((one) => !isOlder(oldest, one))];
}

/** Whether a FelixConfiguration of another name may count on some node. */
export function maySelectNode(configurations: FelixConfigurations, one: SelectedConfiguration): boolean {
  const nodes = [...configurations.nodeLabels.keys()];
  const asked = nodes.length === 0 ? [''] : nodes;
  return asked.some((node) => selectsNode(configurations, one, node) !== NO);
}

function isOlder(left: SelectedConfiguration, right: SelectedConfiguration): boolean {
  return left.created !== '' && right.created !== '' && left.created < right.created;
}

/** Whether a FelixConfiguration of another name may count on the node. */
export function selectsNode(
  configurations: FelixConfigurations,
  { selector }: SelectedConfiguration,
  node: string,
): Tri {
  const labels = configurations.nodeLabels.get(node);
  if (labels === undefined) return configurations.nodesKnown ? NO : MAYBE;
  if (selector === null) return MAYBE;
  return matchSelector(selector, labels) ? YES : NO;
}

const SWITCHED_ON: ReadonlySet<string> = new Set(['true', '1', 'yes', 'y', 't']);

/** A switch that is off by default: what Felix cannot read counts as the default (calico: felix/config/param_types.go BoolParam). */
export function readSwitch(parameter: FelixParameter): Tri {
  switch (parameter.tag) {
    case 'unset':
      return NO;
    case 'unknown':
      return MAYBE;
    case 'set':
      return typeof parameter.written === 'string' && SWITCHED_ON.has(parameter.written.toLowerCase()) ? YES : NO;
    default:
      return assertNever(parameter);
  }
}
