import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { transformFileSync } from '@swc/core';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A process of its own, which a test can talk to line by line, and kill. */
export class Child {
  private readonly lines: AsyncIterator<string>;

  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    private readonly folder: string,
  ) {
    this.lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Runs a script that may import the given files of the project, compiled, as `./<name>.js`.
   *
   * @param files paths from the project's root; what they import must be among them or a package
   */
  static run(script: string, files: string[]): Child {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-child-'));
    fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    for (const file of files) {
      const { code } = transformFileSync(path.join(ROOT, file), {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'es6' },
      });
      fs.writeFileSync(path.join(folder, `${path.basename(file, '.ts')}.js`), code);
    }
    fs.writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
    fs.writeFileSync(path.join(folder, 'main.js'), script);
    return new Child(spawn(process.execPath, ['main.js'], { cwd: folder, stdio: 'pipe' }), folder);
  }

  get pid(): number {
    return this.process.pid ?? -1;
  }

  /** The next line that it prints. @throws when it ends instead */
  async says(): Promise<string> {
    const line = await this.lines.next();
    if (line.done === true) throw new Error('The child process ended');
    return line.value;
  }

  /** Writes it a line. */
  tell(line: string): void {
    this.process.stdin.write(`${line}\n`);
  }

  /** Ends it as a crash does: none of its own code runs any more. */
  async kill(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGKILL');
      await ended;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
