import type { ContractError, ErrorCode } from '../../preload/contract';

/** A refusal that the user is to read: thrown by services, carried as `ContractError` by the dispatch. */
export class ContractFailure extends Error {
  readonly code: ErrorCode;
  readonly help: string;

  constructor(code: ErrorCode, message: string, help: string) {
    super(message);
    this.name = 'ContractFailure';
    this.code = code;
    this.help = help;
  }
}

/** What crosses to the window for anything thrown: its own words for a refusal, and nothing of the inside for a bug of ours. */
export function toContractError(thrown: unknown): ContractError {
  if (thrown instanceof ContractFailure) return { code: thrown.code, message: thrown.message, help: thrown.help };
  return {
    code: 'internal',
    message: 'The program failed at this call. That is a defect of Calico Rehearsal, not of your files.',
    help: 'Please report it with what you did; the terminal that started the program shows the details.',
  };
}
