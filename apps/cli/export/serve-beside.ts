import type { ServerBeside } from './export-html.js';
import { NotExported } from './read-replay.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** `apps/server/serve.ts`, which starts a server: it is loaded where it is needed alone. */
export interface ServerModule {
  serve: (env: Environment, folder: string, say: (text: string) => void) => Promise<() => Promise<void>>;
  whyNot: (error: unknown) => string;
}

/**
 * Starts a server in this process, for one command.
 *
 * @param env with `PORT` 0, so that it says its address as a line of JSON
 * @param folder the one that relative paths are in
 * @throws NotExported where it does not start, with why
 */
export async function serveBeside(
  { serve, whyNot }: ServerModule,
  env: Environment,
  folder: string,
): Promise<ServerBeside> {
  let said = '';
  try {
    // The address comes first; what else it says is for whoever starts a server to stay.
    const stop = await serve(env, folder, (text) => (said ||= text.startsWith('{') ? text : ''));
    return { address: (JSON.parse(said) as { address: string }).address, stop };
  } catch (error) {
    throw new NotExported(whyNot(error));
  }
}
