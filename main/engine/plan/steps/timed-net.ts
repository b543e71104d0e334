import type { HumanCheck } from '../../model/plan';
import { handOver } from '../change-files';
import { commandLine } from '../commands';
import type { StepFiles } from './net-step';

/** How long a mistake may last before the net comes back by itself. */
const MINUTES = 15;

/** A unit of systemd inherits nothing: neither the home that holds a kubeconfig, nor what says where Calico keeps its data. */
const UNIT =
  '--unit=calico-net-back --working-directory="$PWD" --setenv=KUBECONFIG="${KUBECONFIG:-$HOME/.kube/config}" --setenv=DATASTORE_TYPE="${DATASTORE_TYPE:-kubernetes}"';

/** A dead man's switch: it needs nobody to be let in. */
export function timedNet({ backward }: StepFiles): HumanCheck {
  // sudo may look for programs elsewhere than the shell that was tried.
  const found = backward.map((batch) => handOver(batch).replace(batch.tool, `"$(command -v ${batch.tool})"`));
  return {
    id: 'remove-net.timer',
    when: 'before',
    title: `The net comes back by itself after ${MINUTES} minutes`,
    command:
      backward.length === 0
        ? ''
        : `echo '${commandLine(backward)}' | at now + ${MINUTES} minutes   # or: sudo systemd-run --on-active=${MINUTES}min ${UNIT} ${found.join(' && ')}`,
    expect:
      'a job number, or "Running timer as unit: calico-net-back.timer". Start it in this folder, as somebody whose kubeconfig works, on a machine that reaches the API server whatever the policies say: best on a control-plane node',
  };
}

export function cancelTimer(): HumanCheck {
  return {
    id: 'remove-net.timer-cancelled',
    when: 'after',
    title: 'Last of all, when everything above is done: the timer is cancelled',
    command: 'atq && atrm "$(atq | sort -n | tail -n 1 | cut -f 1)"   # or: sudo systemctl stop calico-net-back.timer',
    expect: 'atq, or systemctl list-timers, names it no more',
  };
}
