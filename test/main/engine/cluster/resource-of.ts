import { resourcesOfObjects } from '../../../../main/engine/load/resources-of-objects';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { Resource } from '../../../../main/engine/model/resource';
import type { Role } from '../../../../main/engine/model/source';

/** One object, read as from a file. */
export function resourceOf(object: JsonObject, role: Role = 'snapshot'): Resource {
  const [resource] = resourcesOfObjects([object], role).resources;
  if (resource === undefined) throw new Error(`not a resource: ${JSON.stringify(object)}`);
  return resource;
}

/** Several objects, in the order given. */
export function resourcesOf(...objects: readonly JsonObject[]): readonly Resource[] {
  return objects.map((object) => resourceOf(object));
}
