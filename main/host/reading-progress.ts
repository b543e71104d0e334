/** Hears, before each file is read, how many of those that were found are done. May throw, to end the reading. */
export type OnRead = (done: number, total: number) => void;

/** Counts the files of one reading. */
export class ReadingProgress {
  private done = 0;
  private found = 0;

  constructor(private readonly tell: OnRead) {}

  /** More files were found, and will be read. */
  find(files: number): void {
    this.found += files;
  }

  /** The next one is about to be read. Throws when the reading is to end. */
  next(): void {
    this.tell(this.done, this.found);
    this.done += 1;
  }
}
