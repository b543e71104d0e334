import { describe, expect, it } from 'vitest';
import { writeDifferences } from '../../../../main/engine/report/difference-table';
import { edge, host, workload } from './sample-rehearsal';
import { INVENTED_REHEARSAL } from '../../../renderer/invented-rehearsal';

describe('the table of differences', () => {
  const [head = '', ...rows] = writeDifferences(INVENTED_REHEARSAL).trimEnd().split('\r\n');

  it('has a verdict, what decided and where it stands for every world', () => {
    expect(head).toBe(
      'difference,from,to,traffic,protected path,now,now by,now at,net,net by,net at,staged,staged by,staged at,promoted,promoted by,promoted at,final,final by,final at',
    );
    const cut = rows.find((row) => row.startsWith('will be blocked,prod/frontend,prod/backend,tcp 8080'));
    expect(cut?.split(',').slice(5, 8)).toEqual(['allow', 'no policy', '']);
    expect(cut?.split(',').slice(-3)).toEqual(['deny', '"backend-lockdown · end of tier default"', '']);
  });

  it('leaves out what every world treats alike', () => {
    const alike = INVENTED_REHEARSAL.edges.filter(({ verdicts }) =>
      Object.values(verdicts).every(({ verdict, onlyByNet }) => verdict === 'allow' && !onlyByNet),
    );
    expect(alike.length).toBeGreaterThan(0);
    expect(rows).toHaveLength(INVENTED_REHEARSAL.edges.length - alike.length);
  });

  it('says what hangs on the net or on failsafe ports alone, and names parties that are not listed by their ids', () => {
    const ssh = edge(workload('prod', 'web'), host('node1'), 'tcp 22', 'annff', { by: 'failsafe ports' });
    const table = writeDifferences({ ...INVENTED_REHEARSAL, parties: [], edges: [ssh] });
    const [, row = ''] = table.split('\r\n');
    expect(row.split(',').slice(1, 4)).toEqual(['workload:prod/web', 'host:node1', 'tcp 22']);
    expect(row.split(',').filter((cell) => cell.includes('alone'))).toEqual([
      '"zzz-final-allow-everything (safety net alone)"',
      '"zzz-final-allow-everything (safety net alone)"',
      '"failsafe ports (failsafe ports alone)"',
      '"failsafe ports (failsafe ports alone)"',
    ]);
  });
});
