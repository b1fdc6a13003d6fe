/**
 * The contract: what travels between the server and its clients. Types and constants only; it
 * must never know how any of it is made.
 */
export { BIDI_CONTROLS } from './bidi.js';
export type * from './conversations.js';
export { WITH_ARTICLE } from './countries.js';
export type * from './entities.js';
export type * from './instance.js';
export type * from './keeping.js';
export type * from './ledger.js';
export type * from './moderation.js';
export type * from './notifications.js';
export type * from './oauth.js';
export type * from './offline.js';
export type * from './orders.js';
export { MARK, OUTCOMES, OUTCOME_SHAPES, type Outcome } from './outcomes.js';
export type * from './relations.js';
export type * from './replay-requests.js';
export type * from './replays.js';
export type * from './sockets.js';
export { STREAM_KINDS } from './sockets.js';
export { SCHEMAS } from './schemas.js';
export type * from './stage.js';
export type * from './tape.js';
export type * from './transparency.js';
export { WEBHOOK_EVENTS } from './webhooks.js';
