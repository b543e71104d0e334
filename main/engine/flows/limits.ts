/** What the readers of recorded flows refuse, so that no file can hang them or fill the memory. The host limits the size of files. */

/** One record, in UTF-16 code units; real ones have one to three thousand. */
export const MAX_RECORD_LENGTH = 256 * 1024;

/** Nesting of one record; real ones have six levels. */
export const MAX_RECORD_DEPTH = 24;

/** Records of one file. */
export const MAX_RECORDS = 2_000_000;

/** Policy hits of one list; real ones have one per tier. */
export const MAX_HITS = 256;

/** Rejected lines that are listed; the others are counted. */
export const MAX_REJECTED = 100;

/** How much of a file is looked at to find out its format. */
export const FORMAT_WINDOW = 64 * 1024;
