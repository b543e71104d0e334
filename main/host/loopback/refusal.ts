import type { Envelope, ErrorCode } from '../../../preload/contract';

const CODES: Readonly<Partial<Record<number, ErrorCode>>> = {
  400: 'invalid',
  404: 'not-found',
  413: 'too-large',
  500: 'internal',
};

/** The host itself refuses a request, before any call of the Contract is made. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 405 | 408 | 413 | 415 | 421 | 500,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }

  /** The body that tells the window. */
  toEnvelope(): Envelope<never> {
    const code = CODES[this.status] ?? 'refused';
    const help = this.status === 403 ? 'Start `rehearse serve` again and open the address that it prints.' : '';
    return { ok: false, error: { code, message: this.message, help } };
  }
}
