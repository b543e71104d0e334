import type { ProtectedRow } from './protected-row';
import { API_ROWS } from './rows/api-rows';
import { CALLED_BY_API_ROWS } from './rows/called-by-api-rows';
import { DATA_STORE_ROWS } from './rows/data-store-rows';
import { DNS_ROWS } from './rows/dns-rows';
import { INGRESS_ROWS } from './rows/ingress-rows';
import { KUBELET_ROWS } from './rows/kubelet-rows';
import { LOGIN_ROWS } from './rows/login-rows';
import { MANAGEMENT_ROWS } from './rows/management-rows';
import { MONITORING_ROWS } from './rows/monitoring-rows';
import { NETWORK_ROWS } from './rows/network-rows';
import { NODE_SERVICE_ROWS } from './rows/node-service-rows';
import { STORAGE_ROWS } from './rows/storage-rows';

/** The catalogue of protected paths, L01 to L41, in the order of their numbers (reference: flows-and-lockout B3). L42 is made of them: `rollback-path`. */
export const PROTECTED_ROWS: readonly ProtectedRow[] = [
  ...LOGIN_ROWS,
  ...API_ROWS,
  ...KUBELET_ROWS,
  ...CALLED_BY_API_ROWS,
  ...DATA_STORE_ROWS,
  ...NETWORK_ROWS,
  ...NODE_SERVICE_ROWS,
  ...DNS_ROWS,
  ...STORAGE_ROWS,
  ...MONITORING_ROWS,
  ...INGRESS_ROWS,
  ...MANAGEMENT_ROWS,
].toSorted((left, right) => (left.id < right.id ? -1 : 1));
