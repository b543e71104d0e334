import { describe, expect, it } from 'vitest';
import { chooseStyle, COLOUR_STYLE, PLAIN_STYLE } from '../../../main/cli/style';

describe('colour', () => {
  it('is for terminals that can show it and whose user wants it', () => {
    expect([
      chooseStyle(true, {}),
      chooseStyle(true, { NO_COLOR: '' }),
      chooseStyle(false, {}),
      chooseStyle(true, { NO_COLOR: '1' }),
      chooseStyle(true, { TERM: 'dumb' }),
    ]).toEqual([COLOUR_STYLE, COLOUR_STYLE, PLAIN_STYLE, PLAIN_STYLE, PLAIN_STYLE]);
  });
});
