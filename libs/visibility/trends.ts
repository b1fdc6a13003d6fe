import type { Status, Tag } from '#contract';

/** Days that are counted, today among them. */
const TREND_DAYS = 7;
const DAY = 24 * 60 * 60 * 1_000;

/**
 * When the first of the days that are counted begins, in UTC.
 *
 * @param at ms since the epoch
 */
export function trendsSince(at: number): number {
  return at - (at % DAY) - (TREND_DAYS - 1) * DAY;
}

interface Use {
  at: number;
  account: string;
}

/**
 * The uses of hashtags in some posts, by their names: whoever uses one counts once a day among its accounts.
 *
 * @param statuses as they are shown: of tombstones there is nothing to count
 */
export function usesOf(statuses: readonly Status[]): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  for (const { tags, created_at, account } of statuses) {
    for (const { name } of tags)
      uses.set(name, [...(uses.get(name) ?? []), { at: Date.parse(created_at), account: account.id }]);
  }
  return uses;
}

/** Hashtags that trend: first what most people use, then what is used most, then by name. */
export function rankedTags(uses: ReadonlyMap<string, readonly Use[]>): string[] {
  const people = (of: readonly Use[]): number => new Set(of.map(({ account }) => account)).size;
  return [...uses]
    .map(([name, of]) => ({ name, people: people(of), uses: of.length }))
    .sort((a, b) => b.people - a.people || b.uses - a.uses || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

/** Ids of posts that trend: first what is liked and passed on most, then the newest. Without either none does. */
export function rankedStatuses(statuses: readonly Status[]): string[] {
  return statuses
    .map(({ id, favourites_count, reblogs_count }) => ({ id, liked: favourites_count + reblogs_count }))
    .filter(({ liked }) => liked > 0)
    .sort((a, b) => b.liked - a.liked || (a.id > b.id ? -1 : 1))
    .map(({ id }) => id);
}

/**
 * How a hashtag is used on each of the days.
 *
 * @param at ms since the epoch, on the last day
 */
export function historyOf(uses: readonly Use[], at: number): Tag['history'] {
  return Array.from({ length: TREND_DAYS }, (_, n) => {
    const day = at - (at % DAY) - n * DAY;
    const of = uses.filter((use) => use.at >= day && use.at < day + DAY);
    return {
      day: String(day / 1_000),
      uses: String(of.length),
      accounts: String(new Set(of.map(({ account }) => account)).size),
    };
  });
}
