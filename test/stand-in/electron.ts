/**
 * A recording stand-in for the module `electron`: takes its place where no Electron runs, in unit tests by an alias and for the built
 * application by a resolve hook. It notes what the application asks for and hands back what was registered, so that a test can ask
 * the handlers themselves. It proves how the application is put together, and nothing about Electron.
 */
type Listener = (...parameters: never[]) => unknown;

/** What was asked of the stand-in, in order, and what was registered with it. */
export const recording = {
  /** Names of calls whose order matters. */
  order: [] as string[],
  lockData: undefined as unknown,
  schemes: undefined as unknown,
  windows: [] as BrowserWindow[],
  menu: undefined as unknown,
  errorBoxes: [] as { readonly title: string; readonly content: string }[],
  exposed: new Map<string, unknown>(),
  listeners: new Map<string, Listener[]>(),
  /** Handlers by what they handle: `ipc rpc`, `protocol app`, `permission request`. */
  handlers: new Map<string, Listener>(),
  /** What the next open dialogs answer. */
  dialogAnswers: [] as (string | null)[],
  dialogOptions: [] as unknown[],
  invoked: [] as unknown[][],
};

function note(step: string): void {
  recording.order.push(step);
}

/** Something that takes listeners under its own name. */
class Emitter {
  constructor(private readonly emitterName: string) {}

  on(event: string, listener: Listener): this {
    const key = `${this.emitterName} ${event}`;
    recording.listeners.set(key, [...(recording.listeners.get(key) ?? []), listener]);
    return this;
  }

  once(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  removeListener(event: string, listener: Listener): this {
    const key = `${this.emitterName} ${event}`;
    const rest = (recording.listeners.get(key) ?? []).filter((known) => known !== listener);
    recording.listeners.set(key, rest);
    return this;
  }
}

class App extends Emitter {
  enableSandbox(): void {
    note('enableSandbox');
  }

  requestSingleInstanceLock(data: unknown): boolean {
    note('requestSingleInstanceLock');
    recording.lockData = data;
    return true;
  }

  async whenReady(): Promise<void> {
    note('ready');
  }

  /** Below the folder that the environment gives, for what the application writes; else a path that does not exist. */
  getPath(name: string): string {
    return `${process.env['STAND_IN_FOLDER'] ?? '/stand-in'}/${name}`;
  }

  quit(): void {
    note('quit');
  }

  exit(code: number): void {
    note(`exit ${code}`);
  }
}

export const app = new App('app');

class WebContents extends Emitter {
  readonly id = 1;
  readonly sent: unknown[][] = [];
  reloads = 0;

  send(channel: string, ...payload: unknown[]): void {
    // Electron clones what it sends, and refuses what cannot be cloned.
    this.sent.push([channel, ...payload.map((part) => structuredClone(part))]);
  }

  reload(): void {
    this.reloads += 1;
  }

  setWindowOpenHandler(handler: Listener): void {
    recording.handlers.set('window open', handler);
  }
}

/** Keeps its options, and tells of its page as Electron does. */
export class BrowserWindow extends Emitter {
  readonly webContents = new WebContents('contents');
  loaded = '';

  constructor(readonly options: unknown) {
    super('window');
    note('BrowserWindow');
    recording.windows.push(this);
    for (const listener of recording.listeners.get('app web-contents-created') ?? []) {
      (listener as (event: unknown, contents: WebContents) => void)({}, this.webContents);
    }
  }

  async loadURL(address: string): Promise<void> {
    this.loaded = address;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    note('restore');
  }

  focus(): void {
    note('focus');
  }

  show(): void {
    note('show');
  }
}

export const protocol = {
  registerSchemesAsPrivileged(schemes: unknown): void {
    note('registerSchemesAsPrivileged');
    recording.schemes = schemes;
  },
  handle(scheme: string, handler: Listener): void {
    recording.handlers.set(`protocol ${scheme}`, handler);
  },
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: Listener) => recording.handlers.set('permission request', handler),
    setPermissionCheckHandler: (handler: Listener) => recording.handlers.set('permission check', handler),
    setDevicePermissionHandler: (handler: Listener) => recording.handlers.set('device permission', handler),
    setDisplayMediaRequestHandler: (handler: Listener) => recording.handlers.set('display media', handler),
    webRequest: { onBeforeRequest: (handler: Listener) => recording.handlers.set('before request', handler) },
  },
};

export const ipcMain = {
  handle(channel: string, handler: Listener): void {
    recording.handlers.set(`ipc ${channel}`, handler);
  },
};

export const dialog = {
  showErrorBox(title: string, content: string): void {
    recording.errorBoxes.push({ title, content });
  },
  async showOpenDialog(
    ...parameters: unknown[]
  ): Promise<{ readonly canceled: boolean; readonly filePaths: string[] }> {
    recording.dialogOptions.push(parameters.at(-1));
    const answer = recording.dialogAnswers.shift() ?? null;
    return { canceled: answer === null, filePaths: answer === null ? [] : [answer] };
  },
};

export const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu(menu: unknown): void {
    recording.menu = menu;
  },
};

export const contextBridge = {
  exposeInMainWorld(name: string, value: unknown): void {
    recording.exposed.set(name, value);
  },
};

class IpcRenderer extends Emitter {
  async invoke(...parameters: unknown[]): Promise<unknown> {
    recording.invoked.push(parameters);
    return { ok: true, result: null };
  }
}

export const ipcRenderer = new IpcRenderer('ipcRenderer');
