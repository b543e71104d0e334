import type { PairSummary } from '../../main/engine/model/rehearsal';

/** One connection and its verdict in every world. */
export interface ExpectedFlow {
  readonly from: string;
  readonly to: string;
  /** As on the command line: `tcp/8080`, `icmp`. */
  readonly port: string;
  /** In the order of the rollout: `allow allow allow allow deny`. */
  readonly verdicts: string;
}

/** What `expected.json` says of a case. What it does not mention is not asked. */
export interface ExpectedAnswers {
  /** What the case shows, in one sentence. */
  readonly about: string;
  /** Relative to the root of the repository; absent when the folder of the case is the workspace. */
  readonly inputs?: { readonly workspace: string } | { readonly snapshot: string; readonly policies?: string };
  /** What the workspace reads besides its own folder, relative to the root of the repository: fixtures that not everybody has. */
  readonly needs?: readonly string[];
  readonly flows?: readonly ExpectedFlow[];
  /** `blocks N1`, sorted, each once. */
  readonly findings?: readonly string[];
  /** `LOAD11 changes/x.yaml:3`, by file and line. */
  readonly diagnostics?: readonly string[];
  /** Of the world `final`. */
  readonly pairs?: PairSummary;
  /** By id, one verdict tag per world in the order of the rollout. */
  readonly protectedPaths?: Readonly<Record<string, string>>;
}
