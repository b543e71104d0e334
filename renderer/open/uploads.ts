import type { UploadedFile } from '../../preload/contract';

/** The most that one upload may hold, in bytes: below the limit of the browser host, with room for its JSON. */
export const UPLOAD_LIMIT = 48 * 1024 * 1024;

/** A file the user chose, before it is read. */
export interface ChosenFile {
  /** Relative to the chosen folder. */
  readonly path: string;
  readonly file: File;
}

/** A folder the user chose: what will be sent, and what will not. */
export interface ChosenFolder {
  readonly name: string;
  readonly files: readonly ChosenFile[];
  readonly bytes: number;
  /** Files below `.git`, which are history and not manifests; counted, not sent. */
  readonly leftOut: number;
}

/** A folder from files with paths whose first part is the folder's name, as folder pickers give them. */
export function chooseFolder(files: readonly ChosenFile[]): ChosenFolder {
  const name = files[0]?.path.split('/')[0] ?? '';
  const inside = files.map(({ path, file }) => ({ path: path.split('/').slice(1).join('/') || path, file }));
  const kept = inside.filter(({ path }) => !path.split('/').slice(0, -1).includes('.git'));
  const ordered = kept.toSorted((left, right) => (left.path < right.path ? -1 : 1));
  return {
    name,
    files: ordered,
    bytes: ordered.reduce((sum, { file }) => sum + file.size, 0),
    leftOut: inside.length - kept.length,
  };
}

/** The files of a folder picker. */
export function filesOfInput(list: FileList): readonly ChosenFile[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files of a drop: every file below every dropped folder, and files that stand in no file system, as other programs drop them. */
export async function filesOfDrop(items: DataTransferItemList): Promise<readonly ChosenFile[]> {
  // All must be taken before the first await: the list is emptied when the event ends.
  const dropped = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files = dropped.map(async ({ entry, file }) => {
    if (entry !== null) return filesBelow(entry);
    return file === null ? [] : [{ path: file.name, file }];
  });
  return (await Promise.all(files)).flat();
}

/** Reads the contents of a folder as text. */
export async function readFolder(folder: ChosenFolder): Promise<readonly UploadedFile[]> {
  return Promise.all(folder.files.map(async ({ path, file }) => ({ path, text: await file.text() })));
}

/** Splits what the user typed into addresses: separated by commas or blanks. */
export function splitAddresses(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

async function filesBelow(entry: FileSystemEntry): Promise<readonly ChosenFile[]> {
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const children = await readDirectory(entry.createReader());
  return (await Promise.all(children.map((child) => filesBelow(child)))).flat();
}

/** A reader hands out a directory in pieces and ends with an empty one. */
async function readDirectory(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) return all;
    all.push(...piece);
  }
}
