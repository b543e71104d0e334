import type { PlacedPolicy, World } from '../compile/world';
import type { SharedTables } from '../evaluate/evaluation';
import { createPartialEvaluations } from '../evaluate/evaluation';
import type { PathContext } from '../evaluate/path-context';
import type { WorldName } from '../model/world';
import type { RolloutWorld } from './worlds';
import { worldOf } from './worlds';

/** Makes worlds of the same cluster that have some of the policies of one arrangement. */
export function createPartialWorlds(
  world: RolloutWorld,
  whole: World,
  shared: SharedTables,
): (name: WorldName, arranged: World, keeps: (placed: PlacedPolicy) => boolean) => RolloutWorld {
  const makers = world.paths.map((path) => ({ path, make: createPartialEvaluations(path.evaluation, whole, shared) }));
  return (name, arranged, keeps) => {
    const paths = makers.map(({ path, make }): PathContext => ({ ...path, evaluation: make(arranged, keeps) }));
    return worldOf(name, world.cluster, arranged, paths);
  };
}
