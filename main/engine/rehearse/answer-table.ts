/** What may be sent between any two of some ends. */
export interface AnswerTable {
  /** By place. Rows with one name have the same answers, whatever table they are in; so have columns. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row by row the ids of the answers; what stands there of two ends that are no pair means nothing. */
  readonly ids: Int32Array;
}
