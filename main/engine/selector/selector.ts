/**
 * A parsed selector of Calico's selector language. The labels of `not-equals` and `not-in` nodes may be absent and the node is still true.
 * Source: libcalico-go/lib/selector/parser/ast.go.
 */
export type Selector =
  | { readonly tag: 'all' }
  | { readonly tag: 'global' }
  | { readonly tag: 'has'; readonly label: string }
  | ValueSelector
  | SetSelector
  | { readonly tag: 'not'; readonly operand: Selector }
  | { readonly tag: 'and'; readonly operands: readonly Selector[] }
  | { readonly tag: 'or'; readonly operands: readonly Selector[] };

/** A label compared with one literal. */
export interface ValueSelector {
  readonly tag: 'equals' | 'not-equals' | 'contains' | 'starts-with' | 'ends-with';
  readonly label: string;
  readonly value: string;
}

/** A label looked up in a set of literals; `parseSelector` sorts the values by code point, each once. */
export interface SetSelector {
  readonly tag: 'in' | 'not-in';
  readonly label: string;
  readonly values: readonly string[];
}
