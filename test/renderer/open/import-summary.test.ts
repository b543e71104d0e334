import { describe, expect, it } from 'vitest';
import { printBytes, summariseImport } from '../../../renderer/open/import-summary';
import { orderDiagnostics } from '../../../renderer/open/order-diagnostics';
import { reportOf } from '../fake-bridge';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

describe('the import report', () => {
  it('accounts for every document and names what is left out, rejected first', () => {
    expect(summariseImport(reportOf(INVENTED_REHEARSAL))).toEqual({
      filesRead: 3,
      bytes: 3424,
      objects: 11,
      documents: { loaded: 2, ignored: 1, rejected: 1 },
      diagnostics: { error: 1, warning: 0, information: 1 },
      leftOut: [
        { fate: 'rejected', file: 'changes/broken.yaml', line: 1, why: 'it is not YAML' },
        { fate: 'ignored', file: 'snapshot/policies.yaml', line: 24, why: 'kind ConfigMap is not read' },
        { fate: 'ignored', file: 'snapshot/logo.png', line: 0, why: 'not a manifest' },
      ],
    });
  });

  it('shows errors first', () => {
    expect(orderDiagnostics(INVENTED_REHEARSAL.diagnostics).map((diagnostic) => diagnostic.severity)).toEqual([
      'error',
      'information',
    ]);
  });

  it('prints sizes as file managers do', () => {
    expect([printBytes(999), printBytes(3424), printBytes(12_340_000)]).toEqual(['999 B', '3 kB', '12.3 MB']);
  });
});
