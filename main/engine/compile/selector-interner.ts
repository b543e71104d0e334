import { formatSelector } from '../selector/format-selector';
import { parseSelector } from '../selector/parse-selector';
import type { IndexedSelector } from './policy';

/** Parses selector texts and gives equal selectors one index. */
export interface SelectorInterner {
  /** `null`: the text does not parse. */
  intern(text: string): IndexedSelector | null;
}

export function createSelectorInterner(): SelectorInterner {
  const byText = new Map<string, IndexedSelector | null>();
  const byCanonical = new Map<string, IndexedSelector>();
  return {
    intern(text) {
      const known = byText.get(text);
      if (known !== undefined) return known;
      const parsed = parseSelector(text);
      if (parsed.tag === 'error') {
        byText.set(text, null);
        return null;
      }
      const canonical = formatSelector(parsed.selector);
      const interned = byCanonical.get(canonical) ?? {
        index: byCanonical.size,
        text: canonical,
        selector: parsed.selector,
      };
      byCanonical.set(canonical, interned);
      byText.set(text, interned);
      return interned;
    },
  };
}
