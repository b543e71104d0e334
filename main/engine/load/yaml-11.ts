/** Words that YAML 1.1, and so kubectl and calicoctl, read as booleans; YAML 1.2 as text. */
const BOOLEAN_WORDS = new Map([
  ['y', 'true'],
  ['yes', 'true'],
  ['on', 'true'],
  ['n', 'false'],
  ['no', 'false'],
  ['off', 'false'],
]);
const OCTAL = /^[-+]?0[0-9_]+$/;
const BINARY = /^[-+]?0b[01_]+$/;
const WITH_UNDERSCORES = /^[-+]?[0-9][0-9_]*_[0-9_]*$/;

/** Fields whose value decides: a scalar that two readers read differently is worth a warning there, and only there. */
const LABEL_MAPS = new Set(['labels', 'matchLabels', 'labelsToApply']);
const DECIDING_FIELDS = new Set([
  'name',
  'names',
  'namespace',
  'serviceAccountName',
  'tier',
  'order',
  'priority',
  'port',
  'endPort',
  'ports',
  'notPorts',
  'containerPort',
  'hostPort',
  'protocol',
  'notProtocol',
  'type',
  'code',
  'values',
  'hostNetwork',
  'applyOnForward',
  'preDNAT',
  'doNotTrack',
]);

/** The text `[start, end)` of a plain scalar when YAML 1.1 resolves it to another value than YAML 1.2; else `''`. */
export function differsInYaml11(source: string, start: number, end: number): string {
  const length = end - start;
  if (length === 0 || length > 40) return '';
  const first = source.charCodeAt(start);
  if (length <= 3 && first >= 65) {
    const word = source.slice(start, end);
    return isBooleanWord(word) ? word : '';
  }
  const isNumeric = (first >= 48 && first <= 57) || first === 45 || first === 43;
  if (!isNumeric || length === 1) return '';
  const word = source.slice(start, end);
  return OCTAL.test(word) || BINARY.test(word) || WITH_UNDERSCORES.test(word) ? word : '';
}

function isBooleanWord(word: string): boolean {
  const lower = word.toLowerCase();
  const capitalised = lower.charAt(0).toUpperCase() + lower.slice(1);
  return BOOLEAN_WORDS.has(lower) && [lower, capitalised, lower.toUpperCase()].includes(word);
}

/** What kubectl makes of a scalar for which `differsInYaml11` answered, as text to show. */
export function readInYaml11(scalar: string): string {
  const boolean = BOOLEAN_WORDS.get(scalar.toLowerCase());
  if (boolean !== undefined) return boolean;
  const digits = scalar.replaceAll('_', '').replace(/^\+/, '');
  const sign = digits.startsWith('-') ? '-' : '';
  const magnitude = digits.slice(sign.length);
  if (magnitude.startsWith('0b')) return `${sign}${Number.parseInt(magnitude.slice(2), 2)}`;
  const isOctal = magnitude.length > 1 && magnitude.startsWith('0') && !/[89]/.test(magnitude);
  return `${sign}${Number.parseInt(magnitude, isOctal ? 8 : 10)}`;
}

/** Whether the value at the end of these keys decides anything. `keys` leaves list positions out. */
export function isDecidingField(keys: readonly string[]): boolean {
  const own = keys.at(-1) ?? '';
  const parent = keys.at(-2) ?? '';
  return LABEL_MAPS.has(parent) || DECIDING_FIELDS.has(own);
}
