import type {
  AdminAppeal,
  Appeal,
  HistoryEntry,
  ModeratorNote,
  QueueEntry,
  Status,
  Webhook,
  WebhookAppeal,
  WebhookDelivery,
  WebhookEvent,
  WebhookMessage,
  WebhookReport,
} from '#contract';
import {
  FEEDS,
  inForce,
  type Restriction,
  type StoredAccount,
  type StoredOrder,
  type StoredPage,
  type Subject,
} from '#domain';
import type { Answer } from './answer.js';
import {
  mayReadGrounds,
  presentOrder,
  presentRestriction,
  subjectField,
  type Actors,
} from './present-order.js';
import type { Viewpoint } from './viewpoint.js';

/** An appeal as stored: private state, as it stands now. Times are ms since the epoch. */
export interface StoredAppeal {
  id: string;
  account: string;
  restriction: string;
  text: string;
  assignedTo: string | null;
  outcome: 'restored' | 'upheld' | null;
  answer: string | null;
  answeredBy: string | null;
  answeredAt: number | null;
  createdAt: number;
}

/** Facts read beside appeals: what they are against, whose they are, and the posts among it. */
export interface AppealSurroundings {
  restrictions: ReadonlyMap<string, Restriction>;
  accounts: ReadonlyMap<string, StoredAccount>;
  posts: StoredPage['posts'];
}

/** A moderator's note as stored. */
export interface StoredNote {
  id: string;
  account: string;
  subject: { type: 'account' | 'post' | 'order'; id: string };
  text: string;
  createdAt: number;
}

/** An entry of a subject's history as stored, with the confidential order that it is of, if it is of one. */
export interface StoredHistoryEntry extends Omit<HistoryEntry, 'at' | 'until'> {
  at: number;
  until: number | null;
  confidential: string | null;
}

/** An open thing in the moderators' queue as stored. */
export interface StoredQueueEntry extends Pick<
  QueueEntry,
  'id' | 'kind' | 'order_id' | 'item' | 'url' | 'account_id' | 'category' | 'text' | 'assigned_account_id'
> {
  since: number;
  due: number | null;
  subject: Subject | null;
  /** The confidential order that it is of, if it is of one. */
  confidential: string | null;
}

/** A webhook as stored, without its secret. */
export interface StoredWebhook {
  id: string;
  url: string;
  events: WebhookEvent[];
  enabled: boolean;
  createdAt: number;
  updatedAt: number;
  pending: number;
  lost: number;
  deliveries: StoredDelivery[];
}

interface StoredDelivery {
  id: string;
  type: WebhookDelivery['type'];
  state: WebhookDelivery['state'];
  attempts: number;
  createdAt: number;
  triedAt: number | null;
  nextAt: number | null;
  httpStatus: number | null;
  error: string | null;
}

/** The subject of a message to a webhook, as stored. */
export interface StoredWebhookData {
  restriction?: Restriction;
  actors?: Actors;
  order?: StoredOrder;
  report?: Omit<WebhookReport, 'created_at' | 'status_ids'> & { created_at: number; status_ids: string };
  appeal?: Omit<WebhookAppeal, 'created_at'> & { created_at: number };
}

export function presentWebhook({ createdAt, updatedAt, deliveries, ...hook }: StoredWebhook): Webhook {
  return {
    ...hook,
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
    deliveries: deliveries.map(presentDelivery),
  };
}

export function presentDelivery(delivery: StoredDelivery): WebhookDelivery {
  const { id, type, state, attempts, createdAt, triedAt, nextAt, httpStatus, error } = delivery;
  return {
    id,
    type,
    state,
    attempts,
    created_at: iso(createdAt),
    tried_at: triedAt === null ? null : iso(triedAt),
    next_at: nextAt === null ? null : iso(nextAt),
    http_status: httpStatus,
    error,
  };
}

/** A message to a webhook. @param at when what it tells happened, ms since the epoch */
export function presentMessage(
  type: WebhookMessage['type'],
  at: number,
  { restriction, actors, order, report, appeal }: StoredWebhookData,
  viewpoint: Viewpoint,
  origin: string,
): WebhookMessage {
  const whole = { name: true, giveGrounds: true };
  return {
    type,
    timestamp: iso(at),
    data: {
      restriction:
        restriction === undefined ? null : presentRestriction(restriction, viewpoint, whole, actors),
      order: order === undefined ? null : presentOrder(order, origin),
      report:
        report === undefined
          ? null
          : {
              ...report,
              created_at: iso(report.created_at),
              status_ids: JSON.parse(report.status_ids) as string[],
            },
      appeal:
        appeal === undefined
          ? null
          : {
              id: appeal.id,
              created_at: iso(appeal.created_at),
              account_id: appeal.account_id,
              text: appeal.text,
            },
    },
  };
}

/** An appeal, as far as its author may see it; null where what it is against is gone. */
export function presentAppeal(
  answer: Answer,
  appeal: StoredAppeal,
  { restrictions }: AppealSurroundings,
): Appeal | null {
  const restriction = restrictions.get(appeal.restriction);
  if (restriction === undefined) return null;
  const { viewpoint } = answer;
  const giveGrounds = answer.admits(mayReadGrounds(restriction, viewpoint));
  return {
    id: appeal.id,
    created_at: iso(appeal.createdAt),
    text: appeal.text,
    state: appeal.outcome ?? (inForce(restriction, viewpoint.at) ? 'open' : 'moot'),
    answered_at: appeal.answeredAt === null ? null : iso(appeal.answeredAt),
    answer: appeal.answer,
    restriction: presentRestriction(restriction, viewpoint, { name: true, giveGrounds }),
  };
}

/** An appeal as moderators see it; null where its author or what it is against is gone. */
export function presentAdminAppeal(
  answer: Answer,
  appeal: StoredAppeal,
  around: AppealSurroundings,
): AdminAppeal | null {
  const shown = presentAppeal(answer, appeal, around);
  const account = around.accounts.get(appeal.account);
  if (shown === null || account === undefined) return null;
  return {
    ...shown,
    account: answer.account(account),
    assigned_account_id: appeal.assignedTo,
    answered_by_account_id: appeal.answeredBy,
    status: statusOf(answer, shown.restriction.status_id),
  };
}

export function presentNote({ id, account, subject, text, createdAt }: StoredNote): ModeratorNote {
  return {
    id,
    created_at: iso(createdAt),
    account_id: account,
    text,
    status_id: subject.type === 'post' ? subject.id : null,
    target_account_id: subject.type === 'account' ? subject.id : null,
    order_id: subject.type === 'order' ? subject.id : null,
  };
}

export function presentHistory({ confidential: _, at, until, ...entry }: StoredHistoryEntry): HistoryEntry {
  return { ...entry, at: iso(at), until: until === null ? null : iso(until) };
}

/** An open thing, with the post or account that it is about as moderators see those. */
export function presentQueueEntry(
  answer: Answer,
  { confidential: _, since, due, subject, ...entry }: StoredQueueEntry,
  accounts: ReadonlyMap<string, StoredAccount>,
): QueueEntry {
  const status = subject?.type === 'post' ? statusOf(answer, subject.id) : null;
  const account = subject?.type === 'account' ? accounts.get(subject.id) : undefined;
  return {
    ...entry,
    ...subjectField(subject),
    since: iso(since),
    due: due === null ? null : iso(due),
    status,
    account: account === undefined ? (status?.account ?? null) : answer.account(account),
  };
}

function statusOf(answer: Answer, id: string | null): Status | null {
  return id === null ? null : (answer.list([id], FEEDS.account)[0] ?? null);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
