/** What was rehearsed, so that a sign-off can say what it was given for. Hashes are SHA-256, in hexadecimal. */
export interface InputState {
  /** Of all names and hashes below. */
  readonly digest: string;
  /**
   * By the name that positions use, e.g. `changes/backend-lockdown.yaml`; recorded flows as `flows/whisker.json`; sorted. What the
   * workspace says beside its paths, flows and wizard state (admin networks, own rows, facts about the cluster) is `workspace`.
   */
  readonly files: Readonly<Record<string, string>>;
}

/** A file of recorded flows as the host read it. `path` is a name, never absolute. */
export interface FlowFile {
  readonly path: string;
  readonly text: string;
}

/** What positions and hashes call a file of recorded flows: `flows/whisker.json`. */
export function nameOfFlowFile({ path }: Pick<FlowFile, 'path'>): string {
  return `flows/${path}`;
}
