const MiB = 1024 * 1024;

/** How much the host reads before it says no: what keeps a wrongly chosen folder from hanging the program. */
export const LIMITS = {
  /** One input file, in bytes. */
  fileBytes: 256 * MiB,
  /** All input files together, in bytes. */
  totalBytes: 512 * MiB,
  /** All input files that are YAML together, in bytes: while it is read, YAML takes up to 33 times as much memory, JSON 8 times. */
  yamlBytes: 128 * MiB,
  /** Input files that are read. */
  files: 20_000,
  /** Entries of folders that are looked at, read or not. */
  entries: 200_000,
  /** A workspace file, in bytes. */
  workspaceBytes: 64 * MiB,
  /** Networks that operators come from. */
  adminCidrs: 256,
  /** Protected paths of the user's own. */
  ownPaths: 500,
  /** Events of a wizard. */
  wizardEvents: 50_000,
  /** All files of recorded flows together, in bytes. */
  flowBytes: 200 * MiB,
  /** Files of recorded flows. */
  flowFiles: 1_000,
  /** Pictures of one export, and one of them in base64 characters. */
  pictures: 20,
  pictureCharacters: 12 * MiB,
  /** Heap of the engine's worker thread, in MiB. */
  engineHeapMiB: 5120,
  /** Body of an ordinary call in the browser host, in bytes. */
  callBytes: 1 * MiB,
  /** Body of `workspace.openUploaded` in the browser host, in bytes. */
  uploadBytes: 64 * MiB,
  /** Body of `workspace.addFlows` and of `review.export` in the browser host, in bytes: flows and pictures grow when they are quoted. */
  largestBodyBytes: 280 * MiB,
  /** Body of the token exchange, in bytes. */
  sessionBytes: 4 * 1024,
  /** Folders that are watched for changes. */
  watchedFolders: 2_000,
} as const;
