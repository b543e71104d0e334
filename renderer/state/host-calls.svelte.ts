import type { Bridge, ContractError, Envelope, MethodName, Methods } from '../../preload/contract';
import { BridgeFailure, contractErrorOf, resultOf } from './bridge-failure';
import { SHOW_AFTER, type RunningTask } from './running-task';

/** Calls to the host, and the one piece of work that the window waits for. */
export class HostCalls {
  readonly #bridge: Bridge;
  #runs = 0;

  task: RunningTask | null = $state.raw(null);
  failure: ContractError | null = $state.raw(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.subscribe('progress', ({ phase, done, total, detail = '' }) => {
      if (this.task !== null) this.task = { ...this.task, phase, done, total, detail };
    });
  }

  /** The result of a call. Throws `BridgeFailure` when the call failed. */
  call<M extends MethodName>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']> {
    const envelope: Promise<Envelope<Methods[M]['result']>> = this.#bridge.call(method, params);
    return resultOf(envelope);
  }

  /** Runs work that the window waits for. Failures become `failure`; work the user cancelled ends in silence. */
  async work(label: string, run: () => Promise<void>): Promise<void> {
    const own = ++this.#runs;
    this.failure = null;
    this.task = { label, shown: false, phase: '', done: 0, total: 0, detail: '' };
    const timer = setTimeout(() => {
      if (this.task !== null) this.task = { ...this.task, shown: true };
    }, SHOW_AFTER);
    try {
      await run();
    } catch (thrown) {
      if (!(thrown instanceof BridgeFailure && thrown.code === 'cancelled')) this.failure = contractErrorOf(thrown);
    } finally {
      clearTimeout(timer);
      if (own === this.#runs) this.task = null;
    }
  }
}
