import { globalPolicy, hostEndpoint, networkPolicy } from '../../evaluate/manifests';

/** Rules of a net. */
export const ALLOW_BOTH = {
  types: ['Ingress', 'Egress'],
  ingress: [{ action: 'Allow' }],
  egress: [{ action: 'Allow' }],
};

/** The net by the name of tutorials. */
export const NET = globalPolicy('zzz-final-allow-everything', { order: 100_000, ...ALLOW_BOTH });

/** A policy that does what a net does, by another name. */
export const KEEP_OPEN = globalPolicy('keep-open', { order: 5000, ...ALLOW_BOTH });

/** The database is for the web server. */
export const LOCK = networkPolicy('prod/lock', {
  selector: "app == 'db'",
  order: 10,
  types: ['Ingress'],
  ingress: [{ action: 'Allow', source: { selector: "app == 'web'" } }],
});

/** The database is for nobody, by an explicit rule. */
export const DENY = networkPolicy('prod/deny', {
  selector: "app == 'db'",
  order: 10,
  types: ['Ingress'],
  ingress: [{ action: 'Deny' }],
});

/** Before NAT nobody gets in. */
export const PRE_DNAT = globalPolicy('pre', {
  order: 1,
  preDNAT: true,
  applyOnForward: true,
  types: ['Ingress'],
  ingress: [{ action: 'Deny' }],
});

export const HOST = hostEndpoint('node1-all', {
  node: 'node1',
  interfaceName: '*',
  expectedIPs: ['192.168.0.1'],
  profiles: ['projectcalico-default-allow'],
});
