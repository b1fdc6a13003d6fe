import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of its own that answers each message with one; an `error` in an answer is thrown here. */
export class Worker {
  private constructor(
    private readonly child: ChildProcess,
    private readonly name: string,
  ) {}

  /**
   * @param script from this folder's parent, `limits/bare-http.mjs`
   * @param source whether it is TypeScript, or imports some
   */
  static start(
    script: string,
    words: readonly string[] = [],
    { source = false, folder }: { source?: boolean; folder?: string } = {},
  ): Worker {
    const file = fileURLToPath(new URL(`../${script}`, import.meta.url));
    const execArgv = source ? process.execArgv : [];
    const child = fork(file, [...words], { execArgv, ...(folder === undefined ? {} : { cwd: folder }) });
    return new Worker(child, script);
  }

  async ask<T>(message: object = {}): Promise<T> {
    const gone = new AbortController();
    const ended = once(this.child, 'exit', { signal: gone.signal }).then(
      ([code]) => Promise.reject(new Error(`${this.name} ended (${String(code)})`)),
      () => new Promise<never>(() => undefined),
    );
    const answered = once(this.child, 'message') as Promise<[T & { error?: string }]>;
    this.child.send(message);
    const [answer] = await Promise.race([answered, ended]);
    gone.abort();
    if (answer.error !== undefined) throw new Error(`${this.name}: ${answer.error}`);
    return answer;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
