/** Wrong usage, or input that cannot be read. */
export const UNUSABLE = 2;

/** A defect of ours: what `sysexits.h` calls EX_SOFTWARE. Never 1, which says that findings block. */
export const DEFECT = 70;
