import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandBus, loadSteps } from '#commands';
import { openDatabase, type Database, type Migrations } from '#database';
import { accountAt, itemCounts, statusesById, type ReadAt } from '#projections';
import { compileExpectations, compileScenario, loadScenarioFile, type CompiledExpectation } from '#replay';
import { judgeAccount, judgePost, type Viewpoint } from '#visibility';
import { error, line, problemsOf, type Lines } from './lines.js';

/** Outcomes that leave an item as it was; all others act on it. */
const NOT_ACTED_ON = ['open', 'restored', 'refused'];

/**
 * Checks a scenario: its file, that every step is accepted, and that every viewpoint it tells of
 * sees what it expects. It is loaded into a database of its own, which is removed again.
 *
 * @returns the exit code of the command
 */
export async function* checkScenario(seedsDir: string, id: string, migrations: Migrations): Lines {
  const loaded = await loadScenarioFile(seedsDir, id);
  if (!loaded.ok) {
    yield* problemsOf(loaded);
    return 1;
  }
  const { file, digest } = loaded;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-check-'));
  try {
    const database = await openDatabase({ kind: 'sqlite', path: path.join(folder, 'check.db') }, migrations);
    try {
      const steps = compileScenario(file, digest);
      let happened = 0;
      for await (const { done } of loadSteps(new CommandBus(database), database, { id, digest, steps }))
        happened = done;
      const expectations = compileExpectations(file, loaded.positionOf);
      let failed = 0;
      for (const expectation of expectations) {
        const seen = await look(database, expectation);
        if (seen === expectation.is) continue;
        failed += 1;
        const { position, step } = expectation.location;
        const where = position === null ? loaded.path : `${loaded.path}:${position.line}:${position.column}`;
        yield error(
          `${where}: after ${step}, from ${expectation.from} at ${new Date(expectation.at).toISOString()}: expected ${expectation.is}, saw ${seen}`,
        );
      }
      yield line(
        `${id}: ${happened} steps, ${expectations.length - failed} of ${expectations.length} expectations hold.`,
      );
      return failed === 0 ? 0 : 1;
    } finally {
      await database.close();
    }
  } catch (reason) {
    yield error(reason instanceof Error ? reason.message : String(reason));
    return 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks from an expectation's viewpoint. @returns the verdict, or the number of items, that it sees */
async function look(database: Database, { target, at, from }: CompiledExpectation): Promise<string | number> {
  const viewpoint: Viewpoint = {
    at,
    live: false,
    now: at,
    from,
    basis: 'simulated',
    mode: 'open',
    viewer: null,
    asPublic: true,
    language: 'en',
  };
  const when: ReadAt = { at, restrictionsAlsoAt: at, viewer: null };
  if ('order' in target) {
    const counts = await itemCounts(database.reader, target.order, at);
    if (target.items !== 'acted_on') return counts.get(target.items) ?? 0;
    return [...counts].reduce(
      (sum, [outcome, items]) => (NOT_ACTED_ON.includes(outcome) ? sum : sum + items),
      0,
    );
  }
  if ('account' in target) {
    const account = await accountAt(database.reader, when, { id: target.account });
    return account === undefined ? 'absent' : judgeAccount(account, viewpoint).verdict;
  }
  const page = await statusesById(database.reader, when, [target.status]);
  const post = page.posts.get(target.status);
  return post === undefined ? 'absent' : judgePost(post, page.posts, viewpoint).verdict;
}
