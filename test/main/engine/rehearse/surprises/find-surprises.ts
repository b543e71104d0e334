/** A rollout of a few objects, and what is told of it. */
import { collectMentions } from '../../../../../main/engine/evaluate/collect-mentions';
import { resourcesOfObjects } from '../../../../../main/engine/load/resources-of-objects';
import { askPaths } from '../../../../../main/engine/lockout/ask-paths';
import { listProtectedPaths } from '../../../../../main/engine/lockout/list-paths';
import { protectedEdges } from '../../../../../main/engine/lockout/protected-edges';
import type { Evidence, Finding } from '../../../../../main/engine/model/finding';
import type { Json } from '../../../../../main/engine/model/json';
import type { ClusterProfile, Dataplane } from '../../../../../main/engine/model/profile-of-cluster';
import { buildTrafficSpace } from '../../../../../main/engine/net/traffic-space';
import { connectParties } from '../../../../../main/engine/rehearse/connect-parties';
import { connectWorlds } from '../../../../../main/engine/rehearse/connect-worlds';
import { countPairs } from '../../../../../main/engine/rehearse/count-pairs';
import { draftEdges } from '../../../../../main/engine/rehearse/draft-edges';
import { finishEdges } from '../../../../../main/engine/rehearse/edges';
import { listParties } from '../../../../../main/engine/rehearse/parties';
import { outsideAddresses } from '../../../../../main/engine/rehearse/outside-address';
import { createSignatures } from '../../../../../main/engine/rehearse/signatures';
import { surpriseFindings } from '../../../../../main/engine/rehearse/surprises/all-surprises';
import { createTrafficPieces } from '../../../../../main/engine/rehearse/traffic-pieces';
import { allPolicies, buildRollout } from '../../../../../main/engine/rehearse/worlds';
import { DEFAULT_TIER, clusterNode, controlPlane, namespace, pod, serviceAccount } from '../../evaluate/manifests';

export interface SmallRollout {
  /** `CLUSTER` where nothing else is said. */
  readonly cluster?: readonly Json[];
  /** Beside it. */
  readonly snapshot?: readonly Json[];
  readonly changes?: readonly Json[];
  readonly dataplane?: Dataplane | 'unknown';
  readonly complete?: boolean;
  readonly naming?: ClusterProfile['naming'];
  readonly forward?: ClusterProfile['hostForwardPolicy'];
}

/** Two nodes, the first of the control plane; `prod/web` on the first, `prod/db` on the second, `other/job` on the first. */
export const CLUSTER: readonly Json[] = [
  DEFAULT_TIER,
  namespace('prod', { stage: 'live' }),
  serviceAccount('prod', 'default'),
  namespace('other'),
  serviceAccount('other', 'default'),
  controlPlane('node1', '10.9.0.1'),
  clusterNode('node2', '10.9.0.2'),
  pod('prod/web', '10.0.1.1', { labels: { app: 'web' }, ports: ['http:tcp/80'] }),
  pod('prod/db', '10.0.1.2', { labels: { app: 'db' }, ports: ['tcp/5432'], node: 'node2' }),
  pod('other/job', '10.0.1.3', { labels: { app: 'job' } }),
];

/** All surprises, worst or not, in the order in which they are told. */
export function findSurprises(input: SmallRollout): readonly Finding[] {
  const {
    cluster = CLUSTER,
    snapshot = [],
    changes = [],
    dataplane = 'iptables',
    complete = true,
    naming = 'plain',
    forward = 'accept',
  } = input;
  const profile: ClusterProfile = {
    version: naming === 'plain' ? 'v3.34' : 'v3.31',
    naming,
    dataplane,
    complete,
    hostForwardPolicy: forward,
    hostInputPolicy: 'accept',
  };
  const resources = [
    ...resourcesOfObjects([...cluster, ...snapshot], 'snapshot').resources,
    ...resourcesOfObjects(changes, 'changes').resources,
  ];
  const rollout = buildRollout(resources, profile);
  const { now, final } = rollout.worlds;
  const clusters = [now.cluster, final.cluster] as const;
  const policies = allPolicies(rollout);
  const signatures = createSignatures(policies, clusters, rollout.hostsPoliceForwarding);
  const members = listParties(...clusters, [], outsideAddresses(policies, final.cluster), signatures);
  const parties = members.map(({ party }) => party);
  const space = buildTrafficSpace(collectMentions(policies, clusters));
  const connectivity = connectWorlds(rollout, space);
  const connected = connectParties(members, connectivity, () => undefined);
  const counted = countPairs(connected, connectivity.answers, null);
  const { drafts } = draftEdges(counted, connectivity.answersOf, createTrafficPieces(space));
  const asked = askPaths(listProtectedPaths(rollout, { adminCidrs: [], ownPaths: [] }), rollout, () => null);
  return surpriseFindings({
    rollout,
    resources,
    sources: [...protectedEdges(asked, parties, rollout, () => null), ...finishEdges(drafts, rollout, () => null)],
    parties,
    locate: (_resource, path) => ({ file: path.join('.'), line: 0, column: 0 }),
  });
}

/** The findings with a code, each line of them as people read it; `@` stands before the field. */
export function told(code: string, input: SmallRollout): readonly string[] {
  return findSurprises(input)
    .filter((finding) => finding.code === code)
    .flatMap(({ severity, title, help, evidence }) => [
      `${severity} ${code}: ${title}`,
      ...evidence.map((line) => `- ${evidenceText(line)}`),
      help,
    ]);
}

function evidenceText(evidence: Evidence): string {
  switch (evidence.tag) {
    case 'verdicts': {
      const side = ({ world, verdict, by }: typeof evidence.before) => `${world} ${verdict} (${by})`;
      return `${evidence.from} → ${evidence.to} ${evidence.traffic}: ${side(evidence.before)}, ${side(evidence.after)}`;
    }
    case 'order':
    case 'field':
      return `${evidence.text} @ ${evidence.position?.file ?? 'nowhere'}`;
  }
}
