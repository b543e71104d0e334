import type { Resource } from '../model/resource';
import type { FieldProblem } from './resource-of';

export function unknownFields(_resource: Resource): readonly FieldProblem[] {
  return [];
}
