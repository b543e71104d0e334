import { collectMentions } from '../../../../main/engine/evaluate/collect-mentions';
import type { Connection } from '../../../../main/engine/evaluate/connection-end';
import { buildTrafficSpace } from '../../../../main/engine/net/traffic-space';
import { listParties } from '../../../../main/engine/rehearse/parties';
import type { PromotionOrder } from '../../../../main/engine/rehearse/promotion-order';
import { orderPromotion } from '../../../../main/engine/rehearse/promotion-order';
import { createSignatures } from '../../../../main/engine/rehearse/signatures';
import type { Rollout } from '../../../../main/engine/rehearse/worlds';
import { allPolicies } from '../../../../main/engine/rehearse/worlds';

/** The parties of a rollout, with some addresses of nobody. */
export function partiesOf(rollout: Rollout, networks: readonly string[] = []) {
  const clusters = [rollout.worlds.now.cluster, rollout.worlds.final.cluster] as const;
  const signatures = createSignatures(allPolicies(rollout), clusters, rollout.hostsPoliceForwarding);
  return listParties(...clusters, networks, [], signatures);
}

function spaceOf(rollout: Rollout) {
  const clusters = [rollout.worlds.now.cluster, rollout.worlds.final.cluster];
  return buildTrafficSpace(collectMentions(allPolicies(rollout), clusters));
}

/** The order of a rollout with nothing else around it. */
export function orderOf(
  rollout: Rollout,
  protectedConnections: readonly Connection[] = [],
  networks: readonly string[] = [],
): PromotionOrder {
  return orderPromotion(rollout, partiesOf(rollout, networks), spaceOf(rollout), protectedConnections, () => undefined);
}
