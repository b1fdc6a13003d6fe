import { PROJECT_ROOT } from '#config';
import { withheld } from '../../apps/cli/command-line.js';
import type { ServerBeside } from '../../apps/cli/export/export-html.js';
import { serveBeside } from '../../apps/cli/export/serve-beside.js';
import { serve, whyNot } from '../../apps/server/serve.js';
import type { Environment } from './installation.js';

/** The result of a command, as its process would tell it. */
export interface Done {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `withheld` in this process: a process of its own takes a second to start. */
export async function runs(args: readonly string[], env: Environment = {}): Promise<Done> {
  const done: Done = { code: 0, stdout: '', stderr: '' };
  done.code = await withheld(args, {
    env,
    folder: PROJECT_ROOT,
    stdout: (text) => (done.stdout += text),
    stderr: (text) => (done.stderr += text),
    terminal: false,
    serve: () => Promise.reject(new Error('A server is started by `serves`, or as a process')),
    serveBeside: (given) => serveBeside({ serve, whyNot }, { LOG_LEVEL: 'silent', ...given }, PROJECT_ROOT),
    interruptible: (work) => work(new AbortController().signal),
  });
  return done;
}

/** Starts a server in this process, as `withheld serve` does; it owns the database's file until it is stopped. */
export function serves(env: Environment): Promise<ServerBeside> {
  return serveBeside({ serve, whyNot }, { PORT: '0', LOG_LEVEL: 'silent', ...env }, PROJECT_ROOT);
}

/** Has a server try to start in this process; one that does is stopped again. @returns what it said */
export async function triesToServe(env: Environment): Promise<Done> {
  const done: Done = { code: 0, stdout: '', stderr: '' };
  try {
    const stop = await serve(
      { PORT: '0', LOG_LEVEL: 'silent', ...env },
      PROJECT_ROOT,
      (text, stream = 'stdout') => (done[stream] += `${text}\n`),
    );
    await stop();
  } catch (error) {
    done.stderr += `${whyNot(error)}\n`;
    done.code = 1;
  }
  return done;
}
