import { expect, it } from 'vitest';
import { oncePer } from '../../../../main/engine/model/once-per';

it('what is made of an object is made once, of another object anew', () => {
  const asked: string[] = [];
  const upperCase = oncePer(({ name }: { readonly name: string }) => {
    asked.push(name);
    return { name: name.toUpperCase() };
  });
  const [one, other] = [{ name: 'a' }, { name: 'a' }];
  expect([one, one, other].map(upperCase)).toEqual([{ name: 'A' }, { name: 'A' }, { name: 'A' }]);
  expect(upperCase(one)).toBe(upperCase(one));
  expect(asked).toEqual(['a', 'a']);
});
