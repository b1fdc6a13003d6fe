import { Injectable } from '@nestjs/common';
import type { Notification } from '#contract';
import { ulid } from '#domain';
import type { PageRequest, ToldOf } from '#projections';
import { groupOf, groupNamed, type Gated, type Grouping, type Viewer, type Viewpoint } from '#visibility';
import type { ReadPage } from '../../http/exit/paged.js';
import { NotificationsService } from './notifications.service.js';

/** How many notifications one page of groups is made of, at most: a group of more goes on on the next. */
const MOST_IN_PAGE = 400;
/** How many are read at once. */
const AT_ONCE = 40;
const FIRST_ENTROPY = new Uint8Array(10).fill(0);

/** The parts of a page of groups. */
export interface GroupedPage extends ReadPage {
  /** The newest first. */
  shown: Gated<Notification>[];
  /** How many groups they are in. */
  groups: number;
}

/** Reads somebody's notifications in groups. */
@Injectable()
export class GroupedService {
  constructor(private readonly notifications: NotificationsService) {}

  /**
   * A page of groups: notifications are read until they are in as many groups as are asked for, and the next one
   * would begin another.
   *
   * @param page its bounds, and how many groups it holds at most
   */
  async page(
    viewer: Viewer,
    viewpoint: Viewpoint,
    page: PageRequest,
    of: ToldOf,
    grouping: Pick<Grouping, 'types'>,
  ): Promise<GroupedPage> {
    const upwards = page.minId !== undefined;
    const found: Gated<Notification>[] = [];
    const groups = new Set<string>();
    const made = (goesOn: ReadPage['goesOn'] = null): GroupedPage => {
      const shown = upwards ? found.toReversed() : found;
      return { ids: shown.map(({ value }) => value.id), shown, groups: groups.size, goesOn };
    };
    const fromLast = (): ReadPage['goesOn'] => {
      const last = found.at(-1)?.value.id;
      return last === undefined ? null : upwards ? { min_id: last } : { max_id: last };
    };
    for (let bounds: PageRequest = { ...page, limit: AT_ONCE }; ;) {
      const part = await this.notifications.page(viewer, viewpoint, bounds, of);
      for (const one of upwards ? part.shown.toReversed() : part.shown) {
        const key = groupOf(one, grouping);
        if (groups.size === page.limit && !groups.has(key)) return made(fromLast());
        groups.add(key);
        found.push(one);
      }
      if (part.goesOn !== null) return made(part.goesOn);
      if (part.shown.length < AT_ONCE) return made();
      if (found.length >= MOST_IN_PAGE) return made(fromLast());
      const last = found.at(-1)?.value.id ?? '';
      bounds = upwards ? { ...bounds, minId: last } : { ...bounds, maxId: last };
    }
  }

  /** The notifications of one group, the newest first, as many as a page is made of; none where it is none of theirs. */
  async group(key: string, viewer: Viewer, viewpoint: Viewpoint): Promise<Gated<Notification>[]> {
    const group = groupNamed(key);
    if (group === null) return [];
    if ('id' in group) {
      const one = await this.notifications.one(group.id, viewer, viewpoint);
      return one === null ? [] : [one];
    }
    const { type, post, from, until } = group;
    // Between the least ids of two instants, of which no id is one.
    const bounds = { maxId: ulid(until, FIRST_ENTROPY), sinceId: ulid(from, FIRST_ENTROPY) };
    const page = { limit: MOST_IN_PAGE, ...bounds };
    const { shown } = await this.notifications.page(viewer, viewpoint, page, {
      types: [type],
      post: post ?? undefined,
    });
    return shown;
  }
}
