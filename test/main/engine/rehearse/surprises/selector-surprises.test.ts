import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import { globalNetworkSet, globalPolicy, hostEndpoint, networkPolicy } from '../../evaluate/manifests';
import { told } from './find-surprises';

const from = (source: JsonObject, action = 'Allow') => ({ types: ['Ingress'], ingress: [{ action, source }] });
const HOST = hostEndpoint('node1-eth0', {
  node: 'node1',
  interfaceName: 'eth0',
  expectedIPs: ['10.9.0.1'],
  profiles: ['projectcalico-default-allow'],
});
const OFFICES = globalNetworkSet('offices', ['10.2.0.0/16'], { role: 'office' });

describe('selectors', () => {
  it('R21: a selector that leaves its namespace', () => {
    const changes = [networkPolicy('prod/escape', { selector: 'all()) || (all()', types: ['Ingress'] })];
    expect(told('R21', { changes })).toEqual([
      'blocks R21: A NetworkPolicy acts outside of its namespace: its selector breaks out of the text that Calico pastes around it.',
      '- NetworkPolicy prod/escape: selector all()) || (all() also selects other/job @ spec.selector',
      'Correct the selector: alone it does not parse, and calicoctl refuses it; native CRDs admit it.',
    ]);
    expect(
      told('R21', { changes: [networkPolicy('prod/web', { selector: "all() || app == 'web'", types: ['Ingress'] })] }),
    ).toEqual([]);
  });

  it('R15: a negated namespaceSelector of a rule', () => {
    const negated = "projectcalico.org/name != 'prod'";
    const input = { snapshot: [HOST, OFFICES] };
    expect(
      told('R15', { ...input, changes: [networkPolicy('prod/db', from({ namespaceSelector: negated }))] }),
    ).toEqual([
      'warns R15: A negated namespaceSelector of a rule also matches hosts and global network sets: they have no namespace.',
      "- NetworkPolicy prod/db ingress rule 0: source projectcalico.org/name != 'prod' also matches host endpoint node1-eth0, global network set offices @ spec.ingress.0.source.namespaceSelector",
      'Add has(projectcalico.org/name) && to it if only pods are meant.',
    ]);
    expect(told('R15', { changes: [networkPolicy('prod/db', from({ namespaceSelector: negated }))] })).toEqual([]);
    expect(
      told('R15', {
        ...input,
        changes: [networkPolicy('prod/db', from({ namespaceSelector: `has(projectcalico.org/name) && ${negated}` }))],
      }),
    ).toEqual([]);
    expect(
      told('R15', {
        ...input,
        changes: [networkPolicy('prod/db', from({ namespaceSelector: 'global()', selector: "role == 'office'" }))],
      }),
    ).toEqual([]);
  });

  it('R4: a notSelector alone, in both kinds', () => {
    const excluding = from({ notSelector: "app == 'web'" });
    expect(told('R4', { changes: [globalPolicy('db', excluding)] })).toEqual([
      'warns R4: A notSelector alone does not mean the same in both kinds: the rest of the namespace in a NetworkPolicy, the rest of the world in a GlobalNetworkPolicy.',
      "- GlobalNetworkPolicy db ingress rule 0: source is everybody but app == 'web', addresses outside of the cluster included @ spec.ingress.0.source.notSelector",
      'Say who is meant with a selector or namespaceSelector beside it.',
    ]);
    expect(told('R4', { changes: [networkPolicy('prod/db', from({ notSelector: "app == 'web'" }, 'Deny'))] })).toEqual([
      'warns R4: A notSelector alone does not mean the same in both kinds: the rest of the namespace in a NetworkPolicy, the rest of the world in a GlobalNetworkPolicy.',
      "- NetworkPolicy prod/db ingress rule 0: source is only what is in namespace prod and not app == 'web'; nobody else matches @ spec.ingress.0.source.notSelector",
      'Say who is meant with a selector or namespaceSelector beside it.',
    ]);
  });

  it('R4: beside another selector it says what it means', () => {
    expect(
      told('R4', { changes: [globalPolicy('db', from({ namespaceSelector: 'all()', notSelector: "app == 'web'" }))] }),
    ).toEqual([]);
    expect(told('R4', { changes: [globalPolicy('db', from({ selector: "app != 'web'" }))] })).toEqual([]);
    const empty = { selector: '', nets: [], serviceAccounts: {}, notSelector: "app == 'web'" };
    expect(told('R4', { changes: [globalPolicy('db', from(empty))] })).toHaveLength(3);
  });

  it('R5: all() means sets too, and nobody outside', () => {
    expect(told('R5', { snapshot: [OFFICES], changes: [globalPolicy('db', from({ selector: 'all()' }))] })).toEqual([
      'informs R5: selector all() in a rule of a GlobalNetworkPolicy means every pod, host endpoint and network set, and nobody else.',
      '- GlobalNetworkPolicy db ingress rule 0: source all() also allows network set offices @ spec.ingress.0.source.selector',
      'Write namespaceSelector all() with has(projectcalico.org/orchestrator) for pods alone, and no selector at all for everybody.',
    ]);
    expect(told('R5', { changes: [globalPolicy('db', from({ selector: 'all()' }, 'Deny'))] })).toEqual([
      'informs R5: selector all() in a rule of a GlobalNetworkPolicy means every pod, host endpoint and network set, and nobody else.',
      '- GlobalNetworkPolicy db ingress rule 0: source all() does not match addresses that no object has @ spec.ingress.0.source.selector',
      'Write namespaceSelector all() with has(projectcalico.org/orchestrator) for pods alone, and no selector at all for everybody.',
    ]);
    expect(told('R5', { changes: [globalPolicy('db', from({ selector: 'all()' }))] })).toEqual([]);
    expect(
      told('R5', { snapshot: [OFFICES], changes: [networkPolicy('prod/db', from({ selector: 'all()' }))] }),
    ).toEqual([]);
  });

  it('R6: a set with every address', () => {
    const everybody = globalNetworkSet('everybody', ['0.0.0.0/0'], { app: 'web' });
    const changes = [globalPolicy('db', { selector: "app == 'db'", ...from({ selector: "app == 'web'" }) })];
    expect(told('R6', { snapshot: [everybody], changes })).toEqual([
      'warns R6: A network set with every address makes selectors of pods match everybody: everybody.',
      '- GlobalNetworkPolicy db ingress rule 0: source app == "web" also matches network set everybody, and so everybody @ spec.ingress.0.source',
      'Rules match addresses, whoever has them: give the set a label that no rule about pods selects.',
    ]);
    const meant = [globalPolicy('db', { selector: "app == 'db'", ...from({ selector: "role == 'internet'" }) })];
    expect(
      told('R6', { snapshot: [globalNetworkSet('everybody', ['0.0.0.0/0'], { role: 'internet' })], changes: meant }),
    ).toEqual([]);
    expect(told('R6', { snapshot: [OFFICES], changes })).toEqual([]);
  });

  it('R21: reaches endpoints that are not there yet, too', () => {
    const changes = [
      networkPolicy('prod/escape', { selector: "app == 'gone') || (app == 'gone'", types: ['Ingress'] }),
    ];
    expect(told('R21', { changes })[1]).toBe(
      "- NetworkPolicy prod/escape: selector app == 'gone') || (app == 'gone' also selects endpoints of every namespace @ spec.selector",
    );
  });

  it('R4: a Deny of everybody but some is said with a notSelector', () => {
    const changes = [globalPolicy('only-web', from({ notSelector: "app == 'web'" }, 'Deny'))];
    expect(told('R4', { changes })).toEqual([]);
  });
});
