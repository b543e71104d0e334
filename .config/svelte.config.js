/** Runes everywhere; the same file serves electron-vite, vitest and svelte-check. */
export default {
  compilerOptions: { runes: true },
};
