/** An address below which the browser saves an archive. To be revoked when the link to it is gone. */
export function archiveAddress(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
}
