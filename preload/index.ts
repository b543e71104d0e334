/** The bridge of the Electron host: exposes exactly the Contract as `window.rehearsal`, and nothing of Electron. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { EVENT_NAMES, METHOD_NAMES, type Bridge, type EventName, type Events } from './contract';

const bridge: Bridge = {
  async call(method, params) {
    if (!METHOD_NAMES.includes(method)) throw new TypeError('there is no such call');
    return ipcRenderer.invoke('rpc', method, params);
  },
  subscribe<E extends EventName>(event: E, listener: (payload: Events[E]) => void) {
    if (!EVENT_NAMES.includes(event)) throw new TypeError('there is no such event');
    const receive = (_event: IpcRendererEvent, name: EventName, payload: Events[E]): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on('event', receive);
    return () => {
      ipcRenderer.removeListener('event', receive);
    };
  },
};

contextBridge.exposeInMainWorld('rehearsal', bridge);
