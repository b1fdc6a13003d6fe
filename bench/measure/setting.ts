import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { PROJECT_ROOT } from '#config';
import type { Filled } from './people.js';
import { ServerProcess } from './server.js';

/** A checkout of the program that is measured: this one, or an older revision beside it. */
export interface Tree {
  name: string;
  folder: string;
}

/** A database of one kind, as many as are asked for, all dropped at the end. */
export class Databases {
  private made = 0;

  private constructor(
    readonly kind: 'SQLite' | 'PostgreSQL',
    private readonly folder: string,
    private readonly postgres: pg.Client | null,
  ) {}

  static sqlite(folder: string): Databases {
    return new Databases('SQLite', folder, null);
  }

  /** @returns nothing where no PostgreSQL answers (`TEST_POSTGRES_URL`) */
  static async postgres(folder: string): Promise<Databases | null> {
    const client = new pg.Client({ connectionString: POSTGRES });
    try {
      await client.connect();
    } catch {
      return null;
    }
    return new Databases('PostgreSQL', folder, client);
  }

  /** The address of a new, empty one. */
  async empty(): Promise<string> {
    this.made += 1;
    if (this.postgres === null) return `sqlite:${path.join(this.folder, `${this.made}.db`)}`;
    await this.postgres.query(`CREATE SCHEMA ${this.schema(this.made)}`);
    return `${POSTGRES}?options=${encodeURIComponent(`-c search_path=${this.schema(this.made)}`)}`;
  }

  async drop(): Promise<void> {
    for (let n = 1; n <= this.made; n += 1)
      await this.postgres?.query(`DROP SCHEMA IF EXISTS ${this.schema(n)} CASCADE`);
    await this.postgres?.end();
  }

  private schema(n: number): string {
    return `withheld_bench_${process.pid}_${n}`;
  }
}

const POSTGRES = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

/** A database with people and posts in it, and a server of some tree over it. */
export interface Platform {
  url: string;
  filled: Filled;
  server: ServerProcess;
}

/**
 * Fills a new database with so many posts, by the tree's own commands, and starts the tree's server over it.
 *
 * @param own how many more the person has whose account is named, each with a like
 */
export async function platformOf(
  tree: Tree,
  databases: Databases,
  posts: number,
  own = 0,
): Promise<Platform> {
  const url = await databases.empty();
  const told = execFileSync(
    process.execPath,
    [...process.execArgv, 'bench/measure/people.ts', url, String(posts), String(own)],
    { cwd: tree.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const filled = JSON.parse(told) as Filled;
  const server = await ServerProcess.start(tree.folder, 'dist/apps/server/main.js', { DATABASE_URL: url });
  return { url, filled, server };
}

/**
 * Checks an older revision out beside this one and builds it, with the packages that are installed here where it has
 * the same, else with its own.
 *
 * @throws where it does not install or build: nothing is left of it
 */
export function checkOut(revision: string, folder: string): Tree {
  const tree = { name: revision, folder: path.join(folder, 'revision') };
  execFileSync('git', ['worktree', 'add', '--quiet', '--detach', tree.folder, revision], {
    cwd: PROJECT_ROOT,
  });
  try {
    const lockOf = (of: string): string => fs.readFileSync(path.join(of, 'package-lock.json'), 'utf8');
    if (lockOf(tree.folder) === lockOf(PROJECT_ROOT))
      fs.symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(tree.folder, 'node_modules'));
    else
      execFileSync('npm', ['ci', '--no-audit'], { cwd: tree.folder, stdio: ['ignore', 'ignore', 'inherit'] });
    fs.mkdirSync(path.join(tree.folder, 'bench/measure'), { recursive: true });
    for (const file of ['typescript.mjs', 'measure/people.ts'])
      fs.copyFileSync(path.join(PROJECT_ROOT, 'bench', file), path.join(tree.folder, 'bench', file));
    build(tree);
    return tree;
  } catch (error) {
    removeTree(tree);
    throw error;
  }
}

/** Builds what is stale of a tree. @throws where that fails */
export function build({ name, folder }: Tree): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${name} does not build`);
}

export function removeTree({ folder }: Tree): void {
  execFileSync('git', ['worktree', 'remove', '--force', folder], { cwd: PROJECT_ROOT });
}
