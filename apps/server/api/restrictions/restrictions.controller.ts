import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, ValidateIf } from 'class-validator';
import type { RestrictionField } from '#contract';
import type { Database } from '#database';
import {
  isId,
  RESTRICTION_BASES,
  RESTRICTION_KINDS,
  type Restriction,
  type RestrictionBasis,
  type RestrictionKind,
  type Subject,
} from '#domain';
import { actorsOf } from '#log';
import { accountsById, restrictionsAt, restrictionsById, statusesById } from '#projections';
import {
  OrderGate,
  mayKnowOfSubject,
  seesAll,
  type Gated,
  type RestrictedSubjects,
  type Viewer,
  type Viewpoint,
} from '#visibility';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { AsList } from '../../http/requests/as-list.js';
import { CountryName, MAX_COUNTRIES } from '../../http/requests/country-name.js';
import { Optional } from '../../http/requests/optional.js';
import { CommandSender } from '../../commands/command-sender.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { IDEMPOTENCY_HEADER, idempotencyKey } from '../../http/requests/idempotency-key.js';
import { IsId } from '../../http/requests/is-id.js';
import { IsInstant } from '../../http/requests/is-instant.js';
import { IsReason } from '../../http/requests/is-reason.js';
import { IsTag } from '../../http/requests/is-tag.js';
import { requireCountry } from '../../http/requests/require-country.js';
import { pageRequestOf, PageQuery } from '../../http/paging/page.query.js';
import { Allows } from '../../access/route-permissions.js';
import { Paged } from '../../http/exit/paged.js';
import { SignedIn } from '../../access/signed-in.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { asOfNow, readAt, View } from '../../http/viewpoint/viewpoint.js';

class RestrictionsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'On this post or account, by id' })
  @Optional()
  @IsId()
  subject?: string;

  @ApiPropertyOptional({ description: 'That bind in this country' })
  @Optional()
  @CountryName()
  country?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Only those in force at the viewpoint’s instant' })
  @Optional()
  @AsBoolean()
  in_force?: boolean;
}

class ImposeBody {
  @ApiProperty({ enum: RESTRICTION_KINDS })
  @IsIn(RESTRICTION_KINDS)
  kind!: RestrictionKind;

  @ApiPropertyOptional({ description: 'What it is on: exactly one of status_id, account_id and tag' })
  @Optional()
  @IsId()
  status_id?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsId()
  account_id?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsTag()
  tag?: string;

  @ApiPropertyOptional({ type: [String], description: 'For withhold: ISO 3166-1 alpha-2, EU, or *' })
  @Optional()
  @CountryName({ each: true })
  @AsList(MAX_COUNTRIES)
  countries?: string[];

  @ApiProperty({ enum: RESTRICTION_BASES })
  @IsIn(RESTRICTION_BASES)
  basis!: RestrictionBasis;

  @ApiProperty()
  @IsReason()
  reason!: string;

  @ApiPropertyOptional({ description: 'For label: its text' })
  @Optional()
  @MaxLength(500)
  @IsString()
  label?: string;

  @ApiPropertyOptional({ description: 'ISO 8601 with offset; now without' })
  @Optional()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ description: 'ISO 8601 with offset; until it is lifted without' })
  @Optional()
  @IsInstant()
  until?: string;
}

/** The end of a restriction that has none. */
const UNTIL_LIFTED = 'lifted';

class RestrictionChangeBody {
  @ApiProperty({ description: 'ISO 8601 with offset, in the future; or "lifted": until it is lifted' })
  @ValidateIf((body: RestrictionChangeBody) => body.until !== UNTIL_LIFTED)
  @IsInstant()
  until!: string;
}

class LiftBody {
  @ApiProperty()
  @IsReason()
  reason!: string;
}

const NO_SUBJECTS: RestrictedSubjects = { accounts: new Map(), posts: new Map() };

/** Restrictions; those made here stand without an order. */
@ApiTags('restrictions')
@Controller('api/v1/restrictions')
export class RestrictionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly commands: CommandSender,
    private readonly gate: OrderGate,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allows('restrictions:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Restrictions that began by the viewpoint’s instant, newest first' })
  async list(
    @Query() query: RestrictionsQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<RestrictionField>> {
    const page = pageRequestOf(query);
    const country = query.country === undefined ? undefined : requireCountry(query.country);
    if (query.subject !== undefined && !(await this.mayKnowOf(query.subject, viewpoint)))
      return new Paged(this.gate.restrictions([], NO_SUBJECTS, viewpoint), [], page.limit);
    const restrictions = await restrictionsAt(this.database.reader, viewpoint.at, page, {
      subject: query.subject,
      country,
      inForce: query.in_force === true,
    });
    const on = (type: Subject['type']): string[] =>
      restrictions.flatMap(({ subject }) => (subject.type === type ? subject.id : []));
    const subjects = await this.subjects(on('account'), on('post'), viewpoint);
    const actors = await this.imposersOf(restrictions, viewpoint);
    const shown = this.gate.restrictions(restrictions, subjects, viewpoint, actors);
    return new Paged(shown, restrictions, page.limit);
  }

  @Get(':id')
  @Allows('restrictions:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One restriction that began by the viewpoint’s instant' })
  async show(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Gated<RestrictionField>> {
    const [restriction] = isId(id) ? await restrictionsById(this.database.reader, [id]) : [];
    if (restriction === undefined) throw new RecordNotFoundException();
    const { type, id: subject } = restriction.subject;
    const subjects = await this.subjects(
      type === 'account' ? [subject] : [],
      type === 'post' ? [subject] : [],
      viewpoint,
    );
    const actors = await this.imposersOf([restriction], viewpoint);
    const shown = this.gate.restrictionOn(restriction, subjects, viewpoint, actors);
    if (shown === null) throw new RecordNotFoundException();
    return shown;
  }

  @Patch(':id')
  @Allows('admin:restrictions:change')
  @ApiOperation({
    summary:
      'Set another end (role moderator); one that an order holds is changed by a decision on its item: 409',
  })
  async change(
    @Param('id') id: string,
    @Body() { until }: RestrictionChangeBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<RestrictionField>> {
    if (!isId(id)) throw new RecordNotFoundException();
    await this.commands.send(viewer.id, [
      {
        type: 'change-restriction',
        body: { restriction: id, until: until === UNTIL_LIFTED ? null : until },
      },
    ]);
    return this.shown(id, viewpoint);
  }

  @Post()
  @Allows('admin:restrictions:impose')
  @HttpCode(200)
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiOperation({ summary: 'Impose a restriction without an order (role moderator)' })
  async impose(
    @Body() body: ImposeBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @Headers('idempotency-key') key?: string,
  ): Promise<Gated<RestrictionField>> {
    const { kind, basis, reason, label, from, until, countries } = body;
    const subject = subjectOf(body);
    const done = await this.commands.send(viewer.id, [
      {
        type: 'impose-restriction',
        key: idempotencyKey(key),
        body: {
          kind,
          subject,
          countries: countries ?? [],
          basis,
          reason,
          label: label ?? null,
          from: from ?? null,
          until: until ?? null,
        },
      },
    ]);
    return this.shown(done.subjects[0] ?? '', viewpoint);
  }

  @Post(':id/lift')
  @Allows('admin:restrictions:lift')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Lift it (role moderator); one that an order holds is lifted by a decision on its item: 409',
  })
  async lift(
    @Param('id') id: string,
    @Body() { reason }: LiftBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<RestrictionField>> {
    if (!isId(id)) throw new RecordNotFoundException();
    await this.commands.send(viewer.id, [{ type: 'lift-restriction', body: { restriction: id, reason } }]);
    return this.shown(id, viewpoint);
  }

  /** Whether an id may be known to be that of a post or an account that is, or was, there. */
  private async mayKnowOf(id: string, viewpoint: Viewpoint): Promise<boolean> {
    const subjects = await this.subjects([id], [id], viewpoint);
    return (['account', 'post'] as const).some(
      (type) => mayKnowOfSubject({ type, id }, subjects, viewpoint).granted,
    );
  }

  private async subjects(
    accounts: readonly string[],
    posts: readonly string[],
    viewpoint: Viewpoint,
  ): Promise<RestrictedSubjects> {
    const { reader } = this.database;
    const when = readAt(viewpoint);
    const [known, page] = await Promise.all([
      accountsById(reader, when, [...new Set(accounts)]),
      statusesById(reader, when, [...new Set(posts)]),
    ]);
    return { accounts: new Map(known.map((account) => [account.id, account])), posts: page.posts };
  }

  private async shown(id: string, viewpoint: Viewpoint): Promise<Gated<RestrictionField>> {
    const [restriction] = await restrictionsById(this.database.reader, [id]);
    if (restriction === undefined) throw new RecordNotFoundException();
    const now = asOfNow(viewpoint, this.clock);
    return this.gate.restriction(restriction, now, await this.imposersOf([restriction], now));
  }

  /** Who imposed some restrictions, by their ids: read for whoever may know it, the moderators. */
  private async imposersOf(
    restrictions: readonly Restriction[],
    viewpoint: Viewpoint,
  ): Promise<ReadonlyMap<string, string>> {
    if (!seesAll(viewpoint)) return new Map();
    const ids = restrictions.map(({ id }) => id);
    return actorsOf(this.database.reader, ids, ['restriction.imposed', 'item.decided']);
  }
}

function subjectOf({ status_id, account_id, tag }: ImposeBody): Subject {
  const named: Subject[] = [];
  if (status_id !== undefined) named.push({ type: 'post', id: status_id });
  if (account_id !== undefined) named.push({ type: 'account', id: account_id });
  if (tag !== undefined) named.push({ type: 'hashtag', id: tag });
  const [subject] = named;
  if (subject === undefined || named.length > 1) {
    throw RefusedException.invalid(
      'subject',
      'must be named by exactly one of status_id, account_id and tag',
    );
  }
  return subject;
}
