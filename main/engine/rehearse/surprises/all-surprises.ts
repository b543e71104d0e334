import type { Policy } from '../../compile/policy';
import type { Finding } from '../../model/finding';
import { compareCodePoints } from '../../selector/compare-code-points';
import type { Rollout } from '../worlds';
import {
  failsafeNetStopsFelix,
  failsafeProtocolStopsFelix,
  rejectStopsFelix,
  settingStopsFelix,
} from './configuration-surprises';
import {
  negatedNetsSwitchOff,
  protocolNameMeansLess,
  quotedNameOpensRule,
  typesDependOnTheWritePath,
  unreadableBlockMeansAnyone,
} from './criteria-surprises';
import { apiServerIsNoFailsafe, failsafeListIsReplaced } from './failsafe-surprises';
import {
  kubeletIsClosed,
  loopbackIsClosed,
  ownAddressIsClosed,
  podsCannotReachTheirNode,
  tunnelIsCut,
  untrackedAllowBreaksForwarding,
} from './host-path-surprises';
import {
  bareHostEndpoint,
  hostHookOnPods,
  hostsUnseenByRules,
  selectsEveryHost,
  selectsHostsByNegation,
  specificReplacesWildcard,
  untrackedDenyCutsConnections,
  untrackedOnWildcard,
} from './host-policy-surprises';
import { ownPodsThroughServices, untrackedMeetsServices } from './host-service-surprises';
import {
  portOnTheOtherSideOfNat,
  preDnatGoesPastNormalPolicy,
  selectsHostNetworkedPods,
} from './host-traffic-surprises';
import {
  blankSelectorIgnoresPolicy,
  hostEndpointIsDropped,
  inheritedLooksCount,
  policyIsIgnored,
  stagedPolicyIsIgnored,
  unsupportedPeerDenies,
} from './ignored-surprises';
import {
  closedDespiteTheNet,
  halfANet,
  netOpensHosts,
  netSealedOffFromHosts,
  netThatHoldsNothing,
  shadowedAllowEverything,
  tiersBehindTheNet,
} from './net-surprises';
import {
  kubernetesAllowsFirst,
  logAloneDenies,
  longerNameComesFirst,
  passLandsOnTheProfile,
  tierIsMissing,
  tierWithoutOrder,
} from './order-surprises';
import {
  deletionIsNotPreviewed,
  ignoredIsPreviewed,
  oldVersionAnswersFirst,
  previewEndsInTheNet,
  previewMatchesOtherwise,
  smallNetsAreNotPreviewed,
} from './preview-surprises';
import { createSelection } from './selection';
import {
  allMeansSetsToo,
  negationMeansHostsToo,
  notSelectorAlone,
  selectorEscapesNamespace,
  setHoldsEverybody,
} from './selector-surprises';
import { serviceAddressNeverMatches, serviceWithoutNamespace, unreadyBackendsMatch } from './service-surprises';
import {
  hostsAreNotPreviewed,
  promotionOrderMatters,
  promotionReorders,
  stagedKubernetesDiffers,
  stagingMarksForwarding,
  tierComesToLife,
} from './staging-surprises';
import {
  icmpCodeStopsFelix,
  inputCrashesFelix,
  kindBecomesUnreadable,
  ruleCannotBeRendered,
} from './stopping-surprises';
import type { Detector, SurpriseInput } from './surprise-facts';

/** What stops Felix comes first; then hosts, the net, staging, rules: among equals the order in which they are told. */
const DETECTORS: readonly Detector[] = [
  failsafeNetStopsFelix,
  failsafeProtocolStopsFelix,
  settingStopsFelix,
  icmpCodeStopsFelix,
  rejectStopsFelix,
  inputCrashesFelix,
  ruleCannotBeRendered,
  kindBecomesUnreadable,
  selectorEscapesNamespace,
  selectsEveryHost,
  selectsHostsByNegation,
  bareHostEndpoint,
  apiServerIsNoFailsafe,
  failsafeListIsReplaced,
  loopbackIsClosed,
  kubeletIsClosed,
  portOnTheOtherSideOfNat,
  preDnatGoesPastNormalPolicy,
  hostsUnseenByRules,
  selectsHostNetworkedPods,
  podsCannotReachTheirNode,
  specificReplacesWildcard,
  untrackedOnWildcard,
  ownPodsThroughServices,
  untrackedMeetsServices,
  untrackedAllowBreaksForwarding,
  tunnelIsCut,
  ownAddressIsClosed,
  untrackedDenyCutsConnections,
  closedDespiteTheNet,
  tiersBehindTheNet,
  shadowedAllowEverything,
  netSealedOffFromHosts,
  netOpensHosts,
  halfANet,
  netThatHoldsNothing,
  previewEndsInTheNet,
  oldVersionAnswersFirst,
  deletionIsNotPreviewed,
  ignoredIsPreviewed,
  hostsAreNotPreviewed,
  tierComesToLife,
  promotionOrderMatters,
  stagingMarksForwarding,
  previewMatchesOtherwise,
  promotionReorders,
  stagedPolicyIsIgnored,
  smallNetsAreNotPreviewed,
  tierWithoutOrder,
  kubernetesAllowsFirst,
  passLandsOnTheProfile,
  notSelectorAlone,
  allMeansSetsToo,
  setHoldsEverybody,
  negatedNetsSwitchOff,
  protocolNameMeansLess,
  typesDependOnTheWritePath,
  serviceWithoutNamespace,
  unreadyBackendsMatch,
  serviceAddressNeverMatches,
  longerNameComesFirst,
  unsupportedPeerDenies,
  negationMeansHostsToo,
  hostHookOnPods,
  policyIsIgnored,
  logAloneDenies,
  tierIsMissing,
  inheritedLooksCount,
  blankSelectorIgnoresPolicy,
  quotedNameOpensRule,
  unreadableBlockMeansAnyone,
  stagedKubernetesDiffers,
  hostEndpointIsDropped,
];

/** The surprises of Calico's catalogue that this rollout runs into, each proved. */
export function surpriseFindings(input: SurpriseInput): readonly Finding[] {
  const facts = {
    ...input,
    policies: policiesInForce(input.rollout),
    selection: createSelection(input.rollout.worlds.final.cluster),
  };
  return DETECTORS.flatMap((detect) => detect(facts));
}

/** In force in some world; those of the change set first, then by kind, namespace and name. */
function policiesInForce({ worlds, net, netFound }: Rollout): readonly Policy[] {
  const live = [worlds.now, worlds.promoted, worlds.final].flatMap(({ arranged }) =>
    arranged.tiers.flatMap(({ policies }) => policies.filter((placed) => placed.live).map(({ policy }) => policy)),
  );
  return [...new Set(live)]
    .filter((policy) => netFound || policy !== net)
    .toSorted(
      (left, right) =>
        Number(right.resource.role === 'changes') - Number(left.resource.role === 'changes') ||
        compareCodePoints(left.kind, right.kind) ||
        compareCodePoints(`${left.namespace}/${left.name}`, `${right.namespace}/${right.name}`),
    );
}
