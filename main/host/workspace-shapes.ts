/** The closed shapes of what a workspace keeps beside its paths: own rows, gate settings and the history of the wizard. */
import type { InputState } from '../engine/model/inputs';
import type { GateSettings, NewRules, NewWizardEvent, SeenInputs, WizardEvent } from '../engine/model/wizard';
import type { OwnPath } from '../engine/model/workspace';
import { STEPS } from '../engine/model/world';
import { LIMITS } from './limits';
import { byTag, cidr, closedObject, flag, integer, listOf, oneOf, orNull, recordOf, ShapeError, text } from './shape';
import type { Shape } from './shape';

const PROTOCOL_NAMES: readonly string[] = ['tcp', 'udp', 'sctp', 'icmp', 'icmpv6'];

const protocol: Shape<string> = (value, at) => {
  const written = text(10)(value, at);
  const isNumber = /^[0-9]{1,3}$/.test(written) && Number(written) <= 255;
  if (isNumber || PROTOCOL_NAMES.includes(written)) return written;
  throw new ShapeError(at, `must be ${PROTOCOL_NAMES.join(', ')} or a number from 0 to 255`);
};

const timestamp: Shape<string> = (value, at) => {
  const written = text(40)(value, at);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(written)) return written;
  throw new ShapeError(at, 'must be a time such as 2026-01-31T09:30:00Z');
};

const digest: Shape<string> = (value, at) => {
  const written = text(64)(value, at);
  if (/^[0-9a-f]{64}$/.test(written)) return written;
  throw new ShapeError(at, 'must be a SHA-256 in hexadecimal');
};

export const adminCidrs: Shape<readonly string[]> = listOf(cidr, LIMITS.adminCidrs);

export const ownPaths: Shape<readonly OwnPath[]> = listOf(
  closedObject({
    title: text(200),
    from: text(300),
    to: text(300),
    protocol,
    port: orNull(integer(0, 65_535)),
    severity: oneOf(['blocks', 'warns']),
    expect: oneOf(['open', 'closed']),
  }),
  LIMITS.ownPaths,
);

export const gateSettings: Shape<GateSettings> = closedObject({
  secondPerson: flag,
  minimumObservationMinutes: integer(0, 1_000_000),
});

const name = text(200);
const said = { step: oneOf(STEPS), by: name, text: text(4000) };
const check = text(1000);
const eventId = integer(1, 2 ** 31);

export const newWizardEvent: Shape<NewWizardEvent> = byTag({
  done: closedObject({ ...said, tag: oneOf(['done']), check }),
  acknowledged: closedObject({ ...said, tag: oneOf(['acknowledged']), check }),
  overridden: closedObject({ ...said, tag: oneOf(['overridden']), check }),
  'signed-off': closedObject({ ...said, tag: oneOf(['signed-off']) }),
  withdrawn: closedObject({ ...said, tag: oneOf(['withdrawn']), event: eventId }),
});

export const newRules: Shape<NewRules> = closedObject({ settings: gateSettings, by: name, text: text(4000) });

const noted = { id: eventId, at: timestamp, inputs: digest };
const signed = { ...said, ...noted };

const wizardEvent: Shape<WizardEvent> = byTag({
  done: closedObject({ ...signed, tag: oneOf(['done']), check }),
  acknowledged: closedObject({ ...signed, tag: oneOf(['acknowledged']), check }),
  overridden: closedObject({ ...signed, tag: oneOf(['overridden']), check }),
  'signed-off': closedObject({ ...signed, tag: oneOf(['signed-off']) }),
  withdrawn: closedObject({ ...signed, tag: oneOf(['withdrawn']), event: eventId }),
  'rules-changed': closedObject({
    ...noted,
    tag: oneOf(['rules-changed']),
    by: name,
    text: text(4000),
    before: gateSettings,
    after: gateSettings,
  }),
});

export const wizardEvents: Shape<readonly WizardEvent[]> = listOf(wizardEvent, LIMITS.wizardEvents);

const inputState: Shape<InputState> = closedObject({
  digest,
  files: recordOf(text(4200), digest, LIMITS.files),
});

export const seenInputs: Shape<SeenInputs> = recordOf(digest, inputState, LIMITS.wizardEvents);
