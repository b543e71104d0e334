/** A kind that a snapshot holds. */
interface CapturedKind {
  /** Plural. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** Grows with the cluster: as JSON it is read five times faster. The others are YAML, which people read. */
  readonly grows?: boolean;
}

const CORE: readonly CapturedKind[] = [
  { resource: 'namespaces', namespaced: false },
  { resource: 'nodes', namespaced: false, grows: true },
  { resource: 'pods', namespaced: true, grows: true },
  { resource: 'serviceaccounts', namespaced: true },
  { resource: 'services', namespaced: true },
  { resource: 'persistentvolumes', namespaced: false },
];

const GROUPED: readonly CapturedKind[] = [
  { resource: 'endpointslices.discovery.k8s.io', namespaced: true, grows: true },
  { resource: 'networkpolicies.networking.k8s.io', namespaced: true },
  { resource: 'ingresses.networking.k8s.io', namespaced: true },
  { resource: 'validatingwebhookconfigurations.admissionregistration.k8s.io', namespaced: false },
  { resource: 'mutatingwebhookconfigurations.admissionregistration.k8s.io', namespaced: false },
  { resource: 'apiservices.apiregistration.k8s.io', namespaced: false },
  { resource: 'customresourcedefinitions.apiextensions.k8s.io', namespaced: false },
  { resource: 'clusternetworkpolicies.policy.networking.k8s.io', namespaced: false },
  { resource: 'adminnetworkpolicies.policy.networking.k8s.io', namespaced: false },
  { resource: 'baselineadminnetworkpolicies.policy.networking.k8s.io', namespaced: false },
  { resource: 'installations.operator.tigera.io', namespaced: false },
];

const CALICO: readonly CapturedKind[] = [
  { resource: 'tiers', namespaced: false },
  { resource: 'globalnetworkpolicies', namespaced: false },
  { resource: 'networkpolicies', namespaced: true },
  { resource: 'stagedglobalnetworkpolicies', namespaced: false },
  { resource: 'stagednetworkpolicies', namespaced: true },
  { resource: 'stagedkubernetesnetworkpolicies', namespaced: true },
  { resource: 'globalnetworksets', namespaced: false },
  { resource: 'networksets', namespaced: true },
  { resource: 'hostendpoints', namespaced: false },
  { resource: 'ippools', namespaced: false },
  { resource: 'felixconfigurations', namespaced: false },
  { resource: 'kubecontrollersconfigurations', namespaced: false },
  { resource: 'clusterinformations', namespaced: false },
  { resource: 'bgpconfigurations', namespaced: false },
  { resource: 'bgppeers', namespaced: false },
];

const FOLDER = 'snapshot';

/**
 * Shell lines that fetch a complete snapshot into `./snapshot`. They only read, and neither Secrets nor ConfigMaps. Names of
 * resources carry their group, because `networkpolicies` alone means another kind on another cluster. A kind that the cluster
 * does not have leaves an empty file, which the loader accepts.
 */
export function captureCommands(): readonly string[] {
  return [
    '# Read-only. Needs a kubectl that may list these kinds in all namespaces. Secrets and ConfigMaps are not read.',
    '# What pods have in environment variables is in the files, however: look through them before you pass them on.',
    '# A line may say that the server does not have a kind: that is fine. "Forbidden" is not: ask for the right to list it.',
    `mkdir -p ${FOLDER}`,
    ...CORE.map((kind) => `${getTo(kind.resource, kind, kind.resource)} || true`),
    ...GROUPED.map((kind) => `${getTo(kind.resource, kind, kind.resource)} || true`),
    '# The settings of Calico that are environment variables, and win over FelixConfiguration.',
    `kubectl get daemonsets.apps,deployments.apps -A -l 'k8s-app in (calico-node,calico-kube-controllers)' -o yaml > ${FOLDER}/calico-workloads.yaml || true`,
    '# Calico, as its API serves it, or else as it is stored.',
    ...CALICO.map((kind) => {
      const { resource } = kind;
      const served = getTo(`${resource}.v3.projectcalico.org`, kind, `calico-${resource}`);
      const stored = getTo(`${resource}.v1.crd.projectcalico.org`, kind, `calico-${resource}`);
      return `${served} || ${stored} || true`;
    }),
    `${getTo('profiles.v3.projectcalico.org', { namespaced: false }, 'calico-profiles')} || true`,
    `# Then: rehearse run --snapshot ${FOLDER} --policies DIR --admin CIDR`,
  ];
}

function getTo(
  resource: string,
  { namespaced, grows = false }: Pick<CapturedKind, 'namespaced' | 'grows'>,
  file: string,
): string {
  const format = grows ? 'json' : 'yaml';
  return `kubectl get ${resource}${namespaced ? ' -A' : ''} -o ${format} > ${FOLDER}/${file}.${format}`;
}
