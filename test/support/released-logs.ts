import fs from 'node:fs';
import path from 'node:path';
import { loadSteps } from '#commands';
import { PROJECT_ROOT } from '#config';
import type { Database } from '#database';
import type { CommandBodies, CommandMeta, CommandType, StoredEvent } from '#domain';
import { decisionBody, restrictionBody } from './bodies.js';
import { post, type Platform } from './platform.js';
import { aScenario } from './steps.js';

/** Logs as releases of the program wrote them, a row a line: they are read for ever, and never changed. */
const FOLDER = path.join(PROJECT_ROOT, 'test', 'fixtures');

interface Row {
  seq: number;
  body_hash: string;
  prev_hash: string;
  hash: string;
  recorded_at: number;
  salt: string | null;
  body: string | null;
}

/** The releases that a log was kept of. */
export function releases(): string[] {
  return fs.readdirSync(FOLDER).flatMap((name) => /^log-(.*)\.jsonl$/.exec(name)?.[1] ?? []);
}

/** The log of a release. */
export function logOf(release: string): Row[] {
  const text = fs.readFileSync(path.join(FOLDER, `log-${release}.jsonl`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

/** Puts rows into an empty log as they are. */
export async function restore(database: Database, rows: readonly Row[]): Promise<void> {
  const types: Record<string, number> = {};
  for (const { seq, body } of rows) {
    const { type, version = 1 } = JSON.parse(body ?? '{}') as Partial<StoredEvent>;
    if (type !== undefined) types[`${type} ${version}`] ??= seq;
  }
  await database.write(async (transaction) => {
    for (const { salt, body, ...link } of rows) {
      await transaction.insert('log', [link]);
      if (body !== null) await transaction.insert('log_body', [{ seq: link.seq, salt, body }]);
    }
    const { seq, hash } = rows.at(-1)!;
    await transaction.query('UPDATE log_head SET seq = $1, hash = $2, types = $3 WHERE id = 1', [
      seq,
      hash,
      JSON.stringify(types),
    ]);
  });
}

/** Keeps the log of a database as that of a release; one that is kept already stays as it is. */
export async function keep(database: Database, release: string): Promise<void> {
  const rows = await database.reader.query<Row>(
    `SELECT l.seq, l.body_hash, l.prev_hash, l.hash, l.recorded_at, b.salt, b.body
     FROM log l LEFT JOIN log_body b ON b.seq = l.seq ORDER BY l.seq`,
  );
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  fs.writeFileSync(path.join(FOLDER, `log-${release}.jsonl`), text, { flag: 'wx' });
}

/** Lives a history in which every type of event happens at least once. */
export async function everyType(platform: Platform): Promise<void> {
  const [asha, bilal, chitra, gauri] = [
    await platform.signUp('asha', { display_name: 'आशा', note: 'Words of asha' }),
    await platform.signUp('bilal'),
    await platform.signUp('chitra'),
    await platform.signUp('gauri'),
  ];
  const first = await asha.posts('Of #rivers, @bilal', { language: 'en', spoiler_text: 'Water' });
  const answer = await bilal.replies(first, 'An answer');
  await platform.done(
    'edit-post',
    { post: first, text: 'Of #lakes, @bilal', language: 'en', spoiler_text: 'Water', sensitive: false },
    asha.meta,
  );
  await asha.quotes(answer, 'A quote 🌊');
  await bilal.undoesRepost(await bilal.reposts(first));
  await chitra.reposts(first);
  await chitra.likes(first);
  await bilal.likes(first);
  await bilal.unlikes(first);
  await asha.follows(bilal);
  await chitra.follows(bilal);
  await chitra.unfollows(bilal);
  await bilal.deletes(await bilal.posts('Soon gone'));
  await bilal.asks('update-account', {
    display_name: 'Bilal',
    note: 'Anew',
    bot: true,
    locked: true,
    fields: [],
  });
  await gauri.follows(bilal);
  await gauri.unfollows(bilal);
  await gauri.follows(bilal);
  await bilal.asks('reject-follow', { account: gauri.id });
  await chitra.follows(bilal);
  await bilal.asks('authorize-follow', { account: chitra.id });
  await platform.done('warn-account', { account: bilal.id, text: 'Mind the rules' }, { actor: chitra.id });

  const moderator = { actor: chitra.id };
  const at = (ms: number): string => new Date(platform.now + ms).toISOString();
  const later = await platform.done(
    'impose-restriction',
    restrictionBody('limit', bilal.account, { from: at(5_000), until: at(9_000) }),
    moderator,
  );
  platform.now += 20_000;
  await platform.done('start-restriction', { restriction: later });
  await platform.done('expire-restriction', { restriction: later });
  const labelled = await platform.impose('label', post(answer));
  await platform.done('change-restriction', { restriction: labelled, until: at(60_000) }, moderator);
  await platform.lift(labelled);
  await platform.impose('suspend', { type: 'hashtag', id: 'rivers' }).catch(() => undefined);
  await platform.impose('withhold', post(answer), { countries: ['DE', 'IN'] });

  const authority = await platform.registerAuthority();
  const order = (rest: Partial<CommandBodies['file-order']> = {}) =>
    platform.file(authority, [post(first), bilal.account], rest);
  const filed = await order({ external_id: 'A-1', deadline: at(60_000), countries: ['IN', 'EU'] });
  await platform.done('give-notice', { order: filed, kind: 'non_compliance', text: 'Nothing was done' });
  for (const outcome of ['withheld', 'restored', 'labelled'] as const)
    await platform.decide(filed, 1, outcome);
  await platform.done('decide-item', decisionBody(filed, 2, 'refused'));
  await platform.close(filed, 'confirmed');
  for (const as of ['revoked', 'set_aside'] as const) {
    const one = await order({ confidential: as === 'revoked' });
    await platform.decide(one, 2, 'limited');
    await platform.close(one, as);
  }
  const emergency = await order({ emergency: true });
  platform.now += 48 * 3_600_000;
  await platform.done('expire-order', { order: emergency });

  // Gauri's words go, and what they answered and was answered to keeps its place.
  await chitra.replies(await gauri.replies(first, 'Words that go'), 'That stay');
  await platform.erase(gauri);

  const story = aScenario('story', 9);
  const narrated = narration(story.steps[1]!.commands[0]!.meta);
  story.steps[1]!.commands.push(
    narrated('add-context', { title: 'Meanwhile', text: 'It rained', side: 'ministry' }, 'a'),
    narrated('observe-trend', { tag: 'rivers', country: 'IN', rank: 1, posts: 7 }, 'b'),
  );
  for await (const _step of loadSteps(platform.bus, platform.database, story));
}

/** Makes the narrator's commands in a step, with ids that sort after that of the step's first command. */
function narration(meta: CommandMeta) {
  return <T extends CommandType>(type: T, body: CommandBodies[T], last: string) => ({
    type,
    body,
    meta: { ...meta, actor: null, id: `${meta.id.slice(0, -1)}${last.toUpperCase()}` },
  });
}
