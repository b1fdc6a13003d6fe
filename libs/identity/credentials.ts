import { hash } from '@node-rs/argon2';
import { ofOneAccount, type CommandBus, type Submission } from '#commands';
import { amongIds, idsParameter, type Database, type Sql } from '#database';
import { command, type Refusal, type Role } from '#domain';
import { passwordProblem } from './passwords.js';
import { anyRetired, digestsToAsk } from './retired-handles.js';
import type { Scope } from './scopes.js';
import { issueToken, type IssuedToken } from './tokens.js';

export const CREDENTIALS = ofOneAccount('credential');

/** Someone who signs up. */
export interface Newcomer {
  username: string;
  displayName?: string;
  note?: string;
  /** Null for accounts made without one: demo accounts, tests, operators' own. */
  email: string | null;
  password: string | null;
  role: Role;
  /** The country they look from unless they say otherwise; normalised. */
  country?: string | null;
  /** Whether it is one that the demo sign-in hands out. */
  demo?: boolean;
  /** The scopes of the first token; if not given, all that the role may do. */
  scopes?: readonly Scope[];
}

/** A handle was retired between being asked about and being taken. */
class HandleRetired extends Error {
  override readonly name = 'HandleRetired';
}

/** The same refusal as for a handle that somebody has. */
const RETIRED = {
  ok: false,
  refusal: { kind: 'conflict', message: 'The name has already been taken', allowed: [] },
} satisfies { ok: false; refusal: Refusal };

/** An account that was opened, and its first token. */
export interface Member {
  account: string;
  username: string;
  token: IssuedToken;
}

/**
 * Opens an account on `home` with its credential and a first token, in one transaction. Several accounts
 * may have one e-mail address: nobody proves that it is theirs, and refusing one would tell who has it.
 * The password is hashed even if it is refused later, so that the time a refusal takes reveals nothing either.
 *
 * @param now wall time, ms since the epoch
 */
export async function signUp(
  database: Database,
  bus: CommandBus,
  newcomer: Newcomer,
  now: () => number,
): Promise<({ ok: true } & Member) | { ok: false; refusal: Refusal }> {
  const signedUp = await signUpTogether(database, bus, [newcomer], now);
  if (!signedUp.ok) return signedUp;
  const [member] = signedUp.members;
  if (member === undefined) throw new Error('A sign-up makes a member');
  return { ok: true, ...member };
}

/** Signs up several people as `signUp` does: all of them, or nobody. */
export async function signUpTogether(
  database: Database,
  bus: CommandBus,
  newcomers: readonly Newcomer[],
  now: () => number,
): Promise<{ ok: true; members: Member[] } | { ok: false; refusal: Refusal }> {
  const emails = newcomers.map(({ email }) => email?.trim().toLowerCase() ?? null);
  for (const { username, email, password } of newcomers) {
    const message = password === null ? null : await passwordProblem(password, { username, email });
    if (message !== null) return { ok: false, refusal: { kind: 'invalid', field: 'password', message } };
  }
  // Slow by design, so before the batch (argon2id, the library's defaults: 19 MiB, 2 passes).
  const [hashes, digests] = await Promise.all([
    Promise.all(newcomers.map(async ({ password }) => (password === null ? null : hash(password)))),
    digestsToAsk(
      database.reader,
      newcomers.map(({ username }) => username),
    ),
  ]);
  if (await anyRetired(database.reader, digests)) return RETIRED;
  let members: Member[] = [];
  const submission: Submission = {
    build: ({ at, id }) =>
      newcomers.map(({ username, displayName, note }) => {
        const account = id();
        return command(
          'open-account',
          {
            venue: 'home',
            handle: username,
            display_name: displayName ?? username,
            note: note ?? '',
            verified: false,
            kind: 'person',
          },
          { id: account, at, actor: account },
        );
      }),
    privately: async (transaction, { subjects }) => {
      members = [];
      if (await anyRetired(transaction, digests)) throw new HandleRetired();
      for (const [index, { username, role, country, demo, scopes }] of newcomers.entries()) {
        const account = subjects[index];
        if (account === undefined) throw new Error('Opening an account names it');
        await transaction.insert('credential', [
          {
            account_id: account,
            email: emails[index] ?? null,
            password_hash: hashes[index] ?? null,
            role,
            country: country ?? null,
            demo: demo === true ? 1 : 0,
            created_at: now(),
          },
        ]);
        members.push({ account, username, token: await issueToken(transaction, account, now(), scopes) });
      }
    },
  };
  const outcome = await bus.submit(submission).catch((error: unknown) => {
    if (error instanceof HandleRetired) return RETIRED;
    throw error;
  });
  return outcome.ok ? { ok: true, members } : outcome;
}

/** The account that the demo sign-in hands out for a role, if there is one; never a person's own. */
export async function demoAccountOf(sql: Sql, role: Role): Promise<string | null> {
  const [row] = await sql.query<{ account_id: string }>(
    'SELECT account_id FROM credential WHERE role = $1 AND demo = 1 ORDER BY account_id LIMIT 1',
    [role],
  );
  return row?.account_id ?? null;
}

/** The private data of someone who signs in here. */
export interface Person {
  id: string;
  role: Role;
  /** Null for accounts made without one. */
  email: string | null;
}

/** Those of some accounts that somebody signs in with. */
export async function personsById(sql: Sql, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return [];
  return sql.query<Person>(
    `SELECT c.account_id AS id, c.role, c.email FROM credential c
     WHERE ${amongIds(sql.dialect, 'c.account_id', '$1')}`,
    [idsParameter(ids)],
  );
}

/** Gives an account another role; false where there is no such person. */
export function setRole(database: Database, account: string, role: Role): Promise<boolean> {
  return database.write(async (transaction) => {
    const rows = await transaction.query(
      'UPDATE credential SET role = $2 WHERE account_id = $1 RETURNING account_id',
      [account, role],
    );
    return rows.length > 0;
  });
}

/** Stores the country a person looks from unless they say otherwise; null: wherever they are found to be. */
export async function setCountry(database: Database, account: string, country: string | null): Promise<void> {
  await database.write((transaction) =>
    transaction.query('UPDATE credential SET country = $2 WHERE account_id = $1', [account, country]),
  );
}

/** How many people sign in here, and how many of them have used a token in the last month and half-year. */
export async function countPeople(
  sql: Sql,
  now: number,
): Promise<{ total: number; activeMonth: number; activeHalfyear: number }> {
  const DAY_MS = 86_400_000;
  const active = `SELECT count(DISTINCT account_id) FROM access_token WHERE COALESCE(used_at, created_at) >`;
  const [row] = await sql.query<Record<'total' | 'month' | 'halfyear', number>>(
    `SELECT (SELECT count(*) FROM credential) AS total, (${active} $1) AS month, (${active} $2) AS halfyear`,
    [now - 30 * DAY_MS, now - 182 * DAY_MS],
  );
  return {
    total: row?.total ?? 0,
    activeMonth: row?.month ?? 0,
    activeHalfyear: row?.halfyear ?? 0,
  };
}
