import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { StoredPage } from '#domain';
import type { PageOf } from '#projections';
import { IsId } from '../requests/is-id.js';
import { QueryNumber } from '../requests/whole-number.js';
import { addressOf, type RequestWithViewpoint } from '../viewpoint/viewpoint.js';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 40;

/** ULIDs are the same in lower case; they are stored, and sort, in upper case. */
const UpperCase = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value));

/** Mastodon's paging. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'Older than this id' })
  @IsOptional()
  @IsId()
  @UpperCase()
  max_id?: string;

  @ApiPropertyOptional({ description: 'Newer than this id, the newest first' })
  @IsOptional()
  @IsId()
  @UpperCase()
  since_id?: string;

  @ApiPropertyOptional({ description: 'Newer than this id, the page right after it' })
  @IsOptional()
  @IsId()
  @UpperCase()
  min_id?: string;

  @ApiPropertyOptional({
    description: 'How many, at most',
    minimum: 1,
    maximum: MAX_LIMIT,
    default: DEFAULT_LIMIT,
  })
  @IsOptional()
  @QueryNumber(1, MAX_LIMIT)
  limit?: number;
}

/** A page as the views take it. */
export function pageOf(query: PageQuery): PageOf {
  return {
    limit: query.limit ?? DEFAULT_LIMIT,
    maxId: query.max_id,
    sinceId: query.since_id,
    minId: query.min_id,
  };
}

/**
 * Says where the pages before and after are, as Mastodon does. They are bounded by what was read,
 * not by what was shown, so a page of things left out does not end the list.
 *
 * @see https://docs.joinmastodon.org/api/guidelines/#pagination
 */
export function linkPages(
  reply: FastifyReply,
  request: RequestWithViewpoint,
  origin: string,
  page: Pick<StoredPage, 'ids'>,
  limit: number,
): void {
  const newest = page.ids.at(0);
  const oldest = page.ids.at(-1);
  if (newest === undefined || oldest === undefined) return;
  const to = (bound: 'max_id' | 'min_id', id: string): string => {
    const url = addressOf(request, origin);
    for (const name of ['max_id', 'since_id', 'min_id']) url.searchParams.delete(name);
    url.searchParams.set(bound, id);
    return url.href;
  };
  const links = [`<${to('min_id', newest)}>; rel="prev"`];
  if (page.ids.length === limit) links.unshift(`<${to('max_id', oldest)}>; rel="next"`);
  reply.header('link', links.join(', '));
}
