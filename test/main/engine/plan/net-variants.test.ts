import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { NetVariant } from '../../../../main/engine/model/plan';
import { applyFiles } from '../../../../main/engine/plan/apply-files';
import { globalPolicy, networkPolicy } from '../evaluate/manifests';
import { rehearse, rolloutOn } from '../rehearse/rehearse-objects';
import { CLUSTER } from './checks/checks-of';
import { LOCK, PRE_DNAT } from './checks/policies';
import { worldWith } from './planned-rollout';

const LATE = networkPolicy('prod/late', { selector: 'all()', types: ['Ingress'] });
const LATER = globalPolicy('zzzz', { types: ['Ingress'], ingress: [{ action: 'Deny' }] });

function variantOf(id: NetVariant['id'], snapshot: readonly JsonObject[], changes: readonly JsonObject[]): NetVariant {
  const variant = rehearse(snapshot, changes).plan.net.variants.find((candidate) => candidate.id === id);
  if (variant === undefined) throw new Error(`no variant ${id}`);
  return variant;
}

/** Policies of tier default in their order, once a variant is applied to the snapshot by our own loader. */
function orderWith({ file }: NetVariant, snapshot: readonly JsonObject[]): readonly string[] {
  const rollout = rolloutOn(snapshot, []);
  const world = worldWith(applyFiles(rollout.worlds.now.cluster.resources, [file]), rollout);
  const tier = world.arranged.tiers.find((placed) => placed.tier.name === 'default');
  return tier?.policies.map(({ policy }) => policy.name) ?? [];
}

describe('a form of the net', () => {
  it('as tutorials have it leaves policies without an order behind it', () => {
    const variant = variantOf('tutorial', [...CLUSTER, LATE], [LOCK]);
    expect(variant.leaves[0]).toBe('Policies that come after it and are not reached while it is there: late.');
    expect(orderWith(variant, [...CLUSTER, LATE, LOCK])).toEqual(['lock', 'zzz-final-allow-everything', 'late']);
    expect(variantOf('tutorial', CLUSTER, [LOCK]).leaves[0]).toBe(
      'An explicit Deny in front of it stays a Deny, and so does what a tier in front of its own denies.',
    );
  });

  it('that is really last has no order, and a name that sorts behind all others without one', () => {
    const variant = variantOf('really-last', [...CLUSTER, LATE, LATER], [LOCK]);
    expect(variant.leaves.some((text) => text.startsWith('Policies that come after it'))).toBe(false);
    const order = orderWith(variant, [...CLUSTER, LATE, LATER, LOCK]);
    expect([order.length, order.at(-1)]).toEqual([4, 'zzzzz-final-allow-everything']);
  });

  it('with applyOnForward is in the list of what hosts forward, the tutorial’s is not', () => {
    const forward = variantOf('apply-on-forward', [...CLUSTER, PRE_DNAT], []);
    expect(forward.covers).toContain('What hosts forward: pods of their node, NodePorts, routed traffic.');
    expect(forward.file.text).toContain('\n  applyOnForward: true\n');
    const tutorial = variantOf('tutorial', [...CLUSTER, PRE_DNAT], []);
    expect(tutorial.leaves).toContain('What hosts forward: it is in no applyOnForward list.');
  });

  it('is a file beside the plan, in a folder that is not applied', () => {
    const { variants } = rehearse(CLUSTER, [LOCK]).plan.net;
    expect(variants.map(({ file }) => file.path)).toEqual([
      'net-variants/tutorial.yaml',
      'net-variants/really-last.yaml',
      'net-variants/apply-on-forward.yaml',
    ]);
  });
});
