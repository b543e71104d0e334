import { findConfigurationProblems } from '../../main/engine/cluster/configuration-problem';
import { createLabelSetInterner } from '../../main/engine/cluster/label-set';
import { findSetProblem, readHostEndpoint } from '../../main/engine/cluster/read-hosts';
import { findProfileProblem } from '../../main/engine/cluster/profile-problem';
import { readProfileRules } from '../../main/engine/compile/every-rule';
import { isPolicyResource, readPolicy } from '../../main/engine/compile/read-policy';
import { createSelectorInterner } from '../../main/engine/compile/selector-interner';
import { readResource } from '../../main/engine/load/resource-of';
import { findUndecodable } from '../../main/engine/load/undecodable';
import type { Json, JsonObject } from '../../main/engine/model/json';
import type { Resource } from '../../main/engine/model/resource';
import { NO_ORIGIN } from '../../main/engine/model/source';
import type { Question, Reply } from './case';
import { NOT_ASKED, compareAnswers } from './case';
import { formOfConverted, formOfPolicy } from './felix-form';

/** What becomes of a stored object in Felix. */
type Outcome = 'accept' | 'reject' | 'crash' | 'list-fails';

/** Of the layers, Felix alone: what its own filter takes, what crashes it, and what breaks the reading of a whole kind. */
export function askValidate(question: Question): Reply {
  if (question['layer'] !== 'felix') return NOT_ASKED;
  const read = readResource(question['document'] as Json, 'snapshot', NO_ORIGIN);
  // What is no object of its kind is never stored.
  if (read.tag !== 'resource') return compareAnswers('reject', question.answer);
  const { resource } = read;
  const outcome = outcomeOf(resource);
  if (outcome === null) return NOT_ASKED;
  const reply = compareAnswers(
    {
      answer: outcome === 'accept' ? 'accept' : 'reject',
      crash: outcome === 'crash',
      listFails: outcome === 'list-fails',
    },
    { answer: question.answer, crash: question['crash'] === true, listFails: question['listFails'] === true },
  );
  const converted = question['converted'] as JsonObject | undefined;
  return reply.tag === 'disagree' || converted === undefined ? reply : compareForms(resource, converted);
}

/** Felix's form of policies; that of a FelixConfiguration is its text for Felix's own parser, which nothing here makes. */
function compareForms(resource: Resource, converted: JsonObject): Reply {
  if (!isPolicyResource(resource)) return { tag: 'agree' };
  const { policy } = readPolicy(resource, 'stored', createSelectorInterner());
  return compareAnswers(policy === null ? null : formOfPolicy(policy), formOfConverted(converted));
}

function outcomeOf(resource: Resource): Outcome | null {
  if (isPolicyResource(resource)) return policyOutcome(resource);
  switch (resource.kind) {
    case 'HostEndpoint': {
      const reading = readHostEndpoint(resource, new Map(), createLabelSetInterner());
      return reading.tag === 'host' ? 'accept' : outcomeOfTag(reading.tag);
    }
    case 'NetworkSet':
    case 'GlobalNetworkSet':
      return outcomeOfTag(findSetProblem(resource)?.tag);
    case 'FelixConfiguration':
      return outcomeOfTag(findConfigurationProblems(resource)[0]?.tag);
    case 'Profile':
      return profileOutcome(resource);
    case 'Tier':
      return findUndecodable(resource) === null ? 'accept' : 'reject';
    default:
      return null;
  }
}

/** Felix gets a profile in parts, and refuses it as soon as it drops one. */
function profileOutcome(resource: Resource): Outcome {
  if (findUndecodable(resource) !== null || findProfileProblem(resource) !== null) return 'reject';
  return readProfileRules(resource, createSelectorInterner()) === null ? 'reject' : 'accept';
}

function outcomeOfTag(tag: 'ignored' | 'undecodable' | 'unreadable' | 'exit' | 'panic' | undefined): Outcome {
  if (tag === undefined) return 'accept';
  if (tag === 'panic') return 'crash';
  return tag === 'unreadable' ? 'list-fails' : 'reject';
}

/** Felix never gets a staged deletion; a policy that is ignored crashes nobody. */
function policyOutcome(resource: Resource): Outcome {
  const { policy, problems } = readPolicy(resource, 'stored', createSelectorInterner());
  const has = (tag: (typeof problems)[number]['tag']) => problems.some((problem) => problem.tag === tag);
  if (has('unreadable')) return 'list-fails';
  if (policy === null || policy.stagedAction === 'Delete') return 'reject';
  return has('panic') ? 'crash' : 'accept';
}
