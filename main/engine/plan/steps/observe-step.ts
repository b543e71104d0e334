import type { PlannedCommand } from '../../model/plan';

/** How flows are recorded (calico: whisker-backend/pkg/handlers/v1, goldmane keeps about one hour). */
export function observeCommands(): readonly PlannedCommand[] {
  return [
    {
      command: 'kubectl -n calico-system port-forward svc/whisker 8081:8081',
      expect: 'Forwarding from 127.0.0.1:8081 (leave it open; needs Calico v3.30 or later with Goldmane and Whisker)',
      rollback: '',
    },
    {
      command:
        'mkdir -p flows && curl -sG http://localhost:8081/whisker-backend/flows --data-urlencode startTimeGte=-3600 > flows/flows-$(date -u +%Y%m%dT%H%M%SZ).json',
      expect: 'a file with "items"; Goldmane keeps about one hour: repeat it every hour, as long as you observe',
      rollback: '',
    },
    {
      command:
        'curl -sNG http://localhost:8081/whisker-backend/flows --data-urlencode watch=true --data-urlencode startTimeGte=-900 > flows/flows.sse',
      expect: 'or one stream instead, stopped with Ctrl-C when you have seen enough',
      rollback: '',
    },
  ];
}
