/** What `rehearse --help` prints. */
export const USAGE_TEXT = `Usage:
  rehearse run [INPUT] [--json]
      Rehearses the rollout: the five worlds, what each step changes and checks, its gate,
      the order of promotion, protected paths, recorded flows and findings.
  rehearse explain --from A --to B --port PROTOCOL/PORT [--world WORLD] [INPUT] [--json]
      Says why one connection is allowed or denied: every checkpoint, tier, policy, rule and clause.
  rehearse plan -o DIR [INPUT]
      Writes what each step applies, what takes it back, and the checklist.
  rehearse report -o DIR [INPUT]
      Writes the review pack: one page, the same as Markdown, maps, tables, change files
      and the hash of every input.
  rehearse check --gate STEP [INPUT] [--json]
      Says whether a step may be taken or is done, and what stands in its way.
  rehearse serve [WORKSPACE | --snapshot DIR --policies DIR] [--port N] [--no-open]
      Opens the window in a browser. Listens on 127.0.0.1 only.
  rehearse capture
      Prints the read-only kubectl commands that fetch a complete snapshot.
  rehearse --help | --version

INPUT is [WORKSPACE | --snapshot DIR --policies DIR] [--admin CIDR ...] [--flows FILE ...]
WORKSPACE is a *.rehearsal.json file or the folder that holds one. Without it, the current folder is looked at.

Options:
  --snapshot DIR   files that describe the cluster: a folder or one file
  --policies DIR   policies to be rolled out: a folder or one file
  --admin CIDR     where operators come from; may be given several times, and adds to the
                   workspace
  --flows FILE     recorded flows: a file or a folder; may be given several times, and adds
                   to the workspace
  --from A, --to B a workload or pod (prod/frontend), a node, a network set, internet, or an address
  --port P         tcp/8080, udp/53, icmp, or a protocol number such as 47
  --world WORLD    now, net, staged, promoted or final; final when not given
  --gate STEP      net, stage, observe, promote or remove-net
  -o DIR           a folder that is new, empty, or holds an earlier export that nobody changed
  --json           the same as data

Exit status:
  0   nothing blocks the rollout; explain: answered; plan, report: written;
      check: the gate is open or passed
  1   run: a finding blocks the rollout, or a check is red; check: the gate is closed
  2   wrong usage, input that cannot be read, or a folder that cannot be written
  70  a defect of this program
`;
