import { locate } from '../load/locate';
import type { SourceTexts } from '../load/source-texts';
import { oncePer } from '../model/once-per';
import type { Diagnostic } from '../model/diagnostic';
import type { Cluster } from './cluster';
import type { WorkloadEndpoint } from './endpoint';
import { namespaceProfileName } from './profile-source';

/** What an incomplete snapshot lacks. Each code stands in docs/diagnostics.md. */
export const MISSING_CODES = { namespaces: { code: 'LOAD04', severity: 'information' } } as const;

/** More names than this are counted. */
const MOST_NAMES = 5;

/** Namespaces that pods live in and no file holds: their labels are unknown. Said once, at the first such pod. */
export function missingObjects(cluster: Cluster, sources: SourceTexts): readonly Diagnostic[] {
  const homeless = homelessWorkloads(cluster);
  const [first] = homeless;
  if (first === undefined) return [];
  const names = [...new Set(homeless.map((workload) => workload.namespace))].toSorted();
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const listed = names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
  return [
    {
      ...MISSING_CODES.namespaces,
      position: locate(sources, first.resource.origin, ['metadata', 'namespace']),
      excerpt: '',
      message: `The snapshot has no Namespace object for ${listed}. Their labels are unknown: what depends on them is undecided.`,
      help: 'Add them: kubectl get namespaces -o yaml',
    },
  ];
}

const homelessWorkloads = oncePer(({ workloads, profiles }: Cluster): readonly WorkloadEndpoint[] =>
  workloads.filter(({ namespace }) => {
    const profile = profiles.get(namespaceProfileName(namespace));
    return profile?.tag === 'namespace' && !profile.labelsKnown;
  }),
);
