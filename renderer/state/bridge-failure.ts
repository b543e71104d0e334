import type { ContractError, Envelope, ErrorCode } from '../../preload/contract';

/** What went wrong, in words for a person: what, and what to do. */
export class BridgeFailure extends Error {
  readonly code: ErrorCode;
  readonly help: string;

  constructor(error: ContractError) {
    super(error.message);
    this.name = 'BridgeFailure';
    this.code = error.code;
    this.help = error.help;
  }
}

/** The result of a call. Throws `BridgeFailure` when the call failed. */
export async function resultOf<T>(envelope: Promise<Envelope<T>>): Promise<T> {
  const answer = await envelope;
  if (!answer.ok) throw new BridgeFailure(answer.error);
  return answer.result;
}

/** Anything thrown, as the data of an error. An exception of ours becomes `internal`. */
export function contractErrorOf(thrown: unknown): ContractError {
  if (thrown instanceof BridgeFailure) return { code: thrown.code, message: thrown.message, help: thrown.help };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'internal',
    message,
    help: 'This is a defect of the program. Reload the window; if it stays, report it.',
  };
}
