import type { ClusterNode } from '../../cluster/endpoint';
import { decideConnection } from '../../evaluate/connection';
import { asSeenIn } from '../decide-in';
import { firstStages } from '../decided-by';
import type { ClosedPath } from './closed-paths';
import { connectionTo, nodeEnd, pathEvidence } from './closed-paths';
import { denyingStage } from './deciding-stages';
import { listNames, proved } from './evidence';
import type { ServiceDial } from './service-dials';
import { serviceDials } from './service-dials';
import type { Detector, SurpriseFacts } from './surprise-facts';

interface DialledPath {
  readonly dial: ServiceDial;
  readonly node: ClusterNode;
  readonly path: ClosedPath;
}

/** Paths of host processes through service addresses that the rollout closes, in the dataplane that is asked for. */
function closedDials(facts: SurpriseFacts, dataplane: 'nftables' | null): readonly DialledPath[] {
  const { now, final } = facts.rollout.worlds;
  const pick = (world: typeof now) =>
    world.paths.find(({ evaluation }) => dataplane === null || evaluation.dataplane === dataplane);
  const [before, after] = [pick(now), pick(final)];
  if (before === undefined || after === undefined) return [];
  return final.cluster.nodes
    .filter(({ name }) => after.interfaces.governing(name, 'uplink') !== null)
    .flatMap((node) => {
      const source = nodeEnd(node);
      if (source === null) return [];
      return serviceDials(final.cluster).flatMap((dial): readonly DialledPath[] => {
        const to = dial.ends.find((end) => end.tag === 'pod' && end.workload.node === node.name) ?? dial.ends[0];
        const connection = { ...connectionTo(source, to, dial.port, dial.via), protocol: dial.protocol };
        const was = decideConnection(asSeenIn(now, connection), before);
        if (was.verdict !== 'allow') return [];
        const becomes = decideConnection(asSeenIn(final, connection), after);
        if (becomes.verdict !== 'deny') return [];
        const path = {
          from: node.name,
          to: `service ${dial.service}`,
          traffic: dial.traffic,
          now: was,
          final: becomes,
        };
        return [{ dial, node, path }];
      });
    });
}

/** H16: in nftables mode a rewritten packet to a pod of the same node meets the host's egress policy. */
export const ownPodsThroughServices: Detector = (facts) => {
  const closed = closedDials(facts, 'nftables').filter(({ path }) => {
    const stage = denyingStage(firstStages(path.final));
    return stage?.hook === 'normal' && stage.direction === 'egress' && firstStages(path.final).length === 1;
  });
  const condition =
    facts.rollout.profile.dataplane === 'unknown' ? 'If the cluster runs nftables, ' : 'In nftables mode ';
  return proved(
    {
      code: 'H16',
      severity: 'warns',
      title: `${condition}nodes lose pods of their own through a service address: ${listNames(closed.map(({ path }) => path.to))}.`,
      help: 'The API server reaches webhooks on its own node this way: allow the pod addresses and ports in the host endpoint’s egress.',
    },
    closed.map(({ path }) => pathEvidence(path)),
  );
};

/** H17: the untracked egress list sees the service address, and what it lets pass is never rewritten. */
export const untrackedMeetsServices: Detector = (facts) => {
  if (facts.policies.every(({ hook, egress }) => hook !== 'untracked' || !egress)) return [];
  const closed = closedDials(facts, null).filter(({ path }) => firstStages(path.final).at(-1)?.hook === 'untracked');
  return proved(
    {
      code: 'H17',
      severity: 'warns',
      title: `doNotTrack egress closes service addresses for nodes: ${listNames(closed.map(({ path }) => path.to))}.`,
      help: 'It sees the service address before it is rewritten, and an Allow keeps it from being rewritten: neither allow nor deny service addresses there.',
    },
    closed.map(({ path }) => pathEvidence(path)),
  );
};
