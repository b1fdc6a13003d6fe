/**
 * The domain: the events that can happen, the commands that ask for them, and the rules that decide
 * events from commands. Plain TypeScript without I/O, clock or chance: it must never know of a
 * database, HTTP or a framework.
 */
export { isOpenToSuspended, MAX_DISPLAY_NAME } from './accounts.rules.js';
export { acctOf, parseAcct } from './acct.js';
export * from './apart.js';
export * from './audience.js';
export * from './commands.js';
export * from './decide.js';
export { EVENT_FORMAT, readEvent, unreadable, versionOf, type EventFormat } from './event-format.js';
export type * from './events.js';
export * from './feeds.js';
export { graphemeLength } from './graphemes.js';
export * from './ids.js';
export { Needs } from './needs.js';
export * from './orders.js';
export { refuseWords } from './posts.rules.js';
export * from './provenance.js';
export * from './ranks.js';
export * from './refusal.js';
export * from './restrictions.js';
export * from './scenario-facts.js';
export * from './schedule.js';
export * from './sources.js';
export type * from './steps.js';
export type * from './stored.js';
export * from './territory.js';
export * from './text.js';
export * from './together.js';
export { parseUrl } from './urls.js';
export * from './venues.js';
export { spanOf } from './search-operators.js';
export * from './words.js';
export * from './world-keys.js';
export * from './world.js';
