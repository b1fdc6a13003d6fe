import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Where servers that are started from here on leave a profile of the processor as they end; null for none. */
let profiles: string | null = null;

export function keepProfiles(folder: string): void {
  profiles = folder;
}

/** A server in a process of its own, as people start it: from what was built. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
    /** Ms from the start of the process until it said where it listens. */
    readonly startedIn: number,
  ) {}

  /**
   * @param script what is started, from `tree`; it says where it listens in a line of JSON
   * @throws where it ends without
   */
  static async start(tree: string, script: string, env: Record<string, string> = {}): Promise<ServerProcess> {
    const began = performance.now();
    const flags = profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    const child = spawn(process.execPath, [...flags, path.join(tree, script)], {
      cwd: tree,
      env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'silent', PORT: '0', SEED: 'none', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await Promise.race([
      addressFrom(child),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`${script} ended (${String(code)})`))),
    ]);
    const answer = await fetch(`${address}/health`);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${script}: /health ${answer.status}`);
    return new ServerProcess(child, address, performance.now() - began);
  }

  /** Bytes of memory that it holds; on Linux alone, elsewhere nothing is told. */
  memory(): number {
    const status = fs.readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

async function addressFrom(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('A server without an output');
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('{')) return (JSON.parse(line) as { address: string }).address;
  }
  return new Promise(() => undefined);
}
