import { expect, it } from 'vitest';
import {
  DEFAULT_ALLOW_PROFILE,
  accountProfileName,
  namespaceProfileName,
} from '../../../../main/engine/cluster/profile-source';

it('profiles of namespaces and service accounts are called as Calico calls them', () => {
  expect(namespaceProfileName('prod')).toBe('kns.prod');
  expect(accountProfileName('prod', 'web')).toBe('ksa.prod.web');
  expect(DEFAULT_ALLOW_PROFILE).toBe('projectcalico-default-allow');
});
