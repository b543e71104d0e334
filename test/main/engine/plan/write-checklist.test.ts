import { describe, expect, it } from 'vitest';
import { felix, globalPolicy } from '../evaluate/manifests';
import { writeChecklist } from '../../../../main/engine/plan/write-checklist';
import { rehearse } from '../rehearse/rehearse-objects';
import { CLUSTER } from './checks/checks-of';
import { DENY, HOST, LOCK } from './checks/policies';

const ADMIN = { adminCidrs: ['10.9.0.0/24'] };

/** The lines of one step of the checklist. */
function stepOf(checklist: string, number: number): readonly string[] {
  const [, ...steps] = checklist.split(/^## /m);
  return (steps[number - 1] ?? '').split('\n');
}

function headingsOf(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('### ')).map((line) => line.slice(4));
}

describe('the checklist', () => {
  const { checklist } = rehearse(CLUSTER, [LOCK, DENY], ADMIN).plan;

  it('goes through the five steps: what was proved, what people do before, what is typed, and what they do after', () => {
    expect([1, 2, 3, 4, 5].map((number) => stepOf(checklist, number)[0])).toEqual([
      '1. Safety net: from `now` to `net`',
      '2. Stage: from `net` to `staged`',
      '3. Observe: from `staged` to `staged`',
      '4. Promote: from `staged` to `promoted`',
      '5. Remove the net: from `promoted` to `final`',
    ]);
    expect(headingsOf(stepOf(checklist, 5))).toEqual([
      'What changes',
      'Proved, or to be answered',
      'Before, by hand',
      'Do',
      'After, by hand, at once',
      'Take the whole step back',
      'Sign-off',
    ]);
    expect(headingsOf(stepOf(checklist, 1))).toContain('Forms of the net');
    expect(headingsOf(stepOf(checklist, 4))).toEqual([
      'What changes',
      'Proved, or to be answered',
      'Before, by hand',
      'Order',
      'Move 1 of 2: NetworkPolicy prod/deny',
      'Move 2 of 2: NetworkPolicy prod/lock',
      'After every move, by hand',
      'Take the whole step back',
      'Sign-off',
    ]);
  });

  it('has a box for everything that ends with the net, below the ends that share it', () => {
    const lines = stepOf(rehearse(CLUSTER, [LOCK]).plan.checklist, 5);
    const start = lines.indexOf('- internet → prod/db, one by one or together');
    const by = 'today no policy; without the net deny (lock · end of tier default)';
    expect(lines.slice(start, start + 3)).toEqual([
      '- internet → prod/db, one by one or together',
      `  - [ ] TO ACKNOWLEDGE. Must hold: tcp 5432 has a rule of its own. Found: ${by}`,
      `  - [ ] TO ACKNOWLEDGE. Must hold: other traffic has a rule of its own. Found: ${by}`,
    ]);
  });

  it('has the rollback beside every command that changes something', () => {
    const lines = stepOf(checklist, 1);
    const start = lines.indexOf('  kubectl apply -f 1-net/net.yaml');
    expect(lines.slice(start - 3, start + 9)).toEqual([
      '- [ ] Type:',
      '',
      '  ```sh',
      '  kubectl apply -f 1-net/net.yaml',
      '  ```',
      '',
      '  - Expect: globalnetworkpolicy.projectcalico.org/zzz-final-allow-everything created',
      '  - Rollback:',
      '',
      '  ```sh',
      '  kubectl delete --ignore-not-found -f 1-net/rollback/delete-net.yaml',
      '  ```',
    ]);
  });

  it('cancels the timer of the net only after the net is gone and everything was tried', () => {
    const lines = stepOf(checklist, 5);
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    const order = [
      'at now + 15 minutes',
      'delete --ignore-not-found -f 5-remove-net/delete-net.yaml',
      'ssh -o',
      'atrm',
    ];
    const places = order.map(at);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(places).not.toContain(-1);
  });

  it('says how protected paths stand after every move, those that break by name', () => {
    const denyNodes = globalPolicy('deny-nodes', {
      selector: '!has(app)',
      order: 1,
      types: ['Ingress'],
      ingress: [{ action: 'Deny' }],
    });
    const noFailsafe = felix({ failsafeInboundHostPorts: [], failsafeOutboundHostPorts: [] });
    const lines = stepOf(rehearse([...CLUSTER, HOST, noFailsafe], [denyNodes], ADMIN).plan.checklist, 4);
    const start = lines.findIndex((line) => line.startsWith('Protected paths after it:'));
    expect(lines.slice(start, start + 3)).toEqual([
      expect.stringMatching(
        /: \d+ as they must be, \d+ by the net or failsafe ports alone, 6 broken, \d+ not known\.$/,
      ),
      '',
      '- not as it must be: L01 SSH from an admin network to a node, 10.9.0.0/24 → node1, tcp 22',
    ]);
  });

  it('takes the moves of a promotion back in the other direction', () => {
    const lines = stepOf(checklist, 4);
    const start = lines.indexOf('### Take the whole step back');
    expect(lines.slice(start + 2, start + 6)).toEqual([
      '```sh',
      'kubectl apply -f 4-promote/02-networkpolicy-prod-lock/rollback/1-apply.yaml && kubectl delete --ignore-not-found -f 4-promote/02-networkpolicy-prod-lock/rollback/2-delete.yaml',
      'kubectl apply -f 4-promote/01-networkpolicy-prod-deny/rollback/1-apply.yaml && kubectl delete --ignore-not-found -f 4-promote/01-networkpolicy-prod-deny/rollback/2-delete.yaml',
      '```',
    ]);
  });

  it('says for which inputs it was made', () => {
    const { plan } = rehearse(CLUSTER, [LOCK]);
    const inputs = { digest: 'a'.repeat(64), files: {} };
    expect(writeChecklist(plan, { protectedPaths: [], inputs }).split('\n').slice(0, 4)).toEqual([
      '# Rollout checklist',
      '',
      `Made for inputs \`${'a'.repeat(64)}\`. Where a file changed since, rehearse again: this list is not for it.`,
      '',
    ]);
  });

  it('is the same bytes for the same input', () => {
    expect(rehearse(CLUSTER, [LOCK, DENY], ADMIN).plan.checklist).toBe(checklist);
  });
});
