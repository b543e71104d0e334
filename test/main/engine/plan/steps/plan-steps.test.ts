import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import type { Plan, StepPlan } from '../../../../../main/engine/model/plan';
import type { StepName } from '../../../../../main/engine/model/world';
import { kubernetesPolicy, namespace, networkPolicy, stagedPolicy, tier } from '../../evaluate/manifests';
import { planFiles } from '../../../../../main/engine/plan/plan-files';
import { rehearse } from '../../rehearse/rehearse-objects';
import { CLUSTER } from '../checks/checks-of';
import { DENY, LOCK, NET } from '../checks/policies';

const TIGHT_LOCK = networkPolicy('prod/lock', { selector: "app == 'db'", order: 10, types: ['Ingress'] });
const NO_DENY = stagedPolicy('prod/deny', { stagedAction: 'Delete' });
const LEARN = stagedPolicy('prod/learn', { stagedAction: 'Learn', selector: 'all()', order: 3 });
const OPEN = kubernetesPolicy('prod/k', { podSelector: {}, egress: [{}] });

function planOf(snapshot: readonly JsonObject[], changes: readonly JsonObject[]): Plan {
  return rehearse(snapshot, changes).plan;
}

function stepOf({ steps }: Plan, name: StepName): StepPlan {
  const step = steps.find((candidate) => candidate.step === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}

function pathsOf({ files, rollback }: Pick<StepPlan, 'files' | 'rollback'>): readonly (readonly string[])[] {
  return [files, rollback].map((list) => list.map(({ path }) => path));
}

/** Commands that change something: what is typed, what it answers, what takes it back. */
function changing({ commands }: Pick<StepPlan, 'commands'>): readonly (readonly string[])[] {
  return commands
    .filter(({ rollback }) => rollback !== '')
    .map(({ command, expect: answer, rollback }) => [command, answer, rollback]);
}

describe('the step of the net', () => {
  it('applies one file, tried first so that what stands there unknown is not overwritten, and looked at afterwards; deletes it to take it back', () => {
    const step = stepOf(planOf(CLUSTER, [LOCK]), 'net');
    expect(pathsOf(step)).toEqual([['1-net/net.yaml'], ['1-net/rollback/delete-net.yaml']]);
    expect(step.commands).toEqual([
      {
        command: 'kubectl apply --dry-run=server -f 1-net/net.yaml',
        expect:
          'every line ends in "created (server dry run)". Where one says "configured", the cluster has an object of that name which the snapshot has not: stop, nothing was changed yet; take a new snapshot and rehearse again. "unchanged": this was applied before',
        rollback: '',
      },
      {
        command: 'kubectl apply -f 1-net/net.yaml',
        expect: 'globalnetworkpolicy.projectcalico.org/zzz-final-allow-everything created',
        rollback: 'kubectl delete --ignore-not-found -f 1-net/rollback/delete-net.yaml',
      },
      {
        command: 'kubectl diff -f 1-net/net.yaml',
        expect: 'no output: the cluster has what the file says',
        rollback: '',
      },
    ]);
  });

  it('only looks where the snapshot has the net', () => {
    const step = stepOf(planOf([...CLUSTER, NET], [LOCK]), 'net');
    expect([step.files, step.rollback]).toEqual([[], []]);
    expect(step.commands).toEqual([
      {
        command: 'kubectl get globalnetworkpolicies.v3.projectcalico.org -o yaml zzz-final-allow-everything',
        expect: 'the net as the snapshot has it',
        rollback: '',
      },
    ]);
  });
});

describe('the step of staging', () => {
  const step = stepOf(planOf([...CLUSTER, DENY], [LOCK, tier('app', { order: 5 }), NO_DENY]), 'stage');

  it('applies what is no policy first, then every staged policy in a file of its own; its rollback goes the other way', () => {
    expect(pathsOf(step)).toEqual([
      [
        '2-stage/1-apply-other-objects.yaml',
        '2-stage/2-apply-staged/01-stagednetworkpolicy-prod-lock.yaml',
        '2-stage/2-apply-staged/02-stagednetworkpolicy-prod-deny.yaml',
      ],
      ['2-stage/rollback/1-delete-staged.yaml', '2-stage/rollback/2-delete-other-objects.yaml'],
    ]);
    const back =
      'kubectl delete --ignore-not-found -f 2-stage/rollback/1-delete-staged.yaml && kubectl delete --ignore-not-found -f 2-stage/rollback/2-delete-other-objects.yaml';
    expect(changing(step)).toEqual([
      ['kubectl apply -f 2-stage/1-apply-other-objects.yaml', 'tier.projectcalico.org/app created', back],
      ['kubectl apply -f 2-stage/2-apply-staged', '2 objects created, one line each', back],
    ]);
  });

  it('writes every policy with stagedAction and types, and a deletion with nothing else', () => {
    expect(step.files.slice(1).map(({ text }) => text)).toEqual([
      `# kubectl apply -f 2-stage/2-apply-staged/01-stagednetworkpolicy-prod-lock.yaml: StagedNetworkPolicy prod/lock
apiVersion: projectcalico.org/v3
kind: StagedNetworkPolicy
metadata:
  name: lock
  namespace: prod
spec:
  stagedAction: Set
  selector: app == 'db'
  order: 10
  types:
    - Ingress
  ingress:
    - action: Allow
      source:
        selector: app == 'web'
`,
      `# kubectl apply -f 2-stage/2-apply-staged/02-stagednetworkpolicy-prod-deny.yaml: StagedNetworkPolicy prod/deny
apiVersion: projectcalico.org/v3
kind: StagedNetworkPolicy
metadata:
  name: deny
  namespace: prod
spec:
  stagedAction: Delete
`,
    ]);
  });

  it('names what is of the core group without a group, as kubectl does', () => {
    const beside = stepOf(planOf(CLUSTER, [LOCK, namespace('new')]), 'stage');
    expect(changing(beside)[0]?.slice(0, 2)).toEqual([
      'kubectl apply -f 2-stage/1-apply-other-objects.yaml',
      'namespace/new created',
    ]);
  });

  it('applies nothing where the snapshot has the staged policies already', () => {
    const found = stepOf(planOf([...CLUSTER, LEARN], []), 'stage');
    expect([found.files, found.rollback, changing(found)]).toEqual([[], [], []]);
  });
});

describe('the step of promotion', () => {
  const plan = planOf([...CLUSTER, LOCK, DENY], [TIGHT_LOCK, NO_DENY, LEARN, OPEN]);

  it('has a folder per move: what is enforced first, then what need not stay staged, and what stays out is not touched', () => {
    expect(plan.promotion.moves.map(({ policies, why, ...move }) => [policies, why, ...pathsOf(move)])).toEqual([
      [
        ['StagedNetworkPolicy prod/deny'],
        '',
        [
          '4-promote/01-networkpolicy-prod-deny/1-delete-live.yaml',
          '4-promote/01-networkpolicy-prod-deny/2-delete-staged.yaml',
        ],
        ['4-promote/01-networkpolicy-prod-deny/rollback/1-apply.yaml'],
      ],
      [
        ['NetworkPolicy prod/lock'],
        '',
        [
          '4-promote/02-networkpolicy-prod-lock/1-replace-live.yaml',
          '4-promote/02-networkpolicy-prod-lock/2-delete-staged.yaml',
        ],
        [
          '4-promote/02-networkpolicy-prod-lock/rollback/1-apply.yaml',
          '4-promote/02-networkpolicy-prod-lock/rollback/2-replace.yaml',
        ],
      ],
      [
        ['NetworkPolicy prod/k'],
        '',
        [
          '4-promote/03-kubernetesnetworkpolicy-prod-k/1-apply-live.yaml',
          '4-promote/03-kubernetesnetworkpolicy-prod-k/2-delete-staged.yaml',
        ],
        [
          '4-promote/03-kubernetesnetworkpolicy-prod-k/rollback/1-apply.yaml',
          '4-promote/03-kubernetesnetworkpolicy-prod-k/rollback/2-delete.yaml',
        ],
      ],
      [
        ['StagedNetworkPolicy prod/learn'],
        'stagedAction Learn or Ignore: it stays staged, and is not promoted.',
        [],
        [],
      ],
    ]);
  });

  it('replaces what exists, applies what is new, and each command has the rollback of its move', () => {
    const [, replaced, created] = plan.promotion.moves;
    if (replaced === undefined || created === undefined) throw new Error('moves');
    expect([changing(replaced)[0], changing(created)[0]]).toEqual([
      [
        'kubectl replace -f 4-promote/02-networkpolicy-prod-lock/1-replace-live.yaml',
        'networkpolicy.projectcalico.org/lock replaced',
        'kubectl apply -f 4-promote/02-networkpolicy-prod-lock/rollback/1-apply.yaml && kubectl replace -f 4-promote/02-networkpolicy-prod-lock/rollback/2-replace.yaml',
      ],
      [
        'kubectl apply -f 4-promote/03-kubernetesnetworkpolicy-prod-k/1-apply-live.yaml',
        'networkpolicy.networking.k8s.io/k created',
        'kubectl apply -f 4-promote/03-kubernetesnetworkpolicy-prod-k/rollback/1-apply.yaml && kubectl delete --ignore-not-found -f 4-promote/03-kubernetesnetworkpolicy-prod-k/rollback/2-delete.yaml',
      ],
    ]);
  });

  it('is taken back move by move, the last one first', () => {
    const { rollback } = stepOf(plan, 'promote');
    const byMove = plan.promotion.moves.toReversed().flatMap((move) => move.rollback);
    expect(rollback).toEqual(byMove);
  });
});

describe('the last step', () => {
  it('deletes the net and puts it back as it was', () => {
    const step = stepOf(planOf([...CLUSTER, NET], [LOCK]), 'remove-net');
    expect(pathsOf(step)).toEqual([['5-remove-net/delete-net.yaml'], ['5-remove-net/rollback/net.yaml']]);
    expect(changing(step)).toEqual([
      [
        'kubectl delete --ignore-not-found -f 5-remove-net/delete-net.yaml',
        'globalnetworkpolicy.projectcalico.org "zzz-final-allow-everything" deleted',
        'kubectl apply -f 5-remove-net/rollback/net.yaml',
      ],
    ]);
  });
});

describe('a cluster without Calico’s API server', () => {
  const stored = (object: JsonObject): JsonObject =>
    object['apiVersion'] === 'projectcalico.org/v3' ? { ...object, apiVersion: 'crd.projectcalico.org/v1' } : object;
  const plan = planOf([...CLUSTER, LOCK].map(stored), [TIGHT_LOCK, OPEN]);

  it('gets Calico’s objects by calicoctl, with its answers, and those of Kubernetes by kubectl', () => {
    expect(stepOf(plan, 'net').commands.map(({ command, expect: answer }) => [command, answer])).toEqual([
      ['calicoctl validate -f 1-net/net.yaml', 'no error (calicoctl v3.31 or later)'],
      [
        'calicoctl get -f 1-net/net.yaml',
        '"resource does not exist" for every object of the file. Where one is shown that was not applied before, the cluster has it and the snapshot has not: stop, nothing was changed yet; take a new snapshot and rehearse again',
      ],
      ['calicoctl apply -f 1-net/net.yaml', "Successfully applied 1 'GlobalNetworkPolicy' resource(s)"],
      ['calicoctl get -f 1-net/net.yaml -o yaml', 'the spec of the file'],
    ]);
    expect(plan.promotion.moves.map((move) => changing(move).map(([command, answer]) => [command, answer]))).toEqual([
      [
        [
          'calicoctl replace -f 4-promote/01-networkpolicy-prod-lock/1-replace-live.yaml',
          "Successfully replaced 1 'NetworkPolicy' resource(s)",
        ],
        [
          'calicoctl delete --skip-not-exists -f 4-promote/01-networkpolicy-prod-lock/2-delete-staged.yaml',
          "Successfully deleted 1 'StagedNetworkPolicy' resource(s)",
        ],
      ],
      [
        [
          'kubectl apply -f 4-promote/02-kubernetesnetworkpolicy-prod-k/1-apply-live.yaml',
          'networkpolicy.networking.k8s.io/k created',
        ],
        [
          'calicoctl delete --skip-not-exists -f 4-promote/02-kubernetesnetworkpolicy-prod-k/2-delete-staged.yaml',
          "Successfully deleted 1 'StagedKubernetesNetworkPolicy' resource(s)",
        ],
      ],
    ]);
  });

  it('is named in the README of the plan, with the tool that it takes', () => {
    const readmeOf = (one: Plan) =>
      planFiles(one)
        .find(({ path }) => path === 'README.md')
        ?.text.split('\n') ?? [];
    const told = readmeOf(plan).filter((line) => line.includes('calicoctl'));
    expect(told).toEqual([expect.stringMatching(/^The snapshot holds Calico’s objects in their stored form alone/)]);
    expect(readmeOf(planOf(CLUSTER, [LOCK])).filter((line) => line.includes('calicoctl'))).toEqual([]);
  });

  it('is looked into by the names of its stored types', () => {
    expect(stepOf(plan, 'stage').commands.at(-1)?.command).toBe(
      'kubectl get stagedglobalnetworkpolicies.crd.projectcalico.org && kubectl get -A stagednetworkpolicies.crd.projectcalico.org,stagedkubernetesnetworkpolicies.crd.projectcalico.org',
    );
  });
});
