import { DatabaseUnusable } from './errors.js';

/** Says where no PostgreSQL answers, and never by which password it was asked. */
export function unreachable(url: string, error: unknown): DatabaseUnusable {
  const { host } = new URL(url);
  const { cause = error } = error as Error;
  const reason = cause instanceof AggregateError ? cause.errors.map(String).join('; ') : String(cause);
  return new DatabaseUnusable(
    `PostgreSQL at ${host} cannot be reached (${reason}). See that it runs, and DATABASE_URL.`,
  );
}

/** Options before and after those that the address has: of one that is given twice, the later wins. */
export function withOptions(url: string, before: string, after: string): string {
  const address = new URL(url);
  const given = address.searchParams.get('options') ?? '';
  address.searchParams.set('options', `${before} ${given} ${after}`.trim());
  return address.href;
}
