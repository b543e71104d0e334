import type { Bridge } from '../../preload/contract';
import { openLoopbackBridge } from './loopback-bridge';

declare global {
  interface Window {
    /** Put there by the preload of the desktop host; absent in the browser host. */
    readonly rehearsal?: Bridge;
  }
}

/** The bridge to the engine, whichever host the window stands in. Throws `BridgeFailure` when the host refuses. */
export async function connectBridge(): Promise<Bridge> {
  return window.rehearsal ?? openLoopbackBridge();
}
