import { Inject, Injectable } from '@nestjs/common';
import type { Database, Transaction } from '#database';
import { latestIdAt, type PageRequest } from '#projections';
import type { StoredAuditEntry, Viewpoint } from '#visibility';
import { Audit } from '../../http/exit/audit.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';
import { selectPage } from '../../private-state/select-page.js';

interface AuditRow {
  id: string;
  at: number;
  account_id: string;
  route: string;
  view_at: number;
  view_from: string | null;
  live: number;
  subjects: string;
}

/** Ms: for how long an entry is kept. */
const AUDIT_KEPT_MS = 400 * 86_400_000;
/** How many old entries go with each new one, so that nobody pays for the past at once. */
const SWEPT = 100;

/** The audit in the database. */
@Injectable()
export class StoredAudit extends Audit {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async note(
    account: string,
    route: string,
    { at, live, from }: Pick<Viewpoint, 'at' | 'live' | 'from'>,
    subjects: Iterable<string>,
  ): Promise<void> {
    const now = this.clock.now();
    const row = {
      id: newId(now),
      at: now,
      account_id: account,
      route,
      view_at: at,
      view_from: from,
      live: live ? 1 : 0,
      subjects: JSON.stringify([...subjects].sort()),
    };
    await this.database.write(async (transaction) => {
      await transaction.insert('audit', [row]);
      await dropOld(transaction, now);
    });
  }

  /** A page of the entries, the newest first. */
  async page(page: PageRequest, only: { account?: string | undefined }): Promise<StoredAuditEntry[]> {
    const { account } = only;
    const rows = await selectPage<AuditRow>(
      this.database.reader,
      'audit',
      page,
      account === undefined ? [] : ['account_id = $1'],
      account === undefined ? [] : [account],
    );
    return rows.map(({ id, at, account_id, route, view_at, view_from, live, subjects }) => ({
      id,
      at,
      account_id,
      route,
      view: { at: view_at, live: live === 1, from: view_from },
      subjects: JSON.parse(subjects) as string[],
    }));
  }
}

/** Deletes entries that were kept for as long as they are, the oldest first; their ids are of the time they were made. */
async function dropOld(transaction: Transaction, now: number): Promise<void> {
  const old = `SELECT id FROM audit WHERE id <= $1 ORDER BY id LIMIT ${SWEPT}`;
  await transaction.query(`DELETE FROM audit WHERE ${transaction.dialect.among('id', old)}`, [
    latestIdAt(now - AUDIT_KEPT_MS),
  ]);
}
