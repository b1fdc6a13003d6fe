import { hash, verify } from '@node-rs/argon2';
import type { Sql } from '#database';
import { parseAcct, type Role } from '#domain';
import { newSecret } from './secrets.js';

/**
 * How many accounts of one e-mail address are tried, those first that have had it for longest: an address may
 * be many accounts', as nobody proves that it is theirs. Whoever has a later one signs in by name.
 */
const TRIED_BY_EMAIL = 3;

/** A hash of nobody's password, made once: a name that nobody has takes as long to refuse as one of somebody's. */
let nobodys: Promise<string> | undefined;

/**
 * The account with a name and a password.
 *
 * @param named `name`, `name@home` or an e-mail address, in any case
 * @returns null where there is none, or another password is its: how long that takes does not tell which
 */
export async function accountByPassword(
  sql: Sql,
  named: string,
  password: string,
): Promise<{ id: string; role: Role } | null> {
  interface CredentialRow {
    id: string;
    role: Role;
    password_hash: string | null;
  }
  const key = parseAcct(named.trim());
  const isEmail = key === null;
  const rows = await sql.query<CredentialRow>(
    isEmail
      ? `SELECT c.account_id AS id, c.role, c.password_hash FROM credential c
         WHERE c.email = $1 ORDER BY c.created_at, c.account_id LIMIT ${TRIED_BY_EMAIL}`
      : `SELECT c.account_id AS id, c.role, c.password_hash FROM account a
         ${sql.dialect.lookUp('credential', 'c', 'c.account_id = a.id')}
         WHERE a.handle_key = $1`,
    [isEmail ? named.trim().toLowerCase() : key],
  );
  const nobody = await (nobodys ??= hash(newSecret()));
  const tried = Array.from({ length: isEmail ? TRIED_BY_EMAIL : 1 }, (_, i) => rows[i]);
  const found = await Promise.all(
    tried.map(async (row) => {
      const isRight = await verify(row?.password_hash ?? nobody, password);
      return isRight && row !== undefined && row.password_hash !== null ? row : null;
    }),
  );
  const account = found.find((row) => row !== null);
  return account ? { id: account.id, role: account.role } : null;
}
