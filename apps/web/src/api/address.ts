import type { Address, Route } from './routes.js';

type Value = string | number | boolean | null | undefined;

/** The names in a route's path and query, with their values. */
export interface Named {
  path?: Readonly<Record<string, string | number>>;
  query?: Readonly<Record<string, Value | readonly Value[]>>;
}

/** The address of something that is read. */
export function addressOf<P extends Route<'get'>>(route: P, given: Address<'get', P>): string {
  return fill(route, given as Named);
}

/**
 * Puts into a route what its path names, and appends the query: a list as a parameter for each of its values, and
 * nothing for what is null.
 */
export function fill(route: string, { path = {}, query = {} }: Named): string {
  const filled = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== null && one !== undefined) search.append(name, String(one));
  const asked = search.toString();
  return asked === '' ? filled : `${filled}?${asked}`;
}
