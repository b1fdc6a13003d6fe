import type { ItemCounts, TransparencyCounts, TransparencyReport, TransparencyRow } from '#contract';
import { orderBinds, namesThatBindIn, type StoredTally } from '#domain';
import { release, type Gated } from './gated.js';
import { mayReadOrder } from './present-order.js';
import type { Viewpoint } from './viewpoint.js';

/** The notice that comes first wherever a report holds rows of a scenario. */
export const RECONSTRUCTION = 'Reconstruction: do not file';

const NOTE =
  'An order for several countries counts in the row of each, so rows of different countries do not add up. ' +
  'Items stand by their latest decision. Confidential orders that may not be read are counted in rows ' +
  'without country, authority and venue, and left out of a report on one country.';

/** The country and the interval that a report was asked for; null: no bound. Times are ms since the epoch. */
export interface ReportOn {
  country: string | null;
  from: number | null;
  to: number | null;
}

/**
 * The transparency report: the items that authorities asked to restrict, and their outcomes, by country,
 * authority and venue. Orders that may not be read from the viewpoint are counted in rows that name none
 * of these, nor the kinds of their items: every reader is told as much when they are filed and decided.
 *
 * @param origin where links point to, e.g. `https://example.org`
 */
export function transparencyReport(
  tallies: readonly StoredTally[],
  viewpoint: Viewpoint,
  on: ReportOn,
  origin: string,
): Gated<TransparencyReport> {
  const groups = new Map<string, { country: string | null; tallies: StoredTally[] }>();
  const add = (country: string | null, tally: StoredTally): void => {
    const { authority, venue, scenario } = tally;
    const key = JSON.stringify(country === null ? [scenario] : [country, authority.id, venue, scenario]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { country, tallies: [tally] });
    else group.tallies.push(tally);
  };
  const exempt: string[] = [];
  for (const tally of tallies) {
    const access = mayReadOrder(tally, viewpoint);
    exempt.push(...access.exempt);
    if (access.granted) {
      for (const country of tally.countries)
        if (on.country === null || namesThatBindIn(on.country).includes(country)) add(country, tally);
    } else if (on.country === null) add(null, tally);
  }
  const rows = [...groups.values()].map((group) => presentRow(group.country, group.tallies, origin));
  rows.sort((a, b) => compare(orderOf(a), orderOf(b)));
  const report: TransparencyReport = {
    notice: rows.some(({ illustrative }) => illustrative) ? RECONSTRUCTION : null,
    as_of: iso(viewpoint.at),
    from: on.from === null ? null : iso(on.from),
    to: on.to === null ? null : iso(on.to),
    note: NOTE,
    rows,
  };
  return release(report, exempt, viewpoint);
}

/** A row over some orders, at least one; `country` null where they may not be named. */
function presentRow(
  country: string | null,
  tallies: readonly StoredTally[],
  origin: string,
): TransparencyRow {
  const [first] = tallies;
  const named = country === null ? undefined : first;
  const counts = (state?: keyof TransparencyCounts): ItemCounts =>
    countItems(
      tallies.flatMap(({ items }) => items.filter((one) => state === undefined || one.state === state)),
      named !== undefined,
    );
  const scenario = first?.scenario ?? null;
  return {
    country,
    authority: named === undefined ? null : presentAuthority(named.authority, origin),
    venue: named?.venue ?? null,
    scenario,
    illustrative: scenario !== null,
    orders: tallies.length,
    orders_in_force: tallies.filter(({ status }) => orderBinds(status)).length,
    specified: counts(),
    withheld: counts('withheld'),
    suspended: counts('suspended'),
    labelled: counts('labelled'),
    limited: counts('limited'),
    refused: counts('refused'),
    restored: counts('restored'),
    open: counts('open'),
    // We choose a scenario's hours within what its sources give, so a wait between two would be our invention.
    median_time_to_decision_ms: scenario === null ? medianWait(tallies.flatMap(({ waits }) => waits)) : null,
  };
}

function presentAuthority(
  { id, name, shortName, country }: StoredTally['authority'],
  origin: string,
): TransparencyRow['authority'] {
  return { id, name, short_name: shortName, country, url: `${origin}/authorities/${id}` };
}

function countItems(counted: StoredTally['items'], byKind: boolean): ItemCounts {
  const sum = (one: StoredTally['items']): number => one.reduce((total, { items }) => total + items, 0);
  const of = (kind: StoredTally['items'][number]['kind']): number | null =>
    byKind ? sum(counted.filter((one) => one.kind === kind)) : null;
  return {
    items: sum(counted),
    accounts: of('account'),
    posts: of('post'),
    hashtags: of('hashtag'),
    urls: of('url'),
  };
}

/**
 * The median of waiting times that are each given with how many waited so long: the mean of the two
 * in the middle where their number is even.
 *
 * @returns whole ms; null where nobody waited
 */
export function medianWait(waits: StoredTally['waits']): number | null {
  const sorted = [...waits].sort((a, b) => a.ms - b.ms);
  const total = sorted.reduce((sum, { items }) => sum + items, 0);
  const at = (rank: number): number => {
    let passed = 0;
    return sorted.find(({ items }) => (passed += items) > rank)?.ms ?? 0;
  };
  return total === 0 ? null : Math.round((at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2);
}

/** Rows without a name come last. */
function orderOf({ country, authority, venue, scenario }: TransparencyRow): string[] {
  const last = '\uffff';
  return [country ?? last, authority?.name ?? '', authority?.id ?? '', venue ?? '', scenario ?? ''];
}

function compare(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((text, index) => text !== other[index]);
  return at === -1 ? 0 : (one[at] ?? '') < (other[at] ?? '') ? -1 : 1;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
