/**
 * Told while something takes long: what is being done, how much of how many is done, and what else there is to say of it, e.g.
 * `1204 moves judged`. A search may step back: `done` then falls. Results never depend on who listens.
 */
export type Progress = (phase: string, done: number, total: number, detail?: string) => void;
