/**
 * What the loader refuses, so that no input can hang it or fill the memory. The host adds its own limit on file size.
 * Sizes are UTF-16 code units of text, which for manifests is as good as bytes.
 */

/** One YAML document. Larger lists come as JSON, which reads five times faster. */
export const MAX_YAML_DOCUMENT = 256 * 1024 * 1024;

/** A text that begins like JSON but is not is tried as YAML only up to this size. */
export const MAX_YAML_FALLBACK = 16 * 1024 * 1024;

/** One line of a YAML document. JSON may stand on one line whatever its size. */
export const MAX_LINE = 1024 * 1024;

/** Nesting of lists and mappings, in YAML and in JSON. */
export const MAX_DEPTH = 100;

/** Aliases (`*name`) in one document. */
export const MAX_ALIASES = 100;

/** Nodes that the aliases of one document stand for, all expanded. */
export const MAX_ALIASED_NODES = 100_000;

/** Keys copied by merge (`<<`) in one document. */
export const MAX_MERGED_KEYS = 10_000;

/** Length of `Diagnostic.excerpt`. */
export const MAX_DIAGNOSTIC_EXCERPT = 160;

/** Length of a line that is shown to a person. */
export const MAX_SHOWN_LINE = 4_000;
