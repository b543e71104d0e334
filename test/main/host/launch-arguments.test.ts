import { describe, expect, it } from 'vitest';
import { readLaunchArguments } from '../../../main/host/launch-arguments';

describe('the words that the application is started with', () => {
  it.each([
    [[], {}],
    [['x.rehearsal.json'], { workspace: 'x.rehearsal.json' }],
    [['--no-sandbox', 'x.rehearsal.json', 'y'], { workspace: 'x.rehearsal.json' }],
    [['--snapshot', 'a', '--policies', 'b'], { snapshot: 'a', policies: 'b' }],
    [['--snapshot=a=b', '--policies='], { snapshot: 'a=b', policies: '' }],
    [['--snapshot'], {}],
    [['', '-v', '--enable-logging=stderr', '--inspect=0'], {}],
  ])('%j name %j', (given, expected) => {
    expect(readLaunchArguments(given)).toEqual(expected);
  });
});
