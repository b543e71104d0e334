/** A complete set of policies that could be in force, in the order of the rollout. */
export const WORLDS = ['now', 'net', 'staged', 'promoted', 'final'] as const;
export type WorldName = (typeof WORLDS)[number];

/** A move of the rollout from one world to the next. `observe` moves nothing: it looks. */
export const STEPS = ['net', 'stage', 'observe', 'promote', 'remove-net'] as const;
export type StepName = (typeof STEPS)[number];

/** The world a step starts from and the one it leads to. */
export const STEP_WORLDS: Readonly<Record<StepName, { readonly from: WorldName; readonly to: WorldName }>> = {
  net: { from: 'now', to: 'net' },
  stage: { from: 'net', to: 'staged' },
  observe: { from: 'staged', to: 'staged' },
  promote: { from: 'staged', to: 'promoted' },
  'remove-net': { from: 'promoted', to: 'final' },
};
