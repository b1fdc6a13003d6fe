import { withheld } from './command-line.js';
import { serveBeside, type ServerModule } from './export/serve-beside.js';

const code = await withheld(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  terminal: process.stdout.isTTY,
  serve: async () => {
    // The server is a process of its own: this one becomes it, and has its exit code.
    await import(new URL('../server/main.js', import.meta.url).href);
  },
  serveBeside: async (env) => {
    const url = new URL('../server/serve.js', import.meta.url).href;
    return serveBeside((await import(url)) as ServerModule, env, process.cwd());
  },
  interruptible,
}).catch((error: unknown) => {
  console.error(error);
  return 1;
});
if (code !== 0) process.exitCode = code;

/** Lets a signal stop work cleanly while it lasts; a second one does not wait. */
async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => (stop.signal.aborted ? process.exit(130) : stop.abort());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
