import { describe, expect, it } from 'vitest';
import { captureCommands } from '../../../main/cli/capture-commands';

const commands = captureCommands().filter((line) => !line.startsWith('#'));

describe('the commands that fetch a snapshot', () => {
  it('only read, one line each, and go on where a kind is absent', () => {
    const [makeFolder, ...reads] = commands;
    expect(makeFolder).toBe('mkdir -p snapshot');
    const read = /^kubectl get [a-z0-9.,]+( -A)?( -l '[^']+')? -o (json|yaml) > snapshot\/[a-z0-9.-]+\.\3$/;
    for (const line of reads) {
      const alternatives = line.split(' || ');
      expect(alternatives.pop()).toBe('true');
      for (const alternative of alternatives) expect(alternative).toMatch(read);
    }
  });

  it('fetch as JSON what grows with the cluster', () => {
    const growing = commands.filter((line) => line.includes('-o json')).map((line) => line.split(' ')[2]);
    expect(growing).toEqual(['nodes', 'pods', 'endpointslices.discovery.k8s.io']);
  });

  it('leave Secrets and ConfigMaps out', () => {
    expect(commands.filter((line) => /secret|configmap/i.test(line))).toEqual([]);
  });

  it('name kinds that several groups have with their group, and ask for every namespace', () => {
    expect(commands.filter((line) => / networkpolicies/.test(line))).toEqual([
      'kubectl get networkpolicies.networking.k8s.io -A -o yaml > snapshot/networkpolicies.networking.k8s.io.yaml || true',
      'kubectl get networkpolicies.v3.projectcalico.org -A -o yaml > snapshot/calico-networkpolicies.yaml || kubectl get networkpolicies.v1.crd.projectcalico.org -A -o yaml > snapshot/calico-networkpolicies.yaml || true',
    ]);
  });

  it('write every kind to a file of its own', () => {
    const files = commands.flatMap((line) => [...new Set(line.match(/snapshot\/\S+/g))]);
    expect(new Set(files).size).toBe(files.length);
    expect(files.length).toBe(34);
  });
});
