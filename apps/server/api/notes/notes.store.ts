import { Inject, Injectable } from '@nestjs/common';
import type { Database, SqlValue } from '#database';
import type { PageRequest } from '#projections';
import type { StoredNote, Viewer } from '#visibility';
import { PERMISSIONS } from '../../access/permissions.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';
import { selectPage } from '../../private-state/select-page.js';
import { withinReach } from '../../private-state/within-reach.js';

interface NoteRow {
  id: string;
  account_id: string;
  subject_type: StoredNote['subject']['type'];
  subject_id: string;
  about_account_id: string | null;
  text: string;
  created_at: number;
}

/** Notes that moderators write for one another: private state, so in no log. */
@Injectable()
export class NotesStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @param about the account that it is about, or whose post it is: the note goes with that account */
  async write(
    { account, subject, text }: Pick<StoredNote, 'account' | 'subject' | 'text'>,
    about: string | null,
  ): Promise<StoredNote> {
    const now = this.clock.now();
    const row: NoteRow = {
      id: newId(now),
      account_id: account,
      subject_type: subject.type,
      subject_id: subject.id,
      about_account_id: about,
      text,
      created_at: now,
    };
    await this.database.write((transaction) => transaction.insert('moderator_note', [{ ...row }]));
    return toNote(row);
  }

  /** A page of the notes on one thing, or on all things, the newest first. */
  async page(page: PageRequest, subject: string | undefined, moderator: Viewer): Promise<StoredNote[]> {
    const values: SqlValue[] = [];
    const bind = (value: SqlValue): string => `$${values.push(value)}`;
    const reach = PERMISSIONS['admin:notes:read'].reach ?? 'own';
    const where = withinReach('moderator_note.about_account_id', moderator, reach, bind);
    if (subject !== undefined) where.push(`subject_id = ${bind(subject)}`);
    const rows = await selectPage<NoteRow>(this.database.reader, 'moderator_note', page, where, values);
    return rows.map(toNote);
  }

  /** Deletes one of an account's own notes. @returns whether there was one */
  async remove(id: string, account: string): Promise<boolean> {
    const removed = await this.database.write((transaction) =>
      transaction.query('DELETE FROM moderator_note WHERE id = $1 AND account_id = $2 RETURNING id', [
        id,
        account,
      ]),
    );
    return removed.length > 0;
  }
}

function toNote({ id, account_id, subject_type, subject_id, text, created_at }: NoteRow): StoredNote {
  return {
    id,
    account: account_id,
    subject: { type: subject_type, id: subject_id },
    text,
    createdAt: created_at,
  };
}
