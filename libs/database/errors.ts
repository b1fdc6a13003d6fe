/** Something about the database that whoever starts the program can mend; the message says how. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

/**
 * The database does not answer, or takes nothing now: it is away, going, stuck, busy or full. Nothing is
 * wrong with what was asked, and it can be asked again. A write may have happened all the same, where
 * nothing answered for it.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/**
 * PostgreSQL's errors about itself, not about a statement: SQLSTATE classes 08 (connection), 53 (no room,
 * no memory, too many connections), 57 (cancelled, shut down, starting), 58 (the system's own errors), and
 * 25006 (a standby), 25P03 (idle too long), 40001 and 40P01 (it lost to another), 55P03 (waited too long).
 */
const SQLSTATES = /^(08|53|57|58)|^(25006|25P03|40001|40P01|55P03)$/;
const SQLITE_CODES = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL)/;
const SYSTEM_CODES = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOSPC|EIO)/;
/** The driver `pg` throws errors of its own without a code, which are known by their messages. */
const DRIVER_MESSAGES =
  /Connection terminated|not queryable|Query read timeout|timeout exceeded when trying to connect|timeout expired/;

/** Turns a driver's error into `DatabaseUnavailable` where the database is the cause; gives others back. */
export function namingUnavailable(error: unknown): unknown {
  const { driverError } = (error ?? {}) as { driverError?: unknown };
  const cause = driverError ?? error;
  if (!(cause instanceof Error) || cause instanceof DatabaseUnavailable) return error;
  const { code = '', message } = cause as Error & { code?: string };
  const known = [SQLSTATES, SQLITE_CODES, SYSTEM_CODES].some((codes) => codes.test(code));
  return known || DRIVER_MESSAGES.test(message)
    ? new DatabaseUnavailable(`The database is not available: ${message}`, { cause })
    : error;
}
