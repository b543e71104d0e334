import type { Resource } from '../model/resource';
import { readText } from './fields';

/** The kind as the file writes it: `NetworkPolicy` for Calico's and Kubernetes' alike. */
export function writtenKind(resource: Resource): string {
  return readText(resource.body, 'kind') ?? resource.kind;
}
