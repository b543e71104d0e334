/** The scheme that the window is served under. */
export const APP_SCHEME = 'app';

/** The one origin there is. */
export const APP_ORIGIN = `${APP_SCHEME}://bundle`;

/** The start page of the window. */
export const APP_START = `${APP_ORIGIN}/`;

/**
 * Whether `address` lies in the window's own origin, compared part by part: Node gives addresses of such a scheme the origin `null`,
 * and a comparison of beginnings would let `app://bundle.example` through.
 */
export function isAppAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${APP_SCHEME}:` && host === 'bundle' && username === '' && password === '';
}

/** Whether the window may load `address`: its own files, and the images it makes itself. */
export function isLoadable(address: string): boolean {
  if (address.startsWith('blob:')) return isAppAddress(address.slice('blob:'.length));
  return address.startsWith('data:') || isAppAddress(address);
}
