import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { Envelope } from '../../../preload/contract';
import type { Dispatch } from '../dispatch';
import { APP_ORIGIN, isAppAddress } from './app-address';

const REFUSED: Envelope<never> = {
  ok: false,
  error: { code: 'refused', message: 'This call does not come from the window.', help: '' },
};

function isFromWindow(event: IpcMainInvokeEvent, isKnown: (contentsId: number) => boolean): boolean {
  const frame = event.senderFrame;
  // Null: the frame has navigated away or is gone, so nobody can say who it was.
  if (frame === null || frame.parent !== null || !isKnown(event.sender.id)) return false;
  return frame.origin === APP_ORIGIN && isAppAddress(frame.url);
}

/** Answers calls of the Contract that come from the main frame of a window of ours; everything else is refused. */
export function serveCalls(dispatch: Dispatch, isKnown: (contentsId: number) => boolean): void {
  ipcMain.handle('rpc', async (event, method: unknown, params: unknown) =>
    isFromWindow(event, isKnown) ? dispatch(method, params) : REFUSED,
  );
}
