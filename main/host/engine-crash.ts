import { ContractFailure } from './contract-failure';

/** What the user is told of a thread that ended because of `error`, or without one. */
export function describeCrash(error: unknown): ContractFailure {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new ContractFailure(
        'too-large',
        'The engine ran out of memory on these inputs.',
        'Choose a smaller part of the snapshot; large ones are best captured as JSON.',
      )
    : new ContractFailure(
        'internal',
        'The engine stopped unexpectedly.',
        'Try again; if it happens again, please report it.',
      );
}
