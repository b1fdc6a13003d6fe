import { rolesBeyond, type Reach } from '#domain';
import type { Viewer } from '#visibility';

/**
 * The SQL conditions of what is a moderator's to deal with: it is about somebody else, whom they reach. Of what
 * is about themself or about somebody beyond they are not told that it is there, nor by whom.
 *
 * @param column the column of the account that it is about, with its table's name; what is about nobody (null) is everybody's
 * @param bind takes a value, gives its placeholder
 */
export function withinReach(
  column: string,
  { id, role }: Viewer,
  reach: Reach,
  bind: (value: string) => string,
): string[] {
  const beyond = rolesBeyond(role, reach).map(bind);
  return [
    `(${column} IS NULL OR ${column} <> ${bind(id)})`,
    ...(beyond.length === 0
      ? []
      : [
          `NOT EXISTS (SELECT 1 FROM credential c WHERE c.account_id = ${column} AND c.role IN (${beyond.join(', ')}))`,
        ]),
  ];
}
