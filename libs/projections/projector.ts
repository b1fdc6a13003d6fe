import { amongIds, idsParameter, Pace, type Database, type Sql, type Transaction } from '#database';
import type { LoggedEvent } from '#domain';
import { lockHead, readAll, requireReadable } from '#log';
import {
  foldAccountOpened,
  foldAccountUpdated,
  foldFollow,
  foldFollowRequest,
} from './accounts.projection.js';
import { eraseAccount } from './erasure.js';
import { Fold } from './fold.js';
import { foldAccountWarned, foldRestrictionEnded } from './notifications.projection.js';
import {
  foldAuthorityRegistered,
  foldItemDecided,
  foldOrderFiled,
  foldOrderNoticed,
  foldOrderStatus,
  foldRestrictionChanged,
  foldRestrictionImposed,
} from './orders.projection.js';
import { foldLike, foldPostEdited, foldPostPublished, foldPostReposted } from './posts.projection.js';
import { foldContextAdded, foldScenarioOpened, foldStep, foldTrendObserved } from './scenarios.projection.js';
import { indexedAfter } from './searched.js';

/** Every table that is folded from the log: emptied and folded again by a rebuild. */
export const PROJECTED_TABLES = [
  'account',
  'account_count',
  'account_version',
  'warning',
  'notification',
  'follow',
  'follow_request',
  'post',
  'post_tag',
  'post_words',
  'post_version',
  'reply',
  'talk',
  'talk_post',
  'post_count',
  'post_like',
  'restriction',
  'restriction_end',
  'schedule',
  'authority',
  'legal_order',
  'order_status',
  'order_item',
  'item_decision',
  'order_notice',
  'context_row',
  'trend',
  'scenario',
  'scenario_step',
] as const;

/**
 * The version of the rules by which rows are folded from events. Raise it with every change after which the
 * same event gives another row, such as of what a hashtag is: a log folded by earlier rules is folded again.
 */
const FOLD_VERSION = 5;

/**
 * Folds events, in `seq` order, onto the projections of those before them.
 *
 * @param signal ends it: an erasure among them may take long
 * @throws the signal's reason once it is aborted: the transaction is to be rolled back
 */
export async function project(
  transaction: Transaction,
  events: readonly LoggedEvent[],
  signal?: AbortSignal,
): Promise<void> {
  if (events.length === 0) return;
  const confidential = await confidentialOrders(transaction, events);
  const fold = new Fold();
  const steps = new Set<string>();
  const loaded: string[] = [];
  const pace = new Pace(signal);
  for (const event of events) {
    if (pace.isTired) await pace.rest();
    foldStep(fold, event, steps);
    fold.schedule.add(event);
    switch (event.type) {
      case 'account.opened':
        foldAccountOpened(fold, event);
        break;
      case 'account.updated':
        foldAccountUpdated(fold, event);
        break;
      case 'account.erased':
        fold.erasures.push(event);
        break;
      case 'account.warned':
        foldAccountWarned(fold, event);
        break;
      case 'account.followed':
      case 'account.unfollowed':
        foldFollow(fold, event);
        break;
      case 'account.follow_requested':
      case 'account.follow_withdrawn':
      case 'account.follow_rejected':
        foldFollowRequest(fold, event);
        break;
      case 'post.published':
        foldPostPublished(fold, event);
        break;
      case 'post.edited':
        foldPostEdited(fold, event);
        break;
      case 'post.reposted':
        foldPostReposted(fold, event);
        break;
      case 'post.deleted':
        fold.deletions.set(event.subject, event.at);
        break;
      case 'post.liked':
      case 'post.unliked':
        foldLike(fold, event);
        break;
      case 'authority.registered':
        foldAuthorityRegistered(fold, event);
        break;
      case 'order.filed':
        foldOrderFiled(fold, event);
        break;
      case 'order.noticed':
        foldOrderNoticed(fold, event);
        break;
      case 'order.confirmed':
      case 'order.revoked':
      case 'order.expired':
      case 'order.set_aside':
        foldOrderStatus(fold, event);
        break;
      case 'item.decided':
        foldItemDecided(fold, event, confidential.has(event.payload.order));
        break;
      case 'restriction.imposed':
        foldRestrictionImposed(fold, event);
        break;
      case 'restriction.lifted':
      case 'restriction.expired':
        foldRestrictionEnded(fold, event, event.subject);
        break;
      case 'restriction.changed':
        foldRestrictionChanged(fold, event);
        break;
      case 'restriction.started':
        fold.starts.set(event.subject, event.id);
        fold.told.restriction(event.id, event.subject, 'began');
        break;
      case 'scenario.opened':
        foldScenarioOpened(fold, event);
        break;
      case 'scenario.loaded':
        loaded.push(event.subject);
        break;
      case 'context.added':
        foldContextAdded(fold, event);
        break;
      case 'trend.observed':
        foldTrendObserved(fold, event);
        break;
      default:
        event satisfies never;
    }
  }
  await fold.flush(transaction);
  for (const scenario of loaded)
    await transaction.query('UPDATE scenario SET loaded = 1 WHERE id = $1', [scenario]);
  for (const event of fold.erasures) await eraseAccount(transaction, event, signal);
}

/** Finds the confidential orders among those that the events file or decide on. */
async function confidentialOrders(
  transaction: Transaction,
  events: readonly LoggedEvent[],
): Promise<Set<string>> {
  const found = new Set<string>();
  const asked = new Set<string>();
  for (const event of events) {
    if (event.type === 'order.filed' && event.payload.confidential) found.add(event.subject);
    if (event.type === 'item.decided') asked.add(event.payload.order);
  }
  if (asked.size === 0) return found;
  const rows = await transaction.query<{ id: string }>(
    `SELECT o.id FROM legal_order o WHERE ${amongIds(transaction.dialect, 'o.id', '$1')} AND o.confidential = 1`,
    [idsParameter(asked)],
  );
  for (const { id } of rows) found.add(id);
  return found;
}

/** How many events a rebuild folds in one go: more share statements, fewer give way sooner. */
const REBUILD_CHUNK = 250;

/**
 * Drops every projection and folds the log again, in one transaction: until it commits, readers see what
 * was there before. Others have their turn of the event loop meanwhile; who would write waits.
 *
 * @param signal ends it, and leaves everything as it was
 * @returns how many events were folded
 * @throws the signal's reason once it is aborted
 */
export function rebuild(database: Database, signal?: AbortSignal): Promise<number> {
  const foldAll = async (transaction: Transaction): Promise<number> => {
    // Nobody appends, and so projects, while the tables are folded anew.
    await lockHead(transaction);
    let events = 0;
    await indexedAfter(transaction, async () => {
      const pace = new Pace(signal);
      for (const table of PROJECTED_TABLES) {
        await transaction.runLong(`DELETE FROM ${table}`);
        await pace.rest();
      }
      for await (const chunk of readAll(transaction, REBUILD_CHUNK, pace)) {
        await project(transaction, chunk, signal);
        events += chunk.length;
      }
    });
    await transaction.query('DELETE FROM projected');
    await transaction.query('INSERT INTO projected (version) VALUES ($1)', [FOLD_VERSION]);
    return events;
  };
  return database.write(foldAll, { patient: true });
}

/**
 * Folds the log again where another version of the program folded it by other rules, so that the rows
 * are what a rebuild gives. To be called once after opening a database.
 *
 * @throws LogUnreadable where the log holds events that this version of the program does not know
 * @returns how many events were folded; null where nothing had to be
 */
export async function refoldIfOutdated(database: Database): Promise<number | null> {
  await requireReadable(database.reader);
  return (await isFoldedByThisVersion(database.reader)) ? null : rebuild(database);
}

/** Whether the projections are folded by the rules of this version of the program. */
export async function isFoldedByThisVersion(sql: Sql): Promise<boolean> {
  const [projected] = await sql.query<{ version: number }>('SELECT version FROM projected');
  return projected?.version === FOLD_VERSION;
}
