import { readObject, readObjectList, readText } from '../load/fields';
import type { Resource } from '../model/resource';
import type { Address } from '../net/address';
import { parseAddress } from '../net/address';
import { parsePrefix } from '../net/prefix';

/** An address, or a prefix that is one address; anything else is `undefined`. */
export function parseHostAddress(text: string): Address | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return address;
  const prefix = parsePrefix(text);
  if (prefix === undefined || prefix.length !== (prefix.family === 4 ? 32 : 128)) return undefined;
  return prefix.address;
}

/** Texts that are no addresses are left out. */
export function parseAddresses(texts: readonly string[]): readonly Address[] {
  return texts.flatMap((text) => {
    const address = parseHostAddress(text.trim());
    return address === undefined ? [] : [address];
  });
}

/**
 * The addresses of a pod, from the first source that has any (calico: K8S conversion.go getPodIPs): `status.podIPs`, `status.podIP`,
 * Calico's annotations (the plural one only beside the singular), the AWS annotation.
 */
export function readPodAddresses(pod: Resource): readonly Address[] {
  const status = readObject(pod.body, 'status') ?? {};
  const listed = (readObjectList(status, 'podIPs') ?? []).map((entry) => readText(entry, 'ip') ?? '');
  if (listed.length > 0) return parseAddresses(listed);
  const single = readText(status, 'podIP') ?? '';
  if (single !== '') return parseAddresses([single]);
  const annotated = pod.annotations['cni.projectcalico.org/podIP'] ?? '';
  if (annotated !== '') {
    const plural = pod.annotations['cni.projectcalico.org/podIPs'] ?? '';
    return parseAddresses(plural === '' ? [annotated] : plural.split(','));
  }
  const aws = pod.annotations['vpc.amazonaws.com/pod-ips'] ?? '';
  return aws === '' ? [] : parseAddresses(aws.split(','));
}
