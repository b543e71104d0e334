import { expect, it } from 'vitest';
import { createLabelIndex } from '../../../../main/engine/selector/label-index';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';

const INDEX = createLabelIndex<string>();
for (const [owner, labels] of Object.entries({
  web: { app: 'web', tier: 'front' },
  api: { app: 'api', tier: 'front' },
  db: { app: 'db', tier: 'back' },
})) {
  for (const [label, value] of Object.entries(labels)) {
    INDEX.add(label, value, owner);
    INDEX.add(label, value, owner);
  }
}

it.each([
  ["app == 'web'", ['web']],
  ["tier == 'front' && app == 'api'", ['api']],
  ["tier == 'front' && has(app)", ['web', 'api']],
  ["app == 'gone' && tier == 'back'", []],
  ["app == 'web' || app == 'db'", null],
  ["app != 'web'", null],
  ['all()', null],
])('%s is about those who own the label that fewest own, or about anybody: %j', (text, owners) => {
  const parsed = parseSelector(text);
  if (parsed.tag === 'error') throw new Error(text);
  expect(INDEX.candidates(parsed.selector)).toEqual(owners);
});
