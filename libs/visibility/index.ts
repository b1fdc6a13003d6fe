/**
 * Visibility: decides what may be seen from a viewpoint, and holds the one exit gate. It alone turns
 * stored things into answers that may leave, as `Gated`. Plain TypeScript; it must never know of a
 * database, HTTP or sockets.
 */
export type {
  AppealSurroundings,
  StoredAppeal,
  StoredHistoryEntry,
  StoredNote,
  StoredQueueEntry,
  StoredWebhook,
  StoredWebhookData,
} from './desk.js';
export { explainAccount, explainPost, type EventHead } from './explain.js';
export { Gated, Packed, type Forms } from './gated.js';
export type { GateAnswer } from './gate-answer.js';
export { AccountGate, type StoredRelation } from './gate-accounts.js';
export { gateConversation, gateConversations, othersIn } from './gate-conversations.js';
export { DiscoveryGate } from './gate-discovery.js';
export * from './gate.js';
export { gateAccountsOf, gateGroups, groupOf, type Grouping } from './group-notifications.js';
export { ModerationGate } from './gate-moderation.js';
export { OrderGate, type AuthorityProfile, type OrderProfile, type OrderWait } from './gate-orders.js';
export { gateScheduled, gateScheduledPost } from './gate-scheduled.js';
export * from './gate-story.js';
export {
  gateNotification,
  gateNotifications,
  gateNotificationsMerged,
  groupNamed,
  type NotificationGroupKey,
} from './present-notice.js';
export { mayReadOrder } from './present-order.js';
export {
  judge,
  stricter,
  bindsFrom,
  VERDICTS,
  type Judgement,
  type SubjectPart,
  type Sight,
  type Verdict,
} from './judge.js';
export { judgeAccount, judgePost } from './judge-stored.js';
export * from './known.js';
export { gateLedger, ledgerNeeds, type LedgerFacts, type LedgerNeeds } from './ledger.js';
export { gateAudit, type StoredAuditEntry, type StoredReport, type Surroundings } from './moderation.js';
export { accountPart, partsOf, type Judged } from './parts.js';
export type { ReadAccess } from './read-access.js';
export { statementsOfReasons } from './statements-of-reasons.js';
export { standsAs } from './standing.js';
export { gateTape, partOfTape, tapeOf } from './tape.js';
export * from './texts.js';
export { lumenNotices } from './lumen-notice.js';
export * from './transparency.js';
export * from './viewpoint.js';
export { rankedStatuses, rankedTags, trendsSince, usesOf } from './trends.js';
