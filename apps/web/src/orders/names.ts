import type { OrderState } from './orders.js';

/** The title without what follows its colon: how many items there are stands beside it already. */
export function orderName({ title }: Pick<OrderState, 'title'>, untitled: string): string {
  return title.split(':', 1)[0]?.trim() || untitled;
}

/**
 * Names for the heads of narrow columns: where all end in the same word ("First order", "Second order"),
 * without it.
 */
export function shortNames(names: readonly string[]): string[] {
  const parted = names.map((name) => name.split(' '));
  const last = parted[0]?.at(-1);
  const shared = names.length > 1 && parted.every((words) => words.length > 1 && words.at(-1) === last);
  return shared ? parted.map((words) => words.slice(0, -1).join(' ')) : [...names];
}
