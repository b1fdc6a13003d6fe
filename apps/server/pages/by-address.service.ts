import { Inject, Injectable } from '@nestjs/common';
import type { Status } from '#contract';
import type { Database } from '#database';
import { handleKey, isId, parseAcct, type StoredAccount } from '#domain';
import { accountAt, statusesById } from '#projections';
import { Gate, type Gated, type Viewpoint } from '#visibility';
import { admitted } from '../http/errors/admitted.js';
import { RecordNotFoundException } from '../http/errors/refused.js';
import { DATABASE } from '../platform/tokens.js';
import { readAt } from '../http/viewpoint/viewpoint.js';

/** Finds accounts by the handle in a page's address, and posts by the id under the account that made them. */
@Injectable()
export class ByAddress {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
  ) {}

  /** @throws RecordNotFoundException */
  async account(acct: string, viewpoint: Viewpoint): Promise<StoredAccount> {
    const key = parseAcct(acct);
    const account =
      key === null ? undefined : await accountAt(this.database.reader, readAt(viewpoint), { handleKey: key });
    if (account === undefined) throw new RecordNotFoundException();
    return account;
  }

  /**
   * @param acct the author whom its address names; null where it names none
   * @throws RecordNotFoundException, or a 451 with the tombstone
   */
  async status(acct: string | null, id: string, viewpoint: Viewpoint): Promise<Gated<Status>> {
    if (!isId(id)) throw new RecordNotFoundException();
    const posts = await statusesById(this.database.reader, readAt(viewpoint), [id]);
    const author = posts.posts.get(id)?.account;
    // A post has one address: under another's name it is not there.
    const isBy = acct === null || (author && parseAcct(acct) === handleKey(author.venue, author.handle));
    if (author === undefined || !isBy) throw new RecordNotFoundException();
    return admitted(this.gate.status(posts, id, viewpoint));
  }
}
