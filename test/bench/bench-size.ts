/** How large a generated cluster is. */
export interface BenchSize {
  readonly name: string;
  readonly pods: number;
  readonly workloads: number;
  /** Enforced ones and the change set together. */
  readonly policies: number;
  readonly namespaces: number;
  readonly nodes: number;
}

/** The sizes that the goals name. */
export const SIZES = {
  S: { name: 'S', pods: 100, workloads: 20, policies: 50, namespaces: 4, nodes: 3 },
  M: { name: 'M', pods: 3_000, workloads: 300, policies: 500, namespaces: 20, nodes: 30 },
  L: { name: 'L', pods: 16_000, workloads: 1_600, policies: 1_500, namespaces: 60, nodes: 160 },
} as const satisfies Record<string, BenchSize>;

/** Ten pods a workload, as in M and L. */
export function scaledSize(workloads: number, policies: number): BenchSize {
  const namespaces = Math.max(4, Math.round(workloads / 20));
  const nodes = Math.max(3, Math.round(workloads / 10));
  return { name: `${workloads}/${policies}`, pods: workloads * 10, workloads, policies, namespaces, nodes };
}
