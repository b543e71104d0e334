import { describe, expect, it } from 'vitest';
import { readFelixConfigurations } from '../../../../main/engine/cluster/felix-configurations';
import { felixParameter, readSwitch } from '../../../../main/engine/cluster/felix-parameter';
import type { JsonObject } from '../../../../main/engine/model/json';
import { MAYBE, NO, YES } from '../../../../main/engine/model/tri';
import { SECRET, calicoNode, configuration, configurationsOf, node, overridden } from './felix-objects';
import { resourcesOf } from './resource-of';

const actionOf = (objects: readonly JsonObject[], name = 'a') => {
  const parameter = felixParameter(configurationsOf(...objects), name, 'defaultEndpointToHostAction');
  return parameter.tag === 'set' ? [parameter.written, parameter.from] : parameter.tag;
};
const action = (name: string, written: string, metadata: JsonObject = {}, more: JsonObject = {}) =>
  configuration(name, { defaultEndpointToHostAction: written, ...more }, metadata);
const edge = (name: string, written: string, created: string) =>
  action(name, written, created === '' ? {} : { creationTimestamp: created }, { nodeSelector: "role == 'edge'" });
const EDGE = node('a', { role: 'edge' });

describe('a parameter of Felix', () => {
  const environment = calicoNode([{ name: 'FELIX_DEFAULTENDPOINTTOHOSTACTION', value: 'Return' }]);
  const own = action('node.a', 'Accept');
  const selected = edge('edges', 'Drop', '');
  const global = action('default', 'Accept');

  it('is taken from the environment, then from the node, then by selector, then from default', () => {
    expect(actionOf([global, selected, own, environment, EDGE])).toEqual(['Return', 'environment of calico-node']);
    expect(actionOf([global, selected, own, EDGE])).toEqual(['Accept', 'FelixConfiguration node.a']);
    expect(actionOf([global, selected, EDGE])).toEqual(['Drop', 'FelixConfiguration edges']);
    expect(actionOf([global, EDGE])).toEqual(['Accept', 'FelixConfiguration default']);
    expect(actionOf([EDGE])).toBe('unset');
  });

  it('that is empty counts for nothing, wherever it stands', () => {
    const empty = calicoNode([{ name: 'FELIX_DEFAULTENDPOINTTOHOSTACTION', value: '' }]);
    expect(actionOf([global, action('node.a', ''), empty])).toEqual(['Accept', 'FelixConfiguration default']);
  });

  it('of an annotation comes before the field, and after the environment', () => {
    const annotated = overridden(
      'default',
      { defaultEndpointToHostAction: 'Drop' },
      'DefaultEndpointToHostAction',
      'x',
    );
    expect(actionOf([annotated])).toEqual(['x', 'FelixConfiguration default']);
    expect(actionOf([annotated, environment])).toEqual(['Return', 'environment of calico-node']);
  });

  it('of an environment that points to another object is unknown, with the command that tells it', () => {
    const objects = [global, calicoNode([{ name: 'FELIX_DEFAULTENDPOINTTOHOSTACTION', ...SECRET }])];
    expect(felixParameter(configurationsOf(...objects), 'a', 'defaultEndpointToHostAction')).toEqual({
      tag: 'unknown',
      from: 'environment of calico-node, not in the files',
      doubt: {
        why: 'the value of FELIX_DEFAULTENDPOINTTOHOSTACTION of calico-node stands in another object',
        command:
          'kubectl -n kube-system exec daemonset/calico-node -c calico-node -- printenv FELIX_DEFAULTENDPOINTTOHOSTACTION',
      },
    });
  });
});

describe('several FelixConfigurations that select a node', () => {
  it('count as the oldest of them, and of the same age the first by name', () => {
    const old = edge('z-old', 'Drop', '2024-01-01T00:00:00Z');
    const young = edge('b-young', 'Accept', '2025-01-01T00:00:00Z');
    const twin = edge('a-young', 'Return', '2025-01-01T00:00:00Z');
    expect(actionOf([young, old, EDGE])).toEqual(['Drop', 'FelixConfiguration z-old']);
    expect(actionOf([young, twin, EDGE])).toEqual(['Return', 'FelixConfiguration a-young']);
  });

  it('the oldest counts alone: what it leaves out is taken from default', () => {
    const old = configuration('old', { nodeSelector: 'all()' }, { creationTimestamp: '2024-01-01T00:00:00Z' });
    const young = edge('young', 'Drop', '2025-01-01T00:00:00Z');
    expect(actionOf([old, young, action('default', 'Accept'), EDGE])).toEqual(['Accept', 'FelixConfiguration default']);
  });

  it('are unknown where the files do not tell which is the oldest, unless all say the same', () => {
    const dated = edge('dated', 'Drop', '2024-01-01T00:00:00Z');
    expect(actionOf([dated, edge('undated', 'Accept', ''), EDGE])).toBe('unknown');
    expect(actionOf([dated, edge('undated', 'Drop', ''), EDGE])).toEqual(['Drop', 'FelixConfiguration undated']);
  });
});

describe('a FelixConfiguration that may select a node', () => {
  const dated = (year: string) => ({ creationTimestamp: `${year}-01-01T00:00:00Z` });
  const empty = (written: string, year: string) => action('empty', written, dated(year), { nodeSelector: '' });

  it('has an empty selector', () => {
    expect(felixParameter(configurationsOf(empty('Drop', '2024'), EDGE), 'a', 'defaultEndpointToHostAction')).toEqual({
      tag: 'unknown',
      from: 'one of FelixConfiguration empty',
      doubt: {
        why: 'the files do not tell which FelixConfiguration counts on a: empty',
        command: 'kubectl get felixconfigurations.v3.projectcalico.org,nodes -o yaml',
      },
    });
    expect(actionOf([configuration('empty', {}), action('default', 'Drop'), EDGE])).toEqual([
      'Drop',
      'FelixConfiguration default',
    ]);
  });

  it('leaves the parameter unknown unless one that is older selects the node for sure', () => {
    const sure = edge('sure', 'Accept', '2024-06-01T00:00:00Z');
    expect(actionOf([empty('Drop', '2024'), sure, EDGE])).toBe('unknown');
    expect(actionOf([empty('Drop', '2025'), sure, EDGE])).toEqual(['Accept', 'FelixConfiguration sure']);
    expect(actionOf([empty('Accept', '2024'), sure, EDGE])).toEqual(['Accept', 'FelixConfiguration sure']);
  });

  it('asks for labels of a node that is not in the files, and in a complete snapshot there is no such node', () => {
    const edges = edge('edges', 'Drop', '');
    expect(actionOf([edges], 'b')).toBe('unknown');
    const complete = readFelixConfigurations(resourcesOf(edges), { complete: true, naming: 'plain' });
    expect(felixParameter(complete, 'b', 'defaultEndpointToHostAction').tag).toBe('unset');
    expect(actionOf([edges, node('b')], 'b')).toBe('unset');
  });
});

describe('a switch', () => {
  const switchOf = (value: string) =>
    readSwitch(felixParameter(configurationsOf(calicoNode([{ name: 'FELIX_BPFENABLED', value }])), '', 'bpfEnabled'));

  it.each(['true', 'TRUE', '1', 'yes', 'Y', 't'])('is on: %s', (written) => {
    expect(switchOf(written)).toBe(YES);
  });

  it.each(['false', '0', 'no', 'n', 'f', 'none', 'on', 'enabled', ''])('is off: %s', (written) => {
    expect(switchOf(written)).toBe(NO);
  });

  it('of a field is a truth value, and unknown where the environment points elsewhere', () => {
    const of = (...objects: readonly JsonObject[]) =>
      readSwitch(felixParameter(configurationsOf(...objects), '', 'bpfEnabled'));
    expect(of(configuration('default', { bpfEnabled: true }))).toBe(YES);
    expect(of(configuration('default', { bpfEnabled: false }))).toBe(NO);
    expect(
      of(configuration('default', { bpfEnabled: true }), calicoNode([{ name: 'FELIX_BPFENABLED', ...SECRET }])),
    ).toBe(MAYBE);
  });
});
