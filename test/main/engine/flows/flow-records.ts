import { reportFlows } from '../../../../main/engine/flows/report-flows';
import type { FlowFacts, WatchedPath } from '../../../../main/engine/flows/flow-facts';
import { readFlowFile } from '../../../../main/engine/flows/read-flow-file';
import { policyHitOf } from '../../../../main/engine/flows/policy-hit';
import type { PolicyHit } from '../../../../main/engine/flows/policy-hit';
import type { Edge } from '../../../../main/engine/model/edge';
import type { FlowReport } from '../../../../main/engine/model/flow-report';
import { resourcesOfObjects } from '../../../../main/engine/load/resources-of-objects';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ClusterProfile } from '../../../../main/engine/model/profile-of-cluster';
import { factsForFlows } from '../../../../main/engine/rehearse/facts-for-flows';
import { outsideAddresses } from '../../../../main/engine/rehearse/outside-address';
import { listParties } from '../../../../main/engine/rehearse/parties';
import { createSignatures } from '../../../../main/engine/rehearse/signatures';
import type { Rollout } from '../../../../main/engine/rehearse/worlds';
import { allPolicies, buildRollout } from '../../../../main/engine/rehearse/worlds';
import { profileOf } from '../evaluate/small-cluster';
import { writeWhiskerList } from './write-flows';

/** The class and the place of an end: `wep shop/web-*`, `hep node1`, `ns offices`, `net pub`. */
type EndText = `${'wep' | 'hep' | 'ns' | 'net'} ${string}`;

/** One record of Goldmane; policies as Felix writes them: `0|default|gnp:net|allow|0`. */
export interface GoldmaneFields {
  readonly reporter?: 'src' | 'dst';
  readonly action?: 'allow' | 'deny';
  readonly from: EndText;
  readonly to: EndText;
  readonly proto?: string;
  readonly port?: number;
  readonly enforced?: readonly string[];
  readonly pending?: readonly string[];
  readonly fromLabels?: readonly string[];
  readonly toLabels?: readonly string[];
  readonly packets?: number;
  readonly connections?: number;
  /** Seconds since 1970. */
  readonly start?: number;
}

const CLASSES = { wep: 'WorkloadEndpoint', hep: 'HostEndpoint', ns: 'NetworkSet', net: 'Network' } as const;
const START = 1_787_400_000;

/** The line that Goldmane's list has for it, in protobuf JSON. */
export function goldmaneLine(fields: GoldmaneFields): string {
  const { reporter = 'dst', action = 'allow', proto = 'tcp', port = 8080, packets = 1, connections = 1 } = fields;
  const start = fields.start ?? START;
  const [from, to] = [endFields(fields.from), endFields(fields.to)];
  return JSON.stringify({
    Key: {
      sourceName: from.name,
      sourceNamespace: from.namespace,
      sourceType: from.class,
      destName: to.name,
      destNamespace: to.namespace,
      destType: to.class,
      destPort: `${port}`,
      proto,
      reporter: reporter === 'src' ? 'Src' : 'Dst',
      action: action === 'allow' ? 'Allow' : 'Deny',
      policies: {
        enforcedPolicies: (fields.enforced ?? []).map(goldmaneHit),
        pendingPolicies: (fields.pending ?? []).map(goldmaneHit),
      },
    },
    startTime: `${start}`,
    endTime: `${start + 15}`,
    sourceLabels: fields.fromLabels,
    destLabels: fields.toLabels,
    packetsIn: `${packets}`,
    numConnectionsStarted: `${connections}`,
  });
}

function endFields(text: EndText) {
  const [known = '', place = ''] = text.split(' ');
  const slash = place.indexOf('/');
  return {
    class: CLASSES[known as keyof typeof CLASSES],
    namespace: slash < 0 ? '-' : place.slice(0, slash),
    name: place.slice(slash + 1),
  };
}

function goldmaneHit(text: string): JsonObject {
  const reading = policyHitOf(text);
  if (reading.tag !== 'hit') throw new Error(`${text} is no policy string`);
  return hitFields(reading.hit);
}

function hitFields({ trigger, ...hit }: PolicyHit): JsonObject {
  return trigger === null ? { ...hit } : { ...hit, trigger: { ...trigger } };
}

/** A rollout of objects; what is not there does not exist, unless the profile says otherwise. */
export function rolloutWith(
  snapshot: readonly JsonObject[],
  changes: readonly JsonObject[] = [],
  profile: Partial<ClusterProfile> = {},
): Rollout {
  const resources = [
    ...resourcesOfObjects(snapshot, 'snapshot').resources,
    ...resourcesOfObjects(changes, 'changes').resources,
  ];
  return buildRollout(resources, { ...profileOf(), ...profile });
}

/** What a rollout makes of recorded flows, as the pipeline asks for it. */
export function factsOf(rollout: Rollout, edges: readonly Edge[] = [], paths: readonly WatchedPath[] = []): FlowFacts {
  const [before, after] = [rollout.worlds.now.cluster, rollout.worlds.final.cluster];
  const policies = allPolicies(rollout);
  const signatures = createSignatures(policies, [before, after], rollout.hostsPoliceForwarding);
  const parties = listParties(before, after, [], outsideAddresses(policies, after), signatures);
  return factsForFlows({ rollout, parties, signatures, edges, paths, locate: () => null });
}

/** The same records as Whisker lists them: without classes, services and connections. */
export function whiskerList(records: readonly GoldmaneFields[]): string {
  const { groups } = readFlowFile({ path: 'flows.ndjson', text: records.map(goldmaneLine).join('\n') });
  return writeWhiskerList(groups.map(({ record }) => record));
}

/** The report on some records of Goldmane. */
export function reportRecords(rollout: Rollout, records: readonly GoldmaneFields[]): FlowReport {
  return reportFlows([{ path: 'flows.ndjson', text: records.map(goldmaneLine).join('\n') }], factsOf(rollout));
}
