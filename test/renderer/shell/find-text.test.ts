import { describe, expect, it } from 'vitest';
import { asksForState, toggleState } from '../../../renderer/shell/find-text';

describe('a count of the status bar', () => {
  it('asks for its state in the find box, in place of another state', () => {
    expect(toggleState('ns=prod state=blocked', 'will-be-blocked')).toBe('state=will-be-blocked ns=prod');
  });

  it('takes its state out again', () => {
    expect(toggleState('state=blocked ns=prod', 'blocked')).toBe('ns=prod');
    expect([asksForState('state=blocked', 'blocked'), asksForState('blocked', 'blocked')]).toEqual([true, false]);
  });
});
