import { ForbiddenException } from '@nestjs/common';
import type { Sql } from '#database';
import { personsById, type Role } from '#identity';
import type { Viewer } from '#visibility';

const RANK: Readonly<Record<Role, number>> = { reader: 0, authority: 0, moderator: 1, admin: 2 };

/**
 * As Mastodon has it, who moderates acts on accounts below their own rank alone: not on their own, either.
 *
 * @throws ForbiddenException
 */
export async function requireRankAbove(sql: Sql, viewer: Viewer, account: string): Promise<void> {
  const [person] = await personsById(sql, [account]);
  if (person !== undefined && RANK[person.role] >= RANK[viewer.role])
    throw new ForbiddenException(
      `Of ${person.role}s, only someone of a higher rank decides; you are ${viewer.role}`,
    );
}
