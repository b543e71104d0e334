import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

/** How long a body may take, in milliseconds. */
export interface BodyPatience {
  /** Between two pieces of it. */
  readonly silence: number;
  /** For all of it. */
  readonly total: number;
}

function readBytes(request: IncomingMessage, limit: number, patience: BodyPatience): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const tooSlow = (): void => end(() => reject(new Refusal(408, 'The request took too long.')));
    const deadline = setTimeout(tooSlow, patience.total);
    let silence = setTimeout(tooSlow, patience.silence);

    function end(settle: () => void): void {
      clearTimeout(deadline);
      clearTimeout(silence);
      request.removeAllListeners('data');
      request.pause();
      settle();
    }

    request.on('data', (piece: Buffer) => {
      clearTimeout(silence);
      bytes += piece.byteLength;
      if (bytes > limit) return end(() => reject(new Refusal(413, 'The request is too large.')));
      silence = setTimeout(tooSlow, patience.silence);
      pieces.push(piece);
    });
    request.once('end', () => end(() => resolve(Buffer.concat(pieces))));
    request.once('error', () => end(() => reject(new Refusal(400, 'The request was broken off.'))));
    request.once('close', () => end(() => reject(new Refusal(400, 'The request was broken off.'))));
  });
}

/** Reads a body of at most `limit` bytes as JSON. Throws `Refusal`: 400, 408, 413 or 415. */
export async function readJsonBody(
  request: IncomingMessage,
  limit: number,
  patience: BodyPatience,
): Promise<{ readonly value: unknown; readonly bytes: number }> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(type)) {
    throw new Refusal(415, 'The body must be application/json.');
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new Refusal(413, 'The request is too large.');
  const body = await readBytes(request, limit, patience);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return { value, bytes: body.byteLength };
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}
