import { Inject, Injectable } from '@nestjs/common';
import type { ReportCategory } from '#contract';
import type { Database, SqlValue, Transaction } from '#database';
import type { PageRequest } from '#projections';
import type { StoredReport, Viewer } from '#visibility';
import { PERMISSIONS } from '../../access/permissions.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';
import { selectPage } from '../../private-state/select-page.js';
import { WebhooksStore } from '../../webhooks/webhooks.store.js';
import { withinReach } from '../../private-state/within-reach.js';

interface ReportRow {
  id: string;
  account_id: string;
  target_account_id: string;
  category: ReportCategory;
  comment: string;
  status_ids: string;
  rule_ids: string;
  assigned_account_id: string | null;
  action_taken_by: string | null;
  action_taken_at: number | null;
  created_at: number;
  updated_at: number;
}

/** Which reports a list is of. */
export interface ReportFilter {
  resolved: boolean;
  account?: string | undefined;
  target?: string | undefined;
}

/** Reports: private state, so in no log, and as they stand now alone. */
@Injectable()
export class ReportsStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
    private readonly webhooks: WebhooksStore,
  ) {}

  /** Files a report. */
  async file(
    report: Pick<StoredReport, 'account' | 'target' | 'category' | 'comment' | 'statuses' | 'rules'>,
  ): Promise<StoredReport> {
    const now = this.clock.now();
    const row: ReportRow = {
      id: newId(now),
      account_id: report.account,
      target_account_id: report.target,
      category: report.category,
      comment: report.comment,
      status_ids: JSON.stringify(report.statuses),
      rule_ids: JSON.stringify(report.rules),
      assigned_account_id: null,
      action_taken_by: null,
      action_taken_at: null,
      created_at: now,
      updated_at: now,
    };
    await this.database.write(async (transaction) => {
      await transaction.insert('report', [{ ...row }]);
      await this.webhooks.tellWithin(transaction, { type: 'report.filed', about: row.id, at: now });
      transaction.notify('desk');
    });
    return toReport(row);
  }

  /** A report that is a moderator's to deal with. */
  async byId(id: string, moderator: Viewer): Promise<StoredReport | undefined> {
    const values: SqlValue[] = [id];
    const where = ['id = $1', ...isFor(moderator, values)].join(' AND ');
    const [row] = await this.database.reader.query<ReportRow>(`SELECT * FROM report WHERE ${where}`, values);
    return row && toReport(row);
  }

  /** A page of the reports that are a moderator's to deal with, the newest first. */
  async page(
    page: PageRequest,
    { resolved, account, target }: ReportFilter,
    moderator: Viewer,
  ): Promise<StoredReport[]> {
    const values: SqlValue[] = [];
    const where = [`action_taken_at IS ${resolved ? 'NOT ' : ''}NULL`, ...isFor(moderator, values)];
    if (account !== undefined) where.push(`account_id = $${values.push(account)}`);
    if (target !== undefined) where.push(`target_account_id = $${values.push(target)}`);
    const rows = await selectPage<ReportRow>(this.database.reader, 'report', page, where, values);
    return rows.map(toReport);
  }

  /** Says who deals with a report; null: nobody. */
  assign(id: string, to: string | null): Promise<void> {
    return this.change('assigned_account_id = $3', [id, this.clock.now(), to]);
  }

  /** Marks a report as dealt with; one that is already stays as it is. */
  resolve(id: string, by: string): Promise<void> {
    return this.database.write((transaction) => this.resolveWithin(transaction, id, by));
  }

  /** The same, in a transaction under way. */
  async resolveWithin(transaction: Transaction, id: string, by: string): Promise<void> {
    await transaction.query(
      `UPDATE report SET action_taken_at = $2, updated_at = $2, action_taken_by = $3
       WHERE id = $1 AND action_taken_at IS NULL`,
      [id, this.clock.now(), by],
    );
    transaction.notify('desk');
  }

  reopen(id: string): Promise<void> {
    return this.change('action_taken_at = NULL, action_taken_by = NULL', [id, this.clock.now()]);
  }

  private async change(set: string, values: readonly SqlValue[]): Promise<void> {
    await this.database.write(async (transaction) => {
      await transaction.query(`UPDATE report SET ${set}, updated_at = $2 WHERE id = $1`, values);
      transaction.notify('desk');
    });
  }
}

/** Whether a report is a moderator's: it is about somebody else whom they reach. */
function isFor(moderator: Viewer, values: SqlValue[]): string[] {
  const reach = PERMISSIONS['admin:reports:read'].reach ?? 'own';
  return withinReach('report.target_account_id', moderator, reach, (value) => `$${values.push(value)}`);
}

function toReport(row: ReportRow): StoredReport {
  return {
    id: row.id,
    account: row.account_id,
    target: row.target_account_id,
    category: row.category,
    comment: row.comment,
    statuses: JSON.parse(row.status_ids) as string[],
    rules: JSON.parse(row.rule_ids) as string[],
    assignedTo: row.assigned_account_id,
    actionTakenBy: row.action_taken_by,
    actionTakenAt: row.action_taken_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
