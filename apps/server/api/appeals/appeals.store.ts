import { Inject, Injectable } from '@nestjs/common';
import type { Database, SqlValue, Transaction } from '#database';
import type { PageRequest } from '#projections';
import type { StoredAppeal, Viewer } from '#visibility';
import { PERMISSIONS } from '../../access/permissions.js';
import { RefusedException } from '../../http/errors/refused.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';
import { selectPage } from '../../private-state/select-page.js';
import { WebhooksStore } from '../../webhooks/webhooks.store.js';
import { withinReach } from '../../private-state/within-reach.js';

interface AppealRow {
  id: string;
  account_id: string;
  restriction_id: string;
  text: string;
  assigned_account_id: string | null;
  outcome: 'restored' | 'upheld' | null;
  answer: string | null;
  answered_by: string | null;
  answered_at: number | null;
  created_at: number;
}

/** How appeals stand: `open`, without an answer while the restriction holds; `moot`, without one and it has ended. */
export const APPEAL_STATES = ['open', 'answered', 'moot'] as const;

/** Which appeals a moderators' list is of. */
export interface AppealFilter {
  state: (typeof APPEAL_STATES)[number];
  account?: string | undefined;
}

/** Appeals: private state, so in no log, and as they stand now alone. */
@Injectable()
export class AppealsStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
    private readonly webhooks: WebhooksStore,
  ) {}

  /**
   * Files an appeal; there is one of a restriction.
   *
   * @throws RefusedException where there is one already
   */
  async file({
    account,
    restriction,
    text,
  }: Pick<StoredAppeal, 'account' | 'restriction' | 'text'>): Promise<StoredAppeal> {
    const now = this.clock.now();
    const row: AppealRow = {
      id: newId(now),
      account_id: account,
      restriction_id: restriction,
      text,
      assigned_account_id: null,
      outcome: null,
      answer: null,
      answered_by: null,
      answered_at: null,
      created_at: now,
    };
    await this.database.write(async (transaction) => {
      await transaction.insert('appeal', [{ ...row }], { orIgnore: true });
      const [kept] = await transaction.query<{ id: string }>(
        'SELECT id FROM appeal WHERE restriction_id = $1',
        [restriction],
      );
      if (kept?.id !== row.id) throw appealedAlready();
      await this.webhooks.tellWithin(transaction, { type: 'appeal.filed', about: row.id, at: now });
      transaction.notify('desk');
    });
    return toAppeal(row);
  }

  /** Those of some restrictions that were appealed against. */
  async appealed(restrictions: readonly string[]): Promise<Set<string>> {
    if (restrictions.length === 0) return new Set();
    const named = restrictions.map((_, i) => `$${i + 1}`).join(', ');
    const rows = await this.database.reader.query<{ restriction_id: string }>(
      `SELECT restriction_id FROM appeal WHERE restriction_id IN (${named})`,
      restrictions,
    );
    return new Set(rows.map(({ restriction_id }) => restriction_id));
  }

  /** A page of an account's own, the newest first. */
  async own(page: PageRequest, account: string): Promise<StoredAppeal[]> {
    const rows = await selectPage<AppealRow>(
      this.database.reader,
      'appeal',
      page,
      ['account_id = $1'],
      [account],
    );
    return rows.map(toAppeal);
  }

  /** One of an account's own. */
  async ownById(id: string, account: string): Promise<StoredAppeal | undefined> {
    const [row] = await this.database.reader.query<AppealRow>(
      'SELECT * FROM appeal WHERE id = $1 AND account_id = $2',
      [id, account],
    );
    return row && toAppeal(row);
  }

  /** One that is a moderator's to deal with. */
  async byId(id: string, moderator: Viewer): Promise<StoredAppeal | undefined> {
    const values: SqlValue[] = [id];
    const where = ['id = $1', ...isFor(moderator, values)].join(' AND ');
    const [row] = await this.database.reader.query<AppealRow>(`SELECT * FROM appeal WHERE ${where}`, values);
    return row && toAppeal(row);
  }

  /** A page of those that are a moderator's to deal with, the newest first. */
  async page(
    page: PageRequest,
    { state, account }: AppealFilter,
    moderator: Viewer,
  ): Promise<StoredAppeal[]> {
    const values: SqlValue[] = [];
    const bind = (value: SqlValue): string => `$${values.push(value)}`;
    const where = [...appealsThat(state, bind(this.clock.now())), ...isFor(moderator, values)];
    if (account !== undefined) where.push(`account_id = ${bind(account)}`);
    const rows = await selectPage<AppealRow>(this.database.reader, 'appeal', page, where, values);
    return rows.map(toAppeal);
  }

  /** Says who deals with an appeal; null: nobody. */
  async assign(id: string, to: string | null): Promise<void> {
    await this.database.write(async (transaction) => {
      await transaction.query('UPDATE appeal SET assigned_account_id = $2 WHERE id = $1', [id, to]);
      transaction.notify('desk');
    });
  }

  /**
   * Answers an appeal, in a transaction under way.
   *
   * @throws RefusedException where another was sooner
   */
  async answerWithin(
    transaction: Transaction,
    id: string,
    { outcome, text, by }: { outcome: 'restored' | 'upheld'; text: string; by: string },
  ): Promise<void> {
    const answered = await transaction.query<{ id: string }>(
      `UPDATE appeal SET outcome = $2, answer = $3, answered_by = $4, answered_at = $5
       WHERE id = $1 AND answered_at IS NULL RETURNING id`,
      [id, outcome, text, by, this.clock.now()],
    );
    if (answered.length === 0) throw RefusedException.conflict('The appeal was answered meanwhile');
    transaction.notify('desk');
  }
}

/** Refuses a second appeal against one restriction. */
export const appealedAlready = (): RefusedException =>
  RefusedException.conflict('You have appealed against it already');

/** The SQL conditions of how appeals stand. @param now an instant, as SQL */
export function appealsThat(state: AppealFilter['state'], now: string): string[] {
  if (state === 'answered') return ['answered_at IS NOT NULL'];
  const holds = `EXISTS (SELECT 1 FROM restriction r
    WHERE r.id = restriction_id AND (r.until_at IS NULL OR r.until_at > ${now}))`;
  return ['answered_at IS NULL', state === 'open' ? holds : `NOT ${holds}`];
}

/** Whether an appeal is a moderator's to deal with: it is somebody else's, whom they reach. */
function isFor(moderator: Viewer, values: SqlValue[]): string[] {
  const reach = PERMISSIONS['admin:appeals:read'].reach ?? 'own';
  return withinReach('appeal.account_id', moderator, reach, (value) => `$${values.push(value)}`);
}

function toAppeal(row: AppealRow): StoredAppeal {
  return {
    id: row.id,
    account: row.account_id,
    restriction: row.restriction_id,
    text: row.text,
    assignedTo: row.assigned_account_id,
    outcome: row.outcome,
    answer: row.answer,
    answeredBy: row.answered_by,
    answeredAt: row.answered_at,
    createdAt: row.created_at,
  };
}
