import type {
  AdminAccount,
  AdminAppeal,
  AdminReport,
  Appeal,
  HistoryEntry,
  ModeratorNote,
  Preview,
  Queue,
  Report,
  Webhook,
  WebhookDelivery,
  WebhookMessage,
  WebhookWithSecret,
} from '#contract';
import { FEEDS, type StoredAccount, type StoredPage } from '#domain';
import { Answer, NO_POSTS } from './answer.js';
import {
  presentAdminAppeal,
  presentAppeal,
  presentDelivery,
  presentHistory,
  presentMessage,
  presentNote,
  presentQueueEntry,
  presentWebhook,
  type AppealSurroundings,
  type StoredAppeal,
  type StoredHistoryEntry,
  type StoredNote,
  type StoredQueueEntry,
  type StoredWebhook,
  type StoredWebhookData,
} from './desk.js';
import type { Gated } from './gated.js';
import { mayKnowOf } from './known.js';
import {
  presentAdminAccount,
  presentAdminReport,
  presentReport,
  requireModerator,
  type StoredReport,
  type Surroundings,
} from './moderation.js';
import { byRole } from './read-access.js';
import { originOf, Renderer, type Address } from './renderer.js';
import type { Viewpoint } from './viewpoint.js';

/** The gate for answers to moderators, and for reports that are made to them. */
export class ModerationGate {
  constructor(private readonly address: Address) {}

  private answer(viewpoint: Viewpoint, posts: StoredPage['posts'] = NO_POSTS): Answer {
    return new Answer(posts, viewpoint, new Renderer(originOf(this.address)));
  }

  /**
   * A report, as the answer to whoever filed it, with its account as a stream would tell of it.
   *
   * @param posts those that the report names; whoever filed it may know of them
   */
  filed(
    report: StoredReport,
    target: StoredAccount,
    posts: StoredPage['posts'],
    viewpoint: Viewpoint,
  ): Gated<Report> {
    const answer = this.answer(viewpoint, posts);
    for (const id of report.statuses) {
      const post = posts.get(id);
      if (post !== undefined) answer.admits(mayKnowOf(post, posts, viewpoint));
    }
    return answer.seal(presentReport(report, answer.account(target)));
  }

  /** Accounts as moderators see them. @throws where the viewpoint is no moderator's */
  accounts(
    accounts: readonly StoredAccount[],
    persons: Surroundings['persons'],
    viewpoint: Viewpoint,
  ): Gated<AdminAccount[]> {
    requireModerator(viewpoint);
    const answer = this.answer(viewpoint);
    return answer.seal(accounts.map((account) => adminAccount(answer, account, persons)));
  }

  /** An account as moderators see it. @throws where the viewpoint is no moderator's */
  account(
    account: StoredAccount,
    persons: Surroundings['persons'],
    viewpoint: Viewpoint,
  ): Gated<AdminAccount> {
    requireModerator(viewpoint);
    const answer = this.answer(viewpoint);
    return answer.seal(adminAccount(answer, account, persons));
  }

  /**
   * Reports as moderators see them; those whose people no longer exist are left out.
   *
   * @throws where the viewpoint is no moderator's
   */
  reports(
    reports: readonly StoredReport[],
    around: Surroundings,
    viewpoint: Viewpoint,
  ): Gated<AdminReport[]> {
    requireModerator(viewpoint);
    const answer = this.answer(withReported(viewpoint, reports), around.posts);
    return answer.seal(reports.flatMap((report) => adminReport(answer, report, around) ?? []));
  }

  /**
   * A report as moderators see it; null where its people no longer exist.
   *
   * @throws where the viewpoint is no moderator's
   */
  report(report: StoredReport, around: Surroundings, viewpoint: Viewpoint): Gated<AdminReport> | null {
    requireModerator(viewpoint);
    const answer = this.answer(withReported(viewpoint, [report]), around.posts);
    const presented = adminReport(answer, report, around);
    return presented === null ? null : answer.seal(presented);
  }

  /** An author's appeals. */
  appeals(
    appeals: readonly StoredAppeal[],
    around: AppealSurroundings,
    viewpoint: Viewpoint,
  ): Gated<Appeal[]> {
    const answer = this.answer(viewpoint);
    return answer.seal(
      appeals
        .filter(({ account }) => account === viewpoint.viewer?.id)
        .flatMap((appeal) => presentAppeal(answer, appeal, around) ?? []),
    );
  }

  /** One of an author's appeals; null where it is another's. */
  appeal(appeal: StoredAppeal, around: AppealSurroundings, viewpoint: Viewpoint): Gated<Appeal> | null {
    if (appeal.account !== viewpoint.viewer?.id) return null;
    const answer = this.answer(viewpoint);
    const shown = presentAppeal(answer, appeal, around);
    return shown === null ? null : answer.seal(shown);
  }

  /** Appeals as moderators see them. @throws where the viewpoint is no moderator's */
  adminAppeals(
    appeals: readonly StoredAppeal[],
    around: AppealSurroundings,
    viewpoint: Viewpoint,
  ): Gated<AdminAppeal[]> {
    requireModerator(viewpoint);
    const answer = this.answer(viewpoint, around.posts);
    return answer.seal(appeals.flatMap((appeal) => presentAdminAppeal(answer, appeal, around) ?? []));
  }

  /** An appeal as moderators see it; null where it is of what is gone. @throws as `adminAppeals` */
  adminAppeal(
    appeal: StoredAppeal,
    around: AppealSurroundings,
    viewpoint: Viewpoint,
  ): Gated<AdminAppeal> | null {
    requireModerator(viewpoint);
    const answer = this.answer(viewpoint, around.posts);
    const shown = presentAdminAppeal(answer, appeal, around);
    return shown === null ? null : answer.seal(shown);
  }

  /** Moderators' notes. @throws where the viewpoint is no moderator's */
  notes(notes: readonly StoredNote[], viewpoint: Viewpoint): Gated<ModeratorNote[]> {
    requireModerator(viewpoint);
    return this.answer(viewpoint).seal(notes.map(presentNote));
  }

  note(note: StoredNote, viewpoint: Viewpoint): Gated<ModeratorNote> {
    requireModerator(viewpoint);
    return this.answer(viewpoint).seal(presentNote(note));
  }

  /** A subject's history; of confidential orders as an exemption. @throws where the viewpoint is no moderator's */
  history(entries: readonly StoredHistoryEntry[], viewpoint: Viewpoint): Gated<HistoryEntry[]> {
    requireModerator(viewpoint);
    const answer = this.answer(viewpoint);
    admitConfidential(answer, entries);
    return answer.seal(entries.map(presentHistory));
  }

  /** The queue. @throws where the viewpoint is no moderator's */
  queue(
    entries: readonly StoredQueueEntry[],
    { counts, next }: Pick<Queue, 'counts' | 'next'>,
    around: Pick<AppealSurroundings, 'accounts' | 'posts'>,
    viewpoint: Viewpoint,
  ): Gated<Queue> {
    requireModerator(viewpoint);
    const answer = this.answer(viewpoint, around.posts);
    admitConfidential(answer, entries);
    const shown = entries.map((entry) => presentQueueEntry(answer, entry, around.accounts));
    return answer.seal({ entries: shown, counts, next });
  }

  /** Webhooks, without their secrets. @throws where the viewpoint is no moderator's */
  webhooks(hooks: readonly StoredWebhook[], viewpoint: Viewpoint): Gated<Webhook[]> {
    requireModerator(viewpoint);
    return this.answer(viewpoint).seal(hooks.map(presentWebhook));
  }

  webhook(hook: StoredWebhook, viewpoint: Viewpoint): Gated<Webhook> {
    requireModerator(viewpoint);
    return this.answer(viewpoint).seal(presentWebhook(hook));
  }

  webhookWithSecret(hook: StoredWebhook, secret: string, viewpoint: Viewpoint): Gated<WebhookWithSecret> {
    requireModerator(viewpoint);
    return this.answer(viewpoint).seal({ ...presentWebhook(hook), secret });
  }

  webhookDelivery(
    delivery: StoredWebhook['deliveries'][number],
    viewpoint: Viewpoint,
  ): Gated<WebhookDelivery> {
    requireModerator(viewpoint);
    return this.answer(viewpoint).seal(presentDelivery(delivery));
  }

  /** A message to a webhook, as moderators see what it tells. @throws where the viewpoint is no moderator's */
  webhookMessage(
    type: WebhookMessage['type'],
    at: number,
    data: StoredWebhookData,
    viewpoint: Viewpoint,
  ): Gated<WebhookMessage> {
    requireModerator(viewpoint);
    return this.answer(viewpoint).seal(presentMessage(type, at, data, viewpoint, originOf(this.address)));
  }

  /** Tells what a decision would do: numbers alone. @throws where the viewpoint is no moderator's */
  preview(preview: Preview, viewpoint: Viewpoint): Gated<Preview> {
    requireModerator(viewpoint);
    return this.answer(viewpoint).seal(preview);
  }
}

/** Notes the confidential orders that some things are of: they are hidden from others. */
function admitConfidential(answer: Answer, of: readonly { confidential: string | null }[]): void {
  for (const { confidential } of of)
    if (confidential !== null) answer.admits(byRole(confidential, answer.viewpoint));
}

/** The viewpoint of a moderator who reads reports: what these name is shown, whomever it was for. */
function withReported(viewpoint: Viewpoint, reports: readonly StoredReport[]): Viewpoint {
  return { ...viewpoint, reported: new Set(reports.flatMap(({ statuses }) => statuses)) };
}

function adminAccount(
  answer: Answer,
  account: StoredAccount,
  persons: Surroundings['persons'],
): AdminAccount {
  return presentAdminAccount(account, answer.account(account), persons.get(account.id), answer.viewpoint.at);
}

function adminReport(
  answer: Answer,
  report: StoredReport,
  { accounts, persons }: Surroundings,
): AdminReport | null {
  if (!accounts.has(report.account) || !accounts.has(report.target)) return null;
  const person = (id: string | null): AdminAccount | null => {
    const account = id === null ? undefined : accounts.get(id);
    return account === undefined ? null : adminAccount(answer, account, persons);
  };
  const [account, target] = [person(report.account), person(report.target)];
  if (account === null || target === null) return null;
  const people = {
    account,
    target_account: target,
    assigned_account: person(report.assignedTo),
    action_taken_by_account: person(report.actionTakenBy),
  };
  return presentAdminReport(report, people, answer.list(report.statuses, FEEDS.account));
}
