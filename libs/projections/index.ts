/**
 * The read side: tables folded from the log, and the views that query them as of any instant. It
 * must never decide who may see what: it hands over what is stored, restrictions beside it.
 */
export * from './accounts.view.js';
export * from './authorities.view.js';
export * from './desk.view.js';
export * from './likes.view.js';
export * from './notifications.view.js';
export * from './orders.view.js';
export * from './paging.js';
export * from './projector.js';
export * from './relations.view.js';
export * from './restrictions.view.js';
export * from './scenario-facts.view.js';
export * from './scenarios.view.js';
export * from './schedule.view.js';
export { emptyPage, latestIdAt, type ReadAt } from './status-query.js';
export type { Place } from './searched.js';
export * from './statuses.view.js';
export * from './tags.view.js';
export {
  isForAllInSql,
  threadAbove,
  toRestriction,
  withChanges,
  type RestrictionRow,
} from './stored-rows.js';
export * from './talks.view.js';
export * from './threads.view.js';
export * from './transparency.view.js';
