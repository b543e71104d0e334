/** What `rehearse --help` prints. */
export const USAGE_TEXT = `Usage:
  rehearse run [WORKSPACE | --snapshot DIR --policies DIR] [--admin CIDR ...] [--json]
      Rehearses the rollout: the five worlds, what each step changes, protected paths and findings.
  rehearse explain --from A --to B --port PROTOCOL/PORT [--world WORLD] [WORKSPACE | --snapshot DIR --policies DIR] [--json]
      Says why one connection is allowed or denied: every checkpoint, tier, policy, rule and clause.
  rehearse serve [WORKSPACE | --snapshot DIR --policies DIR] [--port N] [--no-open]
      Opens the window in a browser. Listens on 127.0.0.1 only.
  rehearse capture
      Prints the read-only kubectl commands that fetch a complete snapshot.
  rehearse --help | --version

WORKSPACE is a *.rehearsal.json file or the folder that holds one. Without it, the current folder is looked at.

Options:
  --snapshot DIR   files that describe the cluster: a folder or one file
  --policies DIR   policies to be rolled out: a folder or one file
  --admin CIDR     where operators come from; may be given several times, and adds to the workspace
  --from A, --to B a workload or pod (prod/frontend), a node, a network set, internet, or an address
  --port P         tcp/8080, udp/53, icmp, or a protocol number such as 47
  --world WORLD    now, net, staged, promoted or final; final when not given
  --json           the same as data

Exit status:
  0   nothing blocks the rollout; explain: answered
  1   run: findings block the rollout
  2   wrong usage, or input that cannot be read
  70  a defect of this program
`;
