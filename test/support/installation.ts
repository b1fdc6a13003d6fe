import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '#config';

/** ms; a program that has not said what it should by then does not say it. */
const PATIENCE = 20_000;

export type Environment = Readonly<Record<string, string>>;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/**
 * The built programs, installed in a folder of their own: a test may change what lies beside them,
 * and a build that runs meanwhile changes nothing under them.
 */
export class Installation {
  private readonly running = new Set<Program>();

  private constructor(readonly folder: string) {}

  /** Builds what is stale, and installs it. */
  static async make(): Promise<Installation> {
    await promisify(execFile)(process.execPath, [path.join(PROJECT_ROOT, 'scripts', 'build.mjs')]);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-installed-'));
    for (const part of ['package.json', 'bin', 'seeds', 'dist/apps', 'dist/libs', 'dist/migrations'])
      fs.cpSync(path.join(PROJECT_ROOT, part), path.join(folder, part), { recursive: true });
    fs.symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    return new Installation(folder);
  }

  /** The path of a file in it. */
  at(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** Starts `withheld` with arguments, in the folder of the installation. */
  start(args: readonly string[], env: Environment = {}): Program {
    return this.startNode([this.at('bin', 'withheld.js'), ...args], env);
  }

  /** Starts Node with arguments, in the folder of the installation. */
  startNode(args: readonly string[], env: Environment = {}): Program {
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      // Nothing of the environment that the tests run in: PORT, DEMO and the like are the test's.
      env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = new Program(child);
    this.running.add(program);
    void program.ended.then(() => this.running.delete(program));
    return program;
  }

  /** Runs `withheld` to its end. */
  run(args: readonly string[], env: Environment = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** Starts a server on a free port and waits until it listens. */
  async serve(env: Environment): Promise<Program & { address: string }> {
    const program = this.start(['serve'], { PORT: '0', ...env });
    const line = await program.says(/^\{.*\}$/);
    const { address } = JSON.parse(line) as { address: string };
    return Object.assign(program, { address });
  }

  /** Ends what still runs, and removes it. */
  async remove(): Promise<void> {
    for (const program of this.running) await program.kill('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One process of it. */
export class Program {
  readonly ended: Promise<Ended>;
  private readonly lines: string[] = [];
  private stderr = '';
  private waiting: (() => void)[] = [];
  private over = false;

  constructor(private readonly child: ChildProcess) {
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('What it says is read');
    createInterface({ input: stdout }).on('line', (line) => {
      this.lines.push(line);
      this.look();
    });
    stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = once(child, 'close').then((status) => {
      const [code, signal] = status as [number | null, NodeJS.Signals | null];
      this.over = true;
      this.look();
      return { code, signal, stdout: this.stdout, stderr: this.stderr };
    });
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get stdout(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }

  /** Waits until it has said so many lines like this. @returns the last of them @throws when it ends without */
  async says(like: RegExp, times = 1): Promise<string> {
    const giveUp = Date.now() + PATIENCE;
    for (;;) {
      const line = this.lines.filter((said) => like.test(said))[times - 1];
      if (line !== undefined) return line;
      if (this.over || Date.now() > giveUp)
        throw new Error(`It did not say ${String(like)}, but: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, giveUp - Date.now());
        this.waiting.push(() => {
          clearTimeout(late);
          resolve();
        });
      });
    }
  }

  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }

  private look(): void {
    for (const look of this.waiting.splice(0)) look();
  }
}
