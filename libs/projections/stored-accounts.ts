import type { Dialect } from '#database';
import type { StoredAccount, VenueId } from '#domain';
import { ACCOUNT_COUNTS, countsJson, type Counted } from './counts.js';
import {
  inForceAt,
  restrictionsJson,
  toProvenance,
  toRestriction,
  type RestrictionRow,
  isForAllInSql,
} from './stored-rows.js';

/** An account with its counts and restrictions, as the views select it. */
export interface AccountRow {
  id: string;
  venue: VenueId;
  handle: string;
  display_name: string;
  note: string;
  verified: number;
  kind: StoredAccount['kind'];
  opened_at: number;
  counts: Counted<typeof ACCOUNT_COUNTS>;
  last_post_at: number | null;
  scenario: string | null;
  provenance: string | null;
  restrictions: RestrictionRow[];
  /** Its profile by then, where that is not its first. */
  profile: { display_name: string; note: string; bot: number; locked: number; fields: string }[];
  /** The blocks and mutes between it and whoever looks; left out where nobody does. */
  apart?: { account_id: string; how: 'block' | 'mute' }[];
}

export const ACCOUNT_COLUMNS = [
  'id',
  'venue',
  'handle',
  'display_name',
  'note',
  'verified',
  'kind',
  'opened_at',
  'scenario',
  'provenance',
] as const satisfies (keyof AccountRow)[];

/**
 * The SQL of when an account last posted words of its own that still stand: like a list, it tells nothing of
 * a deleted or suspended post, or one for some people alone. A withheld post counts, lest anybody elsewhere notice.
 *
 * @param latest the last id of the instant, as SQL
 */
function lastPostAt(account: string, at: string, alsoAt: string, latest: string): string {
  // In the words of the index that holds just these, so that what was deleted is not gone through.
  return `(SELECT p.at FROM post p
    WHERE p.account_id = ${account} AND p.id <= ${latest}
      AND p.deleted_at IS NULL AND p.repost_of IS NULL AND p.quote_of IS NULL
      AND ${isForAllInSql('p.visibility')}
      AND (SELECT 1 FROM restriction r WHERE r.subject_id = p.id AND r.kind = 'suspend'
        AND ${inForceAt('r', at, alsoAt)} LIMIT 1) IS NULL
    ORDER BY p.id DESC LIMIT 1)`;
}

/**
 * The SQL of a JSON array of what an account and whoever looks have set between themselves: a look-up for each
 * account that is read, whatever else either keeps apart from.
 */
function apartJson(dialect: Dialect, account: string, viewer: string): string {
  const rows = `(SELECT m.account_id, m.how FROM kept_apart m WHERE m.account_id = ${viewer} AND m.target_id = ${account}
    UNION ALL SELECT t.account_id, t.how FROM kept_apart t
    WHERE t.account_id = ${account} AND t.target_id = ${viewer} AND t.how = 'block') k`;
  return dialect.jsonRows({ account_id: 'k.account_id', how: 'k.how' }, rows);
}

/** The SQL of a JSON array of what an account says of itself as of an instant; empty where that is what it said first. */
function profileJson(dialect: Dialect, account: string, at: string): string {
  const columns = ['display_name', 'note', 'bot', 'locked', 'fields'].map((name) => [name, `said.${name}`]);
  const version = dialect.jsonRows(
    Object.fromEntries(columns) as Record<string, string>,
    `(SELECT * FROM account_version x WHERE x.account_id = ${account}.id AND x.at <= ${at}
      ORDER BY x.at DESC, x.id DESC LIMIT 1) said`,
  );
  // Most people leave it as it was.
  return `CASE WHEN ${account}.updated_at IS NULL THEN '[]' ELSE ${version} END`;
}

/**
 * The SQL of a JSON array of some accounts, as far as they are there; `which` selects their ids, each once, as
 * `id`, and `latest` is the last id of the instant, as SQL.
 *
 * @param viewer the account that they are read for, as SQL; null where there is none
 */
export function accountsJson(
  dialect: Dialect,
  which: string,
  at: string,
  alsoAt: string,
  latest: string,
  viewer: string | null,
): string {
  const columns = {
    ...Object.fromEntries(ACCOUNT_COLUMNS.map((column) => [column, `a.${column}`])),
    counts: dialect.nestedJson(countsJson(dialect, ACCOUNT_COUNTS, 'a.id', at)),
    last_post_at: lastPostAt('a.id', at, alsoAt, latest),
    restrictions: dialect.nestedJson(restrictionsJson(dialect, 'a.id', at, alsoAt)),
    profile: dialect.nestedJson(profileJson(dialect, 'a', at)),
    ...(viewer === null ? {} : { apart: dialect.nestedJson(apartJson(dialect, 'a.id', viewer)) }),
  };
  const there = `a.id = i.id AND a.opened_at <= ${at}`;
  return dialect.jsonRows(columns, `(${which}) AS i ${dialect.lookUp('account', 'a', there)}`);
}

export function toAccount(row: AccountRow): StoredAccount {
  const [changed] = row.profile;
  const { display_name, note } = changed ?? row;
  return {
    id: row.id,
    venue: row.venue,
    handle: row.handle,
    displayName: display_name,
    note,
    bot: changed?.bot === 1,
    locked: changed?.locked === 1,
    fields: JSON.parse(changed?.fields ?? '[]') as StoredAccount['fields'],
    verified: row.verified === 1,
    kind: row.kind,
    openedAt: row.opened_at,
    counts: row.counts[0] ?? { statuses: 0, followers: 0, following: 0 },
    lastPostAt: row.last_post_at,
    scenario: row.scenario,
    provenance: toProvenance(row.provenance),
    restrictions: row.restrictions.map(toRestriction),
    ...apartOf(row),
  };
}

function apartOf({ id, apart = [] }: AccountRow): Pick<StoredAccount, 'apart'> {
  if (apart.length === 0) return {};
  const set = (how: 'block' | 'mute', byIt: boolean): boolean =>
    apart.some((one) => one.how === how && (one.account_id === id) === byIt);
  return {
    apart: { blocks: set('block', false), blockedBy: set('block', true), mutes: set('mute', false) },
  };
}
