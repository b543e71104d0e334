import { countOf } from '../../model/count-words';
import type { Finding } from '../../model/finding';
import type { MachineCheck } from '../../model/plan';
import { findingLines, machineCheck, tellFindings } from './check';
import { STOPPING_CODES } from './felix-checks';
import { sentences } from './sentences';

/** Findings that a check of their own tells. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(
  [
    STOPPING_CODES,
    ['N1', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8', 'N9', 'N10', 'N12', 'N15'],
    ['S0', 'S1', 'S2', 'S3', 'S4', 'S6', 'S8', 'S9', 'S11', 'S12', 'S13', 'S20', 'S21'],
    ['R9', 'R27', 'H3', 'H13'],
  ].flat(),
);

/** Every other finding is answered before anything is staged; those of protected paths and of recordings are told by checks of their own. */
export function checkOtherFindings(findings: readonly Finding[]): MachineCheck {
  const others = findings.filter(({ code }) => !TOLD_ELSEWHERE.has(code) && !/^(L\d|OWN|F\d|B4)/.test(code));
  const blocking = others.filter(({ severity }) => severity === 'blocks');
  const id = 'stage.findings';
  const title = 'No other finding is open';
  if (others.length === 0)
    return machineCheck(id, title, 'green', 'Nothing else was found in the snapshot or the change set.');
  const shown = blocking.length > 0 ? blocking : others;
  const told = `${countOf(others.length, 'finding')}${blocking.length > 0 ? `, ${blocking.length} of which block` : ''}.`;
  return machineCheck(
    id,
    title,
    blocking.length > 0 ? 'red' : 'amber',
    sentences(told, tellFindings(shown.slice(0, 3)), shown.length > 3 ? 'The others stand below.' : ''),
    others.flatMap((finding) => [
      { text: `${finding.code}: ${finding.title}`, position: null },
      ...findingLines([finding]).slice(0, 3),
    ]),
  );
}
