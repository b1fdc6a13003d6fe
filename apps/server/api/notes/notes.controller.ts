import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { ModeratorNote } from '#contract';
import type { Database } from '#database';
import { isId } from '#domain';
import { accountsById, authorsOf, orderHeads } from '#projections';
import { ModerationGate, type Gated, type StoredNote, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Paged } from '../../http/exit/paged.js';
import { Plain } from '../../http/exit/plain.js';
import { PageQuery, pageRequestOf } from '../../http/paging/page.query.js';
import { IsId } from '../../http/requests/is-id.js';
import { IsReason } from '../../http/requests/is-reason.js';
import { Optional } from '../../http/requests/optional.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { readAt } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { NotesStore } from './notes.store.js';

class NotesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'On this post, account or order, by id' })
  @Optional()
  @IsId()
  subject?: string;
}

class WriteNoteBody {
  @ApiPropertyOptional({ description: 'What it is on: exactly one of status_id, account_id and order_id' })
  @Optional()
  @IsId()
  status_id?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsId()
  account_id?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsId()
  order_id?: string;

  @ApiProperty()
  @IsReason()
  text!: string;
}

/** Moderators' notes to one another. */
@ApiTags('admin')
@Controller('api/v1/admin/notes')
export class NotesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly notes: NotesStore,
    private readonly gate: ModerationGate,
  ) {}

  @Get()
  @Allows('admin:notes:read')
  @ApiOperation({ summary: 'Notes, newest first (role moderator)' })
  async list(
    @Query() query: NotesQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() moderator: Viewer,
  ): Promise<Paged<ModeratorNote>> {
    const page = pageRequestOf(query);
    const notes = await this.notes.page(page, query.subject, moderator);
    return new Paged(this.gate.notes(notes, viewpoint), notes, page.limit);
  }

  @Post()
  @Allows('admin:notes:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write a note on a post, an account or an order (role moderator)' })
  async write(
    @Body() body: WriteNoteBody,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() moderator: Viewer,
  ): Promise<Gated<ModeratorNote>> {
    const subject = subjectOf(body);
    const about = await this.ownerOf(subject, viewpoint);
    const note = await this.notes.write({ account: moderator.id, subject, text: body.text }, about);
    return this.gate.note(note, viewpoint);
  }

  @Delete(':id')
  @Allows('admin:notes:write')
  @ApiOperation({ summary: 'Delete one of one’s own notes (role moderator)' })
  async remove(@Param('id') id: string, @SignedIn() moderator: Viewer): Promise<Plain> {
    if (!isId(id) || !(await this.notes.remove(id, moderator.id))) throw new RecordNotFoundException();
    return Plain.empty();
  }

  /** The account that a thing is, or whose it is; null of an order. @throws where there is no such thing */
  private async ownerOf({ type, id }: StoredNote['subject'], viewpoint: Viewpoint): Promise<string | null> {
    const { reader } = this.database;
    if (type === 'order') {
      if (!(await orderHeads(reader, [id])).has(id)) throw new RecordNotFoundException();
      return null;
    }
    const owner =
      type === 'post'
        ? (await authorsOf(reader, [id])).get(id)
        : (await accountsById(reader, readAt(viewpoint), [id]))[0]?.id;
    if (owner === undefined) throw new RecordNotFoundException();
    return owner;
  }
}

function subjectOf({ status_id, account_id, order_id }: WriteNoteBody): StoredNote['subject'] {
  const named: StoredNote['subject'][] = [];
  if (status_id !== undefined) named.push({ type: 'post', id: status_id });
  if (account_id !== undefined) named.push({ type: 'account', id: account_id });
  if (order_id !== undefined) named.push({ type: 'order', id: order_id });
  const [subject] = named;
  if (subject === undefined || named.length > 1)
    throw RefusedException.invalid(
      'subject',
      'must be named by exactly one of status_id, account_id and order_id',
    );
  return subject;
}
