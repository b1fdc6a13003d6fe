import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '#commands';
import type { Relationship } from '#contract';
import type { Database } from '#database';
import { command, isId, type StoredAccount } from '#domain';
import { accountAt, accountsById, relationsOf, type Relations } from '#projections';
import {
  AccountGate,
  Gate,
  type Gated,
  type StoredRelation,
  type Verdict,
  type Viewer,
  type Viewpoint,
} from '#visibility';
import { done } from '../../commands/done.js';
import { admitted } from '../../http/errors/admitted.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { askedFrom, asOfNow, readAt } from '../../http/viewpoint/viewpoint.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { RelationsStore } from './relations.store.js';

/** Follows, blocks, mutes and notes that people set between themselves and others. */
@Injectable()
export class RelationsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly gate: Gate,
    private readonly accounts: AccountGate,
    private readonly clock: Clock,
    private readonly store: RelationsStore,
  ) {}

  /**
   * Follows an account, or asks to, or no longer does; or answers one that asks to follow the viewer.
   *
   * @throws RefusedException, a 404, or a 451 where one would follow, or let follow, what is withheld
   */
  async follow(
    type: 'follow-account' | 'unfollow-account' | 'authorize-follow' | 'reject-follow',
    id: string,
    viewpoint: Viewpoint,
    viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    if (!isId(id)) throw new RecordNotFoundException();
    const outcome = await this.bus.submit({
      build: ({ at, id: next }) => [
        command(
          type,
          { account: id },
          { id: next(), at, actor: viewer.id, viewpoint: askedFrom({ ...viewpoint, viewer }) },
        ),
      ],
    });
    if (outcome.ok) return this.relationship(id, asOfNow(viewpoint, this.clock, outcome.at), viewer);
    if (outcome.refusal.kind !== 'withheld') throw new RefusedException(outcome.refusal);
    // Reading it from the same viewpoint gives the 451 with its tombstone.
    await this.requireShown(id, asOfNow(viewpoint, this.clock));
    throw RefusedException.conflict('The account has just changed. Try again.');
  }

  /** Blocks an account: neither follows the other any more, and the one is told nothing of the other. */
  async block(id: string, viewpoint: Viewpoint, viewer: Viewer): Promise<Gated<Relationship>> {
    const { scenario } = await this.another(id, viewpoint, viewer);
    const outcome = await this.bus.submit({
      build: ({ at, id: next }) => [
        command('unfollow-account', { account: id }, { id: next(), at, actor: viewer.id }),
        // A story's cast acts in its story alone, and follows nobody here.
        ...(scenario === null
          ? [command('unfollow-account', { account: viewer.id }, { id: next(), at, actor: id })]
          : []),
      ],
      privately: (transaction) => this.store.block(transaction, viewer.id, id),
    });
    return this.relationship(id, asOfNow(viewpoint, this.clock, done(outcome).at), viewer);
  }

  async mute(
    id: string,
    notifications: boolean,
    viewpoint: Viewpoint,
    viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    await this.another(id, viewpoint, viewer);
    await this.store.mute(viewer.id, id, notifications);
    return this.relationship(id, viewpoint, viewer);
  }

  /** Blocks or mutes an account no longer. */
  async end(
    id: string,
    how: 'block' | 'mute',
    viewpoint: Viewpoint,
    viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    await this.there(id, viewpoint);
    await this.store.end(viewer.id, id, how);
    return this.relationship(id, viewpoint, viewer);
  }

  async note(id: string, text: string, viewpoint: Viewpoint, viewer: Viewer): Promise<Gated<Relationship>> {
    await this.there(id, viewpoint);
    await this.store.note(viewer.id, id, text);
    return this.relationship(id, viewpoint, viewer);
  }

  /** The viewer's relationships with some accounts, as far as these are there, in the order of their ids. */
  async relationships(
    ids: readonly string[],
    viewpoint: Viewpoint,
    viewer: Viewer,
    withSuspended: boolean,
  ): Promise<Gated<Relationship[]>> {
    const { reader } = this.database;
    const wanted = [...new Set(ids.filter(isId))];
    const known = new Map(
      (await accountsById(reader, readAt(viewpoint), wanted)).map((account) => [account.id, account]),
    );
    const accounts = wanted.flatMap((id) => known.get(id) ?? []);
    const relations = await relationsOf(reader, viewer.id, [...known.keys()]);
    const each = accounts.map((account) => ({ account, relation: relationTo(account.id, relations) }));
    return this.accounts.relationships(each, viewpoint, withSuspended);
  }

  /**
   * @returns the verdict on an account that is shown from a viewpoint
   * @throws RecordNotFoundException, or a 451 with the tombstone, where it is not
   */
  async requireShown(id: string, viewpoint: Viewpoint): Promise<Verdict> {
    const answer = this.gate.account(await this.there(id, viewpoint), viewpoint);
    admitted(answer);
    return answer.is === 'shown' ? answer.verdict : 'absent';
  }

  private async relationship(id: string, viewpoint: Viewpoint, viewer: Viewer): Promise<Gated<Relationship>> {
    const account = await this.there(id, viewpoint);
    const relations = await relationsOf(this.database.reader, viewer.id, [id]);
    return this.accounts.relationship(account, relationTo(id, relations), viewpoint);
  }

  /** @throws RecordNotFoundException where there is no such account */
  private async there(id: string, viewpoint: Viewpoint): Promise<StoredAccount> {
    const account = isId(id) ? await accountAt(this.database.reader, readAt(viewpoint), { id }) : undefined;
    if (account === undefined) throw new RecordNotFoundException();
    return account;
  }

  /** @throws RefusedException where the account is the viewer's own */
  private async another(id: string, viewpoint: Viewpoint, viewer: Viewer): Promise<StoredAccount> {
    if (id === viewer.id) throw RefusedException.invalid('id', 'is your own');
    return this.there(id, viewpoint);
  }
}

function relationTo(id: string, relations: Relations): StoredRelation {
  return {
    following: relations.following.has(id),
    followedBy: relations.followedBy.has(id),
    requested: relations.requested.has(id),
    requestedBy: relations.requestedBy.has(id),
    blocking: relations.blocking.has(id),
    blockedBy: relations.blockedBy.has(id),
    muting: relations.muting.has(id),
    mutingNotifications: relations.mutingNotifications.has(id),
    note: relations.notes.get(id) ?? '',
  };
}
