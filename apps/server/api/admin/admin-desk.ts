import { Inject, Injectable } from '@nestjs/common';
import type { AdminAccount, AdminReport } from '#contract';
import type { Database } from '#database';
import type { StoredAccount } from '#domain';
import { personsById } from '#identity';
import { accountsById, statusesById } from '#projections';
import {
  ModerationGate,
  type Gated,
  type StoredReport,
  type Surroundings,
  type Viewpoint,
} from '#visibility';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { DATABASE } from '../../platform/tokens.js';
import { readAt } from '../../http/viewpoint/viewpoint.js';

/** Reads what stands beside accounts and reports on a moderator's desk. */
@Injectable()
export class AdminDesk {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: ModerationGate,
  ) {}

  async account(account: StoredAccount, viewpoint: Viewpoint): Promise<Gated<AdminAccount>> {
    return this.gate.account(account, await this.persons([account]), viewpoint);
  }

  async accounts(accounts: readonly StoredAccount[], viewpoint: Viewpoint): Promise<Gated<AdminAccount[]>> {
    return this.gate.accounts(accounts, await this.persons(accounts), viewpoint);
  }

  async report(report: StoredReport, viewpoint: Viewpoint): Promise<Gated<AdminReport>> {
    const gated = this.gate.report(report, await this.around([report], viewpoint), viewpoint);
    if (gated === null) throw new RecordNotFoundException();
    return gated;
  }

  async reports(reports: readonly StoredReport[], viewpoint: Viewpoint): Promise<Gated<AdminReport[]>> {
    return this.gate.reports(reports, await this.around(reports, viewpoint), viewpoint);
  }

  private async around(reports: readonly StoredReport[], viewpoint: Viewpoint): Promise<Surroundings> {
    const { reader } = this.database;
    const when = readAt(viewpoint);
    const involved = reports
      .flatMap(({ account, target, assignedTo, actionTakenBy }) => [
        account,
        target,
        assignedTo,
        actionTakenBy,
      ])
      .filter((id) => id !== null);
    const named = reports.flatMap(({ statuses }) => statuses);
    const accounts = await accountsById(reader, when, [...new Set(involved)]);
    const { posts } = await statusesById(reader, when, [...new Set(named)]);
    return {
      accounts: new Map(accounts.map((account) => [account.id, account])),
      persons: await this.persons(accounts),
      posts,
    };
  }

  private async persons(accounts: readonly StoredAccount[]): Promise<Surroundings['persons']> {
    const persons = await personsById(
      this.database.reader,
      accounts.map(({ id }) => id),
    );
    return new Map(persons.map((person) => [person.id, person]));
  }
}
