import { convertClusterNetworkPolicy } from '../../main/engine/compile/cluster-network-policy';
import type { ConvertedPolicy } from '../../main/engine/compile/converted-policy';
import { entitySelector, foldSelectors } from '../../main/engine/compile/entity-selector';
import { convertKubernetesPolicy } from '../../main/engine/compile/kubernetes-policy';
import { comparePolicies, compareTiers } from '../../main/engine/compile/order';
import {
  convertedTypes,
  effectiveSelectorText,
  readPolicy,
  selectorFields,
} from '../../main/engine/compile/read-policy';
import { createSelectorInterner } from '../../main/engine/compile/selector-interner';
import { DEFAULT_TIER_ORDER } from '../../main/engine/compile/tier';
import { readObject } from '../../main/engine/load/fields';
import { readResource } from '../../main/engine/load/resource-of';
import type { Json, JsonObject } from '../../main/engine/model/json';
import { isJsonObject } from '../../main/engine/model/json';
import type { Labels, PolicyKind, Resource } from '../../main/engine/model/resource';
import { NO_ORIGIN } from '../../main/engine/model/source';
import { formatSelector } from '../../main/engine/selector/format-selector';
import { matchSelector } from '../../main/engine/selector/match-selector';
import { parseSelector } from '../../main/engine/selector/parse-selector';
import type { Question, Reply } from './case';
import { NOT_ASKED, compareAnswers } from './case';

export function askSelector(question: Question): Reply {
  const parsed = parseSelector(question['selector'] as string);
  const answer = parsed.tag === 'error' ? 'error' : matchSelector(parsed.selector, question['labels'] as Labels);
  return compareAnswers(answer, question.answer);
}

export function askCanonical(question: Question): Reply {
  return compareAnswers(canonical(question['selector'] as string), question.answer);
}

function canonical(text: string): string {
  const parsed = parseSelector(text);
  return parsed.tag === 'error' ? 'error' : formatSelector(parsed.selector);
}

/** Comparing the canonical form is enough. */
export function askEffectiveSelector(question: Question): Reply {
  const resource = policyResource(question['document'] as Json);
  if (resource === null) return compareAnswers(null, question.answer);
  const reading = readPolicy(resource, 'stored', createSelectorInterner());
  const text = effectiveText(resource);
  if (text === null || question.answer === null) return compareAnswers(text, question.answer);
  const felix = reading.policy === null ? 'ignored' : 'active';
  return compareAnswers(
    { canonical: canonical(text), felix },
    { canonical: question['canonical'] as string, felix: question['felix'] as string },
  );
}

/** `null`: Felix never gets the policy. */
function effectiveText(resource: Resource): string | null {
  const spec = readObject(resource.body, 'spec') ?? {};
  const kind = resource.kind as PolicyKind;
  if (spec['stagedAction'] === 'Delete') return null;
  const converted = convertedOf(resource.kind, spec);
  if (converted === undefined) return effectiveSelectorText(kind, selectorFields(spec), resource.namespace);
  if (converted === null) return null;
  if (kind === 'StagedKubernetesNetworkPolicy' && converted.failures.length > 0) return null;
  return effectiveSelectorText(kind, { ...converted, serviceAccountSelector: '' }, resource.namespace);
}

/** `undefined`: not a kind that is converted. */
function convertedOf(kind: string, spec: JsonObject): ConvertedPolicy | null | undefined {
  if (kind === 'KubernetesNetworkPolicy' || kind === 'StagedKubernetesNetworkPolicy')
    return convertKubernetesPolicy(spec);
  return kind === 'KubernetesClusterNetworkPolicy' ? convertClusterNetworkPolicy(spec) : undefined;
}

/** An object of a namespaced kind that says its namespace is `''` has no key in the datastore. */
function policyResource(document: Json): Resource | null {
  const metadata = isJsonObject(document) ? readObject(document, 'metadata') : undefined;
  if (metadata?.['namespace'] === '') return null;
  const read = readResource(document, 'snapshot', NO_ORIGIN);
  return read.tag === 'resource' ? read.resource : null;
}

export function askEffectiveRuleSelector(question: Question): Reply {
  const entity = question['entity'] as JsonObject;
  const namespace = question['namespace'] as string;
  const text = entitySelector(entity, namespace);
  const folded = foldSelectors(entity, namespace);
  const felix =
    folded.tag === 'selectors'
      ? {
          positive: folded.positive === '' ? null : canonical(folded.positive),
          negative: folded.negative === '' ? null : canonical(folded.negative),
        }
      : folded.tag;
  return compareAnswers(
    { canonical: text === '' ? '' : canonical(text), felix },
    { canonical: question['canonical'] as string, felix: question['felix'] as Json },
  );
}

interface OrderItem {
  readonly name: string;
  readonly order?: number;
  readonly missing?: boolean;
  readonly kind?: PolicyKind;
  readonly namespace?: string;
  readonly tier?: string;
}

export function askOrder(question: Question): Reply {
  const items = question['items'] as readonly OrderItem[];
  const tiers = ((question['tiers'] ?? []) as readonly OrderItem[]).map(tierPlace);
  const known = new Map(tiers.map((tier) => [tier.name, tier]));
  const sorted = items.toSorted((left, right) => {
    if (question['kind'] === 'tiers') return compareTiers(tierPlace(left), tierPlace(right));
    const place = (item: OrderItem) =>
      known.get(item.tier ?? '') ?? tierPlace({ name: item.tier ?? '', missing: true });
    return compareTiers(place(left), place(right)) || comparePolicies(policyPlace(left), policyPlace(right));
  });
  return compareAnswers(sorted as unknown as Json, question.answer);
}

function tierPlace(item: OrderItem) {
  return { name: item.name, order: item.order ?? DEFAULT_TIER_ORDER, missing: item.missing === true };
}

function policyPlace(item: OrderItem) {
  return {
    kind: item.kind ?? 'NetworkPolicy',
    namespace: item.namespace ?? '',
    name: item.name,
    tier: item.tier ?? 'default',
    order: item.order ?? Number.POSITIVE_INFINITY,
  };
}

/** Documents that a real API server refuses need not be converted alike. */
export function askConvert(question: Question): Reply {
  const document = question['document'] as JsonObject;
  const resource = policyResource(document);
  if (resource === null) return question['apiServer'] === 'reject' ? { tag: 'agree' } : NOT_ASKED;
  const spec = readObject(document, 'spec') ?? {};
  const converted = convertedOf(resource.kind, spec);
  if (converted === undefined) return NOT_ASKED;
  const answer = converted === null ? [] : [convertedAnswer(resource, converted)];
  const reply = compareAnswers(answer, question.answer);
  if (reply.tag === 'agree' && converted !== null) {
    const governed = convertedTypes(converted);
    const governs = (['ingress', 'egress'] as const).filter((direction) => governed[direction]);
    return compareAnswers(governs, question['governs'] as Json);
  }
  return reply.tag === 'disagree' && question['apiServer'] === 'reject' ? { tag: 'agree' } : reply;
}

function convertedAnswer(resource: Resource, converted: ConvertedPolicy): JsonObject {
  const global = resource.kind === 'KubernetesClusterNetworkPolicy';
  return {
    kind: resource.kind,
    name: resource.name,
    ...(global ? { namespaceSelector: converted.namespaceSelector } : { namespace: resource.namespace }),
    tier: converted.tier,
    order: converted.order,
    types: converted.types,
    selector: converted.selector,
    ingress: converted.ingress.map(({ rule }) => rule),
    egress: converted.egress.map(({ rule }) => rule),
  };
}
