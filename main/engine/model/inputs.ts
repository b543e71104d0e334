/** What was rehearsed, so that a sign-off can say what it was given for. Hashes are SHA-256, in hexadecimal. */
export interface InputState {
  /** Of all names and hashes below, and of what the workspace says beside its wizard state. */
  readonly digest: string;
  /** By the name that positions use, e.g. `changes/backend-lockdown.yaml`; sorted. */
  readonly files: Readonly<Record<string, string>>;
}

/** A file of recorded flows as the host read it. `path` is a name, never absolute. */
export interface FlowFile {
  readonly path: string;
  readonly text: string;
}
