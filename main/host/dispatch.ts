import { METHOD_NAMES, type Envelope, type MethodName, type Methods } from '../../preload/contract';
import { ContractFailure, toContractError } from './contract-failure';
import { describeException } from './exceptions';
import { PARAMS_SHAPES } from './params-shapes';
import type { Services } from './services';
import { ShapeError } from './shape';

/** Answers one call of the Contract, whatever is put into it. Never rejects: every failure is in the Envelope. */
export type Dispatch = (method: unknown, params: unknown) => Promise<Envelope<Methods[MethodName]['result']>>;

function isMethodName(method: unknown): method is MethodName {
  return METHOD_NAMES.some((name) => name === method);
}

function readParams<M extends MethodName>(method: M, params: unknown): Methods[M]['params'] {
  try {
    return PARAMS_SHAPES[method](params, 'params');
  } catch (thrown) {
    if (!(thrown instanceof ShapeError)) throw thrown;
    throw new ContractFailure('invalid', `${method}: ${thrown.message}.`, 'The window and the program do not agree.');
  }
}

async function call<M extends MethodName>(
  services: Services,
  method: M,
  params: unknown,
): Promise<Methods[M]['result']> {
  return services[method](readParams(method, params));
}

/**
 * The one dispatch that both hosts serve: looks up the method, checks its parameters against their closed shape, and wraps what
 * comes of it. `onException` is told of bugs of ours, for the terminal; the window sees none of it.
 */
export function createDispatch(services: Services, onException: (detail: string) => void): Dispatch {
  return async (method, params) => {
    try {
      if (!isMethodName(method)) {
        throw new ContractFailure('invalid', 'There is no such call.', 'The window and the program do not agree.');
      }
      return { ok: true, result: await call(services, method, params) };
    } catch (thrown) {
      if (!(thrown instanceof ContractFailure)) {
        onException(describeException(thrown));
      }
      return { ok: false, error: toContractError(thrown) };
    }
  };
}
