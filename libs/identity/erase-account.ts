import { IDEMPOTENCY_KEYS, ofOneAccount, type CommandBus, type PrivateTable } from '#commands';
import type { Database } from '#database';
import { command, type Refusal } from '#domain';
import { OAUTH_APPS } from './apps.js';
import { OAUTH_CODES } from './authorization-codes.js';
import { CREDENTIALS } from './credentials.js';
import { digestOfHandle, retire, RETIRED_HANDLES } from './retired-handles.js';
import { ACCESS_TOKENS } from './tokens.js';

/** Deletes reports by and about them, words included; in those they dealt with, clears only who did. */
const REPORTS: PrivateTable = {
  table: 'report',
  erase: async (transaction, account) => {
    await transaction.query('DELETE FROM report WHERE account_id = $1 OR target_account_id = $1', [account]);
    for (const column of ['assigned_account_id', 'action_taken_by']) {
      await transaction.query(`UPDATE report SET ${column} = NULL WHERE ${column} = $1`, [account]);
    }
  },
};

const AUDIT: PrivateTable = {
  table: 'audit',
  erase: {
    nothing: 'What a moderator was let see they saw in office, and are answerable for. It holds no words.',
  },
};

/** Rooms and who is in them. */
const REPLAYS: readonly PrivateTable[] = [
  'replay',
  'replay_participant',
  'replay_answer',
  'replay_like',
  'replay_presence',
].map((table) => ({
  table,
  erase: {
    nothing: 'Nobody in a room has an account: it knows a random token, and goes a day after its end.',
  },
}));
/** Deletes their appeals, words included; in those they dealt with, clears only who did. */
const APPEALS: PrivateTable = {
  table: 'appeal',
  erase: async (transaction, account) => {
    await transaction.query('DELETE FROM appeal WHERE account_id = $1', [account]);
    for (const column of ['assigned_account_id', 'answered_by']) {
      await transaction.query(`UPDATE appeal SET ${column} = NULL WHERE ${column} = $1`, [account]);
    }
  },
};

/** Deletes what they set between themselves and others, and others between themselves and them. */
const RELATIONS: readonly PrivateTable[] = ['kept_apart', 'account_note'].map((table) => ({
  table,
  erase: async (transaction, account) => {
    await transaction.query(`DELETE FROM ${table} WHERE account_id = $1 OR target_id = $1`, [account]);
  },
}));

/** Deletes moderators' notes by and about them. */
const NOTES: PrivateTable = {
  table: 'moderator_note',
  erase: async (transaction, account) => {
    await transaction.query('DELETE FROM moderator_note WHERE account_id = $1 OR about_account_id = $1', [
      account,
    ]);
  },
};

/** Webhooks outlive the admin who set them up, since others rely on them; only the admin's name is cleared. */
const WEBHOOKS: PrivateTable = {
  table: 'webhook',
  erase: async (transaction, account) => {
    await transaction.query('UPDATE webhook SET created_by = NULL WHERE created_by = $1', [account]);
  },
};

const WEBHOOK_DELIVERIES: PrivateTable = {
  table: 'webhook_delivery',
  erase: { nothing: 'It holds ids of orders, restrictions, reports and appeals alone, and no words.' },
};

/**
 * Every table of private state. Those that the server's features write are registered here too, and not
 * beside the features, because the command line erases where no server runs.
 */
export const PRIVATE_TABLES: readonly PrivateTable[] = [
  CREDENTIALS,
  ACCESS_TOKENS,
  OAUTH_APPS,
  OAUTH_CODES,
  ...RETIRED_HANDLES,
  IDEMPOTENCY_KEYS,
  REPORTS,
  AUDIT,
  ...REPLAYS,
  APPEALS,
  NOTES,
  ...RELATIONS,
  ofOneAccount('posting_default'),
  ofOneAccount('kept_post'),
  ofOneAccount('marker'),
  ofOneAccount('followed_tag'),
  ofOneAccount('notification_dismissed'),
  ofOneAccount('notification_cleared'),
  ofOneAccount('talk_mark'),
  ofOneAccount('scheduled_post'),
  ofOneAccount('item_assignment'),
  WEBHOOKS,
  WEBHOOK_DELIVERIES,
];

/**
 * Erases an account: its words from the log and the projections, and its rows from each table of private
 * state. Retires its handle.
 *
 * @param signal ends it, and leaves everything as it was, unless it was done by then
 * @returns why it was refused; null where it was not
 * @throws the signal's reason once it is aborted
 */
export async function eraseAccount(
  database: Database,
  bus: CommandBus,
  account: string,
  signal?: AbortSignal,
): Promise<Refusal | null> {
  const [known] = await database.reader.query<{ handle: string }>(
    'SELECT handle FROM account WHERE id = $1',
    [account],
  );
  // Slow by design, so before the batch.
  const digest = known === undefined ? null : await digestOfHandle(database.reader, known.handle);
  const outcome = await bus.submit({
    build: ({ at, id }) => [command('erase-account', { account }, { id: id(), at, actor: account })],
    // However much they wrote.
    patient: true,
    ...(signal && { signal }),
    privately: async (transaction) => {
      if (digest !== null) await retire(transaction, digest);
      for (const { erase } of PRIVATE_TABLES)
        if (typeof erase === 'function') await erase(transaction, account);
    },
  });
  return outcome.ok ? null : outcome.refusal;
}
