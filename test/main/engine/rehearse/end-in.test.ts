import { describe, expect, it } from 'vitest';
import { podIn } from '../../../../main/engine/rehearse/end-in';
import { namespace, pod } from '../evaluate/manifests';
import { rolloutOn } from './rehearse-objects';
import { CLUSTER } from './web-and-database';

describe('a pod in another world', () => {
  const { now, final } = rolloutOn(CLUSTER, [namespace('prod', { stage: 'live' }), pod('prod/new', '10.0.0.9')]).worlds;
  const inFinal = (name: string) => {
    const found = final.cluster.workloads.find((workload) => workload.name === name);
    if (found === undefined) throw new Error(`no pod ${name}`);
    return found;
  };

  it('has the labels that its namespace has there', () => {
    const label = 'pcns.stage';
    const labelsOf = (workload: ReturnType<typeof inFinal>) => workload.labels.labels[label];
    expect([labelsOf(inFinal('web')), labelsOf(podIn(now.cluster, inFinal('web')))]).toEqual(['live', undefined]);
  });

  it('stands for itself where that world does not have it yet', () => {
    expect(podIn(now.cluster, inFinal('new'))).toBe(inFinal('new'));
  });
});
