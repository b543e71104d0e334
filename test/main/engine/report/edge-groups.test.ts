import { describe, expect, it } from 'vitest';
import { describeGroup, groupBySources, orderForReading } from '../../../../main/engine/report/edge-groups';
import { edge, external, host, networkSet, workload } from './sample-rehearsal';

const [WEB, DB, NODE, SET] = [workload('prod', 'web'), workload('prod', 'db'), host('node1'), networkSet('office')];
const INTERNET = external('0.0.0.0/0');
const PARTIES = [WEB, DB, NODE, SET, INTERNET];

describe('the order of reading', () => {
  it('has protected paths first, other traffic last, and what pods ask for before what comes from elsewhere', () => {
    const gone = workload('prod', 'gone');
    const edges = [
      edge(WEB, DB, 'other traffic', 'aaaaa', { other: true }),
      edge(INTERNET, DB, 'tcp 1', 'aaaaa'),
      edge(SET, DB, 'tcp 1', 'aaaaa'),
      edge(NODE, DB, 'tcp 1', 'aaaaa'),
      edge(gone, DB, 'tcp 1', 'aaaaa'),
      edge(INTERNET, NODE, 'tcp 22', 'aaaaa', { protected: true }),
    ];
    expect(orderForReading(edges, PARTIES).map(({ from, traffic }) => `${from} ${traffic}`)).toEqual([
      'external:0.0.0.0/0 tcp 22',
      'workload:prod/gone tcp 1',
      'host:node1 tcp 1',
      'set:/office tcp 1',
      'external:0.0.0.0/0 tcp 1',
      'workload:prod/web other traffic',
    ]);
  });
});

describe('edges that differ in their sources only', () => {
  it('are told together, the first sources by name', () => {
    const sources = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => workload('prod', name));
    const edges = [
      ...sources.map((from) => edge(from, DB, 'tcp 5432', 'aaand')),
      edge(WEB, DB, 'tcp 80', 'aaand'),
      edge(INTERNET, DB, 'tcp 80', 'aaand'),
    ];
    const groups = groupBySources(edges, ({ traffic }) => `why ${traffic}`);
    expect(groups.flatMap((group) => describeGroup(group, [...PARTIES, ...sources]))).toEqual([
      'prod/a, prod/b, prod/c, prod/d, prod/e and 2 more → prod/db tcp 5432',
      '  why tcp 5432',
      'prod/web, 0.0.0.0/0 → prod/db tcp 80',
      '  why tcp 80',
    ]);
  });

  it('stand behind their mark, and are called by their ids where they are no party', () => {
    const group = { mark: 'opens', sources: ['workload:prod/gone'], to: DB.id, traffic: 'tcp 80', why: 'by db' };
    expect(describeGroup(group, PARTIES)).toEqual(['opens: workload:prod/gone → prod/db tcp 80', '  by db']);
  });
});
