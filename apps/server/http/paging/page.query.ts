import { ApiPropertyOptional } from '@nestjs/swagger';
import type { PageRequest } from '#projections';
import { IsBound } from '../requests/is-bound.js';
import { Limit } from '../requests/limit.js';

/** Between which ids a page lies, as Mastodon has it. */
export class PageBounds {
  @ApiPropertyOptional({ description: 'Older than this id' })
  @IsBound()
  max_id?: string;

  @ApiPropertyOptional({ description: 'Newer than this id, the newest first' })
  @IsBound()
  since_id?: string;

  @ApiPropertyOptional({ description: 'Newer than this id, the page right after it' })
  @IsBound()
  min_id?: string;
}

/** Mastodon's paging. */
export class PageQuery extends PageBounds {
  @Limit(40, 20)
  limit!: number;
}

/** A page as the views take it. */
export function pageRequestOf(query: PageBounds & { limit: number }): PageRequest {
  return { limit: query.limit, maxId: query.max_id, sinceId: query.since_id, minId: query.min_id };
}
