import type { PolicyKind } from '../../main/engine/model/resource';

/** The short code that stands before a policy's name, and the kind in full. */
export const POLICY_KIND_CODES: Readonly<Record<PolicyKind, string>> = {
  GlobalNetworkPolicy: 'GNP',
  NetworkPolicy: 'NP',
  KubernetesNetworkPolicy: 'KNP',
  KubernetesClusterNetworkPolicy: 'KCNP',
  KubernetesAdminNetworkPolicy: 'ANP',
  KubernetesBaselineAdminNetworkPolicy: 'BANP',
  StagedGlobalNetworkPolicy: 'SGNP',
  StagedNetworkPolicy: 'SNP',
  StagedKubernetesNetworkPolicy: 'SKNP',
};
