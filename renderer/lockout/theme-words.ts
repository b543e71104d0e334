import type { ProtectedTheme } from '../../main/engine/model/protected-path';

/** What the sections of the lockout table are called. */
export const THEME_WORDS: Readonly<Record<ProtectedTheme, string>> = {
  rollback: 'Rollback',
  login: 'Login to nodes',
  api: 'API server and kubelets',
  'data-store': 'etcd and Typha',
  dns: 'DNS',
  network: 'Network of the nodes',
  storage: 'Storage',
  monitoring: 'Monitoring',
  ingress: 'Traffic from outside',
  management: 'Management',
  own: 'Your own rows',
};
