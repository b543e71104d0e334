import { protocol } from 'electron';
import { SECURITY_HEADERS } from '../security';
import type { WindowFiles } from '../window-files';
import { APP_SCHEME, isAppAddress } from './app-address';

/** Makes the window's scheme a secure one with an origin. Once, before the application is ready. */
export function registerWindowScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

function answer(request: Request, files: WindowFiles): Response {
  const file = isAppAddress(request.url) ? files.get(new URL(request.url).pathname) : undefined;
  if (request.method !== 'GET' || file === undefined)
    return new Response(null, { status: 404, headers: SECURITY_HEADERS });
  return new Response(file.content, { headers: { ...SECURITY_HEADERS, 'Content-Type': file.type } });
}

/** Serves the built window from memory, with the same headers as the browser host, and nothing from `file:`. */
export function serveWindow(files: WindowFiles): void {
  protocol.handle(APP_SCHEME, (request) => answer(request, files));
  protocol.handle('file', () => new Response(null, { status: 403 }));
}
