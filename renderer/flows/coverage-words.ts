import { countOf } from '../../main/engine/model/count-words';
import type { FlowReport } from '../../main/engine/model/flow-report';
import type { ProtectedPath } from '../../main/engine/model/protected-path';

/** `6 min`, `3 h 20 min`, `7 d 4 h`: how long recorded flows span. */
export function formatSpan(minutes: number): string {
  const whole = Math.round(minutes);
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${rest} min`;
}

/** `Covered 6 min; 4 of 11 workloads have no record.` */
export function describeCoverage(report: FlowReport, workloads: number): string {
  if (report.window.from === '') return 'Nothing was recorded.';
  const silent = report.coverage.silentWorkloads.length;
  const who =
    silent === 0
      ? 'every workload has a record'
      : `${silent} of ${countOf(workloads, 'workload')} ${silent === 1 ? 'has' : 'have'} no record`;
  return `Covered ${formatSpan(report.window.minutes)}; ${who}.`;
}

/** The protected paths of some ids, in the order of the rehearsal. */
export function pathsOf(ids: readonly string[], paths: readonly ProtectedPath[]): readonly ProtectedPath[] {
  const wanted = new Set(ids);
  return paths.filter((path) => wanted.has(path.id));
}
