const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}[\]]/g;

/**
 * The first name that one object of a JSON text gives twice, and the line of its second place; `null`: there is none. `JSON.parse` would
 * take the last one and say nothing. The text must be JSON.
 */
export function findRepeatedKey(json: string): { readonly key: string; readonly line: number } | null {
  const open: (Set<string> | null)[] = [];
  for (const { 0: token, 1: written = '', 2: colon, index } of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const key = String(JSON.parse(`"${written}"`));
      const keys = open.at(-1);
      if (keys?.has(key) === true) return { key, line: json.slice(0, index).split('\n').length };
      keys?.add(key);
    }
  }
  return null;
}
