import { expect, it } from 'vitest';
import { DEFAULT_TIER, globalPolicy, namespace, pod } from '../evaluate/manifests';
import { rehearse } from './rehearse-objects';

it('what ends with the net beyond the edges that are listed is asked about from place to place, all of it', () => {
  const pods = (name: string, net: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      pod(`${name}/w${index}`, `10.0.${net}.${index + 1}`, { labels: { app: `${name}${index}` } }),
    );
  const cluster = [DEFAULT_TIER, namespace('a'), namespace('b'), ...pods('a', '1', 50), ...pods('b', '2', 30)];
  const { plan, edges } = rehearse(cluster, [globalPolicy('lock', { types: ['Ingress', 'Egress'] })]);
  const checks = plan.steps.find(({ step }) => step === 'remove-net')?.machineChecks ?? [];
  const counted = checks.flatMap(({ id, detail }) => {
    const [, places] = /^remove-net\.places (?<places>.*)$/.exec(id) ?? [];
    return places === undefined ? [] : [`${places}: ${/\d[\d,]*/.exec(detail)?.[0]}`];
  });
  // Every pod with every other one, and both ways with the internet.
  const all = 80 * 79 + 2 * 80;
  expect(edges.length).toBe(5_000);
  expect(checks.filter(({ id }) => id === 'remove-net.more-paths')).toEqual([]);
  expect(counted.map((line) => line.replace(/: .*/, ''))).toEqual([
    'namespace b → namespace a',
    'namespace b → namespace b',
    'namespace b → internet',
  ]);
  expect(counted.reduce((sum, line) => sum + Number(/\d[\d,]*$/.exec(line)?.[0].replace(',', '')), 0)).toBe(
    all - 5_000,
  );
});
