/** A way to record flows: what it is, what to type, and what to know. */
export interface Recording {
  readonly title: string;
  readonly note: string;
  readonly commands: readonly string[];
}

/** Sources: `whisker-backend/pkg/apis/v1/flows.go`, `goldmane/proto/api.proto`, `node/pkg/flowlogs/flowlogs.go`. */
export const RECORDINGS: readonly Recording[] = [
  {
    title: 'Whisker: the last hour',
    note: 'Goldmane keeps about an hour. The file grows by itself with watch=true.',
    commands: [
      'kubectl port-forward -n calico-system service/whisker 8081:8081',
      "curl -s 'http://localhost:8081/whisker-backend/flows?startTimeGte=-3600' > flows.json",
      "curl -sN 'http://localhost:8081/whisker-backend/flows?watch=true&startTimeGte=-3600' > flows.sse",
    ],
  },
  {
    title: 'Goldmane: with connection counts',
    note: 'It asks for a client certificate: the one of Whisker does. api.proto lies in goldmane/proto of Calico’s sources.',
    commands: [
      'kubectl port-forward -n calico-system service/goldmane 7443:7443',
      'kubectl get secret -n calico-system whisker-backend-key-pair -o go-template=\'{{index .data "tls.crt" | base64decode}}\' > tls.crt',
      'kubectl get secret -n calico-system whisker-backend-key-pair -o go-template=\'{{index .data "tls.key" | base64decode}}\' > tls.key',
      'grpcurl -insecure -cert tls.crt -key tls.key -authority goldmane.calico-system.svc -proto api.proto -d \'{"start_time_gte": -3600}\' localhost:7443 goldmane.Flows/List > flows.json',
    ],
  },
  {
    title: 'One node: calico-node -flows',
    note: 'It needs flowLogsLocalReporter: Enabled in the FelixConfiguration, and shows what this node reports.',
    commands: ['kubectl exec -n calico-system ds/calico-node -c calico-node -- calico-node -flows 1000 > flows.txt'],
  },
];
