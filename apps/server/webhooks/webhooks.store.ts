import { Inject, Injectable } from '@nestjs/common';
import type { WebhookDelivery, WebhookEvent } from '#contract';
import type { Database, SqlValue, Transaction } from '#database';
import { read, readHead } from '#log';
import type { StoredWebhook } from '#visibility';
import { RefusedException } from '../http/errors/refused.js';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';
import { newId } from '../private-state/new-id.js';
import type { Attempt } from './send.js';
import { toldBy, type Told } from './messages.js';

/** The most webhooks there are. */
const MOST = 20;
/** The most messages that wait for one webhook: then no more is read of the log for it until it has taken some. */
const MOST_WAITING = 1_000;
const EVENTS_AT_ONCE = 200;
/** How many deliveries are kept that are over, and how many are shown. */
const KEPT = 100;
const SHOWN = 20;
/** How many messages of one webhook are under way at once. */
const AT_ONCE = 20;
/** How long a process that has begun a delivery has it to itself, ms; it is over sooner. */
const LEASE_MS = 60_000;
/**
 * How long after each failed attempt the next is made, ms; after the last, none is.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const RETRY_AFTER_MS = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000];

interface WebhookRow {
  id: string;
  url: string;
  secret: string;
  events: string;
  enabled: number;
  cursor: number;
  lost: number;
  created_at: number;
  updated_at: number;
}

interface DeliveryRow {
  id: string;
  webhook_id: string;
  type: WebhookDelivery['type'];
  about: string;
  at: number;
  state: WebhookDelivery['state'];
  attempts: number;
  next_at: number | null;
  tried_at: number | null;
  http_status: number | null;
  error: string | null;
  created_at: number;
}

/** A delivery that this process has to itself for a while. */
export type Claimed = Pick<DeliveryRow, 'id' | 'webhook_id' | 'type' | 'about' | 'at' | 'attempts'> &
  Pick<WebhookRow, 'url' | 'secret'>;

/** Webhooks and what waits for them: private state. */
@Injectable()
export class WebhooksStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws RefusedException where there are as many as there may be */
  async create(
    { url, events, secret }: { url: string; events: readonly WebhookEvent[]; secret: string },
    by: string,
  ): Promise<StoredWebhook> {
    const now = this.clock.now();
    const id = newId(now);
    await this.database.write(async (transaction) => {
      const [count] = await transaction.query<{ there: number }>('SELECT count(*) AS there FROM webhook');
      if (Number(count?.there) >= MOST)
        throw RefusedException.conflict(`There are ${MOST} webhooks already: delete one`, ['delete']);
      const { seq } = await readHead(transaction);
      await transaction.insert('webhook', [
        {
          id,
          url,
          secret,
          events: JSON.stringify(events),
          enabled: 1,
          // It is told of what comes from now on.
          cursor: seq,
          lost: 0,
          created_by: by,
          created_at: now,
          updated_at: now,
        },
      ]);
    });
    return this.found(id);
  }

  async all(): Promise<StoredWebhook[]> {
    const rows = await this.database.reader.query<WebhookRow>('SELECT * FROM webhook ORDER BY id');
    return Promise.all(rows.map((row) => this.whole(row)));
  }

  async byId(id: string): Promise<StoredWebhook | undefined> {
    const [row] = await this.database.reader.query<WebhookRow>('SELECT * FROM webhook WHERE id = $1', [id]);
    return row && this.whole(row);
  }

  /** Changes what is given. One that is enabled again is told of what comes from then on. */
  async change(
    id: string,
    change: { url?: string; events?: readonly WebhookEvent[]; enabled?: boolean; secret?: string },
  ): Promise<StoredWebhook> {
    await this.database.write(async (transaction) => {
      const values: SqlValue[] = [id, this.clock.now()];
      const bind = (value: SqlValue): string => `$${values.push(value)}`;
      const set = ['updated_at = $2'];
      if (change.url !== undefined) set.push(`url = ${bind(change.url)}`);
      if (change.secret !== undefined) set.push(`secret = ${bind(change.secret)}`);
      if (change.events !== undefined) set.push(`events = ${bind(JSON.stringify(change.events))}`);
      if (change.enabled !== undefined) {
        const { seq } = await readHead(transaction);
        const enabled = bind(change.enabled ? 1 : 0);
        set.push(
          `cursor = CASE WHEN enabled = 0 AND ${enabled} = 1 THEN ${bind(seq)} ELSE cursor END`,
          `enabled = ${enabled}`,
        );
      }
      await transaction.query(`UPDATE webhook SET ${set.join(', ')} WHERE id = $1`, values);
    });
    return this.found(id);
  }

  async remove(id: string): Promise<void> {
    await this.database.write(async (transaction) => {
      await transaction.query('DELETE FROM webhook_delivery WHERE webhook_id = $1', [id]);
      await transaction.query('DELETE FROM webhook WHERE id = $1', [id]);
    });
  }

  /** Has a webhook sent a message that tells nothing, to try it. */
  async ping(id: string): Promise<StoredWebhook['deliveries'][number]> {
    const now = this.clock.now();
    const row = deliveryOf(id, { type: 'ping', about: id, at: now }, now);
    await this.database.write((transaction) => transaction.insert('webhook_delivery', [{ ...row }]));
    return toDelivery(row);
  }

  /**
   * Has those webhooks told that want it, in a transaction under way, of what is in no log. Where as many messages
   * wait as may, it is lost, and counted.
   */
  async tellWithin(transaction: Transaction, told: Told): Promise<void> {
    const now = this.clock.now();
    for (const hook of await enabledIn(transaction)) {
      if (!wants(hook, told)) continue;
      if ((await waitingFor(transaction, hook.id)) < MOST_WAITING)
        await transaction.insert('webhook_delivery', [{ ...deliveryOf(hook.id, told, now) }]);
      else await transaction.query('UPDATE webhook SET lost = lost + 1 WHERE id = $1', [hook.id]);
    }
  }

  /**
   * Reads the log on for each webhook, from where it was read to last, and keeps what they are to be told, with
   * the new cursor, in one transaction: so each is kept once, whichever process does it and whenever one dies.
   *
   * @returns whether there is more to read
   */
  async readOn(): Promise<boolean> {
    const { seq } = await readHead(this.database.reader);
    const behind = await this.database.reader.query<{ id: string }>(
      'SELECT id FROM webhook WHERE enabled = 1 AND cursor < $1',
      [seq],
    );
    if (behind.length === 0) return false;
    return this.database.write(async (transaction) => {
      const now = this.clock.now();
      let more = false;
      for (const hook of await enabledIn(transaction)) {
        if (hook.cursor >= seq || (await waitingFor(transaction, hook.id)) >= MOST_WAITING) continue;
        const { events, cursor } = await read(transaction, hook.cursor, EVENTS_AT_ONCE);
        const rows = events
          .flatMap(toldBy)
          .filter((told) => wants(hook, told))
          .map((told) => ({ ...deliveryOf(hook.id, told, now) }));
        await transaction.insert('webhook_delivery', rows);
        await transaction.query('UPDATE webhook SET cursor = $2 WHERE id = $1', [hook.id, cursor]);
        more ||= cursor < seq;
      }
      return more;
    });
  }

  /** Takes what is due to be sent to a webhook, for this process alone until the lease is over. */
  async claim(webhook: string): Promise<Claimed[]> {
    const now = this.clock.now();
    return this.database.write(async (transaction) => {
      // Who waits for another's claim finds the row no longer due.
      const claimed = await transaction.query<DeliveryRow>(
        `UPDATE webhook_delivery SET next_at = $2, tried_at = $1, attempts = attempts + 1
         WHERE state = 'pending' AND next_at <= $1 AND id IN (
           SELECT d.id FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id AND w.enabled = 1
           WHERE d.webhook_id = $3 AND d.state = 'pending' AND d.next_at <= $1 ORDER BY d.next_at, d.id LIMIT ${AT_ONCE})
         RETURNING *`,
        [now, now + LEASE_MS, webhook],
      );
      const hooks = new Map((await enabledIn(transaction)).map((hook) => [hook.id, hook]));
      return claimed.flatMap((row) => {
        const hook = hooks.get(row.webhook_id);
        return hook === undefined ? [] : { ...row, url: hook.url, secret: hook.secret };
      });
    });
  }

  /** Writes down what became of an attempt; after the last that fails, the message is given up. */
  async settle({ id, webhook_id, attempts }: Claimed, { status, error }: Attempt): Promise<void> {
    const wait = RETRY_AFTER_MS[attempts - 1];
    const state = error === null ? 'delivered' : wait === undefined ? 'given_up' : 'pending';
    const next = state === 'pending' ? this.clock.now() + (wait ?? 0) : null;
    await this.database.write(async (transaction) => {
      await transaction.query(
        'UPDATE webhook_delivery SET state = $2, next_at = $3, http_status = $4, error = $5 WHERE id = $1',
        [id, state, next, status, error?.slice(0, 500) ?? null],
      );
      if (state === 'given_up')
        await transaction.query('UPDATE webhook SET lost = lost + 1 WHERE id = $1', [webhook_id]);
      if (state !== 'pending')
        await transaction.query(
          `DELETE FROM webhook_delivery WHERE webhook_id = $1 AND state <> 'pending' AND id < (
             SELECT min(k.id) FROM (SELECT d.id FROM webhook_delivery d
               WHERE d.webhook_id = $1 AND d.state <> 'pending' ORDER BY d.id DESC LIMIT ${KEPT}) k)`,
          [webhook_id],
        );
    });
  }

  /** The webhooks for which messages wait, each with when the next of them is due, ms since the epoch. */
  async waiting(): Promise<{ id: string; nextAt: number }[]> {
    const rows = await this.database.reader.query<{ id: string; next_at: number | null }>(
      `SELECT w.id, (SELECT min(d.next_at) FROM webhook_delivery d
         WHERE d.webhook_id = w.id AND d.state = 'pending') AS next_at
       FROM webhook w WHERE w.enabled = 1`,
    );
    return rows.flatMap(({ id, next_at }) => (next_at === null ? [] : { id, nextAt: next_at }));
  }

  private async found(id: string): Promise<StoredWebhook> {
    const hook = await this.byId(id);
    if (hook === undefined) throw RefusedException.conflict('The webhook was deleted meanwhile');
    return hook;
  }

  private async whole({
    id,
    url,
    events,
    enabled,
    lost,
    created_at,
    updated_at,
  }: WebhookRow): Promise<StoredWebhook> {
    const deliveries = await this.database.reader.query<DeliveryRow>(
      `SELECT * FROM webhook_delivery WHERE webhook_id = $1 ORDER BY id DESC LIMIT ${SHOWN}`,
      [id],
    );
    return {
      id,
      url,
      events: JSON.parse(events) as WebhookEvent[],
      enabled: enabled === 1,
      createdAt: created_at,
      updatedAt: updated_at,
      pending: await waitingFor(this.database.reader, id),
      lost,
      deliveries: deliveries.map(toDelivery),
    };
  }
}

/** The enabled webhooks, which nobody else reads on for meanwhile. */
function enabledIn(transaction: Transaction): Promise<WebhookRow[]> {
  const lock = transaction.dialect.name === 'postgres' ? ' FOR UPDATE' : '';
  return transaction.query<WebhookRow>(`SELECT * FROM webhook WHERE enabled = 1 ORDER BY id${lock}`);
}

async function waitingFor(sql: Pick<Database['reader'], 'query'>, id: string): Promise<number> {
  const [row] = await sql.query<{ waiting: number }>(
    `SELECT count(*) AS waiting FROM webhook_delivery WHERE webhook_id = $1 AND state = 'pending'`,
    [id],
  );
  return row?.waiting ?? 0;
}

function wants({ events }: WebhookRow, { type }: Told): boolean {
  return (JSON.parse(events) as string[]).includes(type);
}

function deliveryOf(
  webhook: string,
  { type, about, at }: Omit<Told, 'type'> & { type: WebhookDelivery['type'] },
  now: number,
): DeliveryRow {
  return {
    id: newId(now),
    webhook_id: webhook,
    type,
    about,
    at,
    state: 'pending',
    attempts: 0,
    next_at: now,
    tried_at: null,
    http_status: null,
    error: null,
    created_at: now,
  };
}

function toDelivery(row: DeliveryRow): StoredWebhook['deliveries'][number] {
  return {
    id: row.id,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    triedAt: row.tried_at,
    nextAt: row.next_at,
    httpStatus: row.http_status,
    error: row.error,
  };
}
