import { readObject, readText } from '../../load/fields';
import { isStagedKind } from '../../compile/policy';
import { isPolicyResource } from '../../compile/read-policy';
import { countOf } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import type { PolicyKind } from '../../model/resource';
import { stagedKind } from '../../rehearse/change';
import { describeObject } from '../../rehearse/surprises/evidence';
import type { Rollout } from '../../rehearse/worlds';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { machineCheck } from './check';
import { sentences } from './sentences';

/** Some kinds have no staged form, and old versions of Calico have no staged kinds at all. */
export function checkStagedKinds({ rollout, locate }: PlanFacts): MachineCheck {
  const id = 'stage.skipped';
  const title = 'Every change can be staged';
  const { changes, profile } = rollout;
  const skipped = changes.filter(({ resource }) => stagedKind(resource.kind as PolicyKind) === null);
  const isTooOld = changes.length > skipped.length && lacksStagedKinds(rollout);
  if (skipped.length === 0 && !isTooOld) {
    return machineCheck(id, title, 'green', 'Each has a staged form (from Calico v3.30 on).');
  }
  const detail = sentences(
    isTooOld
      ? `Calico ${profile.version} has no staged kinds: they came with v3.30. The API server refuses the files of this step, and nothing can be observed. Upgrade first, or promote without a preview.`
      : '',
    skipped.length === 0
      ? ''
      : `${countOf(skipped.length, 'change')} skipped in this step: Calico has no staged kind for them, nothing can be observed, and they take effect when they are promoted.`,
  );
  const lines = skipped.map(({ resource }): CheckLine => ({
    text: `${describeObject(resource)} has no staged form`,
    position: locate(resource, ['metadata', 'name']),
  }));
  return machineCheck(id, title, isTooOld ? 'red' : 'amber', detail, lines);
}

/**
 * Calico Open Source has staged policies from v3.30 on (calico: api/pkg/apis/projectcalico/v3/stagedglobalnetworkpolicy.go). Calico Enterprise
 * had them long before; it tells its own version beside (`cnxVersion`). A snapshot that holds one has the kinds.
 */
function lacksStagedKinds({ profile, worlds }: Rollout): boolean {
  const parsed = /^v?(\d+)\.(\d+)/.exec(profile.version);
  if (parsed === null) return false;
  const [major, minor] = [Number(parsed[1]), Number(parsed[2])];
  const { resources } = worlds.now.cluster;
  const information = resources.find(({ kind }) => kind === 'ClusterInformation');
  const enterprise = information && readText(readObject(information.body, 'spec') ?? {}, 'cnxVersion');
  return (
    (major < 3 || (major === 3 && minor < 30)) &&
    (enterprise ?? '') === '' &&
    !resources.some((resource) => isPolicyResource(resource) && isStagedKind(resource.kind))
  );
}
