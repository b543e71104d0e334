import { readObject, readObjectList, readText } from '../load/fields';
import type { Resource } from '../model/resource';
import type { Address } from '../net/address';
import { parseAddress } from '../net/address';
import { parsePrefix } from '../net/prefix';

/** An address, or a prefix that is one address; anything else is `undefined`. */
function parseHostAddress(text: string): Address | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return address;
  const prefix = parsePrefix(text);
  if (prefix === undefined || prefix.length !== (prefix.family === 4 ? 32 : 128)) return undefined;
  return prefix.address;
}

/** Texts that are no addresses are left out; a blank makes one none. */
export function parseAddresses(texts: readonly string[]): readonly Address[] {
  return texts.flatMap((text) => {
    const address = parseHostAddress(text);
    return address === undefined ? [] : [address];
  });
}

/**
 * The addresses of a pod, from the first source that has any (calico: K8S conversion.go getPodIPs): `status.podIPs`, `status.podIP`,
 * Calico's annotations (the plural one only beside the singular), the AWS annotation. One that cannot be read loses all.
 */
export function readPodAddresses(pod: Resource): readonly Address[] {
  const status = readObject(pod.body, 'status') ?? {};
  const listed = (readObjectList(status, 'podIPs') ?? []).map((entry) => readText(entry, 'ip') ?? '');
  if (listed.length > 0) return parseAll(listed);
  const single = readText(status, 'podIP') ?? '';
  if (single !== '') return parseAll([single]);
  const annotated = pod.annotations['cni.projectcalico.org/podIP'] ?? '';
  if (annotated !== '') {
    const plural = pod.annotations['cni.projectcalico.org/podIPs'] ?? '';
    return parseAll(plural === '' ? [annotated] : plural.split(','));
  }
  const aws = pod.annotations['vpc.amazonaws.com/pod-ips'] ?? '';
  return aws === '' ? [] : parseAll(aws.split(','));
}

function parseAll(texts: readonly string[]): readonly Address[] {
  const addresses = parseAddresses(texts);
  return addresses.length === texts.length ? addresses : [];
}
