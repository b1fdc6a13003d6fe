import { afterAll, beforeAll } from '@jest/globals';
import { people, Reader, signsUp, type Person } from '../support/client.js';
import { sqliteDatabase } from '../support/databases.js';
import { startServer, type TestServer } from '../support/server.js';
import { holdingStandOff } from '../support/stand-off.js';

const PASSWORD = 'correct horse battery staple';
export const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

/** The people whom clients meet, on a server that holds the stand-off. */
export interface World {
  readonly server: TestServer;
  /** The address that the server tells clients to use. */
  readonly url: string;
  /** Signs in by the client. */
  readonly asha: Person;
  readonly bilal: Person;
  /** Withholds. */
  readonly meera: Person;
}

/** The choices on the page that lets an app in, beside who one is. */
export interface View {
  /** A country that the app looks from, one of those that the page offers. */
  from?: string;
  /** An instant that it looks as of, in UTC, to the minute. */
  moment?: string;
}

/** A world for the tests of a client; nothing can be asked of it before they begin. */
export function worldOf(name: string): World {
  let world: World | undefined;
  beforeAll(async () => {
    const server = await startServer(await holdingStandOff(sqliteDatabase)(), { env: { TEST: '1' } });
    const asha = await signsUp(server.address, `asha_${name}`);
    const made = await people(server.address, {
      [`bilal_${name}`]: 'reader',
      [`meera_${name}`]: 'moderator',
    });
    const [bilal, meera] = Object.values(made) as [Person, Person];
    world = { server, url: server.address.replace('127.0.0.1', 'localhost'), asha, bilal, meera };
  }, 120_000);
  afterAll(async () => {
    await world?.server.close();
    await world?.server.place.remove();
  });
  return new Proxy({} as World, {
    get: (_, field: keyof World) => {
      if (world === undefined) throw new Error('The world is not there yet');
      return world[field];
    },
  });
}

/**
 * Lets an app in, as somebody does in a browser: opens the page that the client names, fills in its form, and takes
 * the code from where the browser is sent, or from the page that shows it.
 *
 * @param address that the client sends the browser to
 */
export async function letsIn(address: string, { username }: Person, view: View = {}): Promise<string> {
  const { origin, pathname, searchParams } = new URL(address);
  const browser = new Reader(origin);
  const asked = Object.fromEntries(searchParams);
  const page = await browser.reads(pathname, asked);
  if (page.status !== 200) throw new Error(`${address}: ${page.status} ${page.text.slice(0, 500)}`);
  const form = new URLSearchParams({
    ...asked,
    decision: 'allow',
    as: 'own',
    username,
    password: PASSWORD,
    ...(view.from === undefined ? {} : { from: view.from }),
    ...(view.moment === undefined ? {} : { as_of: 'moment', moment: view.moment }),
  });
  const answer = await browser.sends('POST', pathname, form);
  const code =
    answer.status === 303
      ? new URL(answer.headers.get('location') ?? '').searchParams.get('code')
      : /class="oob" readonly value="([^"]+)"/.exec(answer.text)?.[1];
  if (code === null || code === undefined)
    throw new Error(`No code: ${answer.status} ${answer.text.slice(0, 2_000)}`);
  return code;
}
