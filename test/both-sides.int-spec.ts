import { describe, expect, it } from '@jest/globals';
import type { Order } from '#contract';
import { Reader, signsUp } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn, STAND_OFF } from './support/server.js';
import { holdingStandOff } from './support/stand-off.js';

describe('a page of a story', () => {
  const server = serverOn(holdingStandOff(sqliteDatabase));
  const textOf = async (path: string): Promise<string> => (await fetch(server.address + path)).text();
  const firstOrder = async (): Promise<Order> => {
    const orders = await new Reader(server.address).reads<Order[]>('/api/v1/orders', { scenario: STAND_OFF });
    return orders.body.at(-1)!;
  };

  it('leads to both sides at the moment that it shows; live, to the end of a story that is over', async () => {
    const path = `/orders/${(await firstOrder()).id}`;
    const [then, now] = [
      await textOf(`${path}?view_at=2021-02-01T09:06:00Z&view_from=IN`),
      await textOf(path),
    ];
    expect(then).toContain('href="/?view_at=2021-02-01T09:06:00Z&amp;left=IN"');
    expect(now).toContain('href="/?view_at=2021-02-12T04:30:05Z"');
    // A post that is opened from elsewhere is on the other side, where the story has it.
    expect(await textOf(`${path}?view_from=elsewhere`)).toContain('href="/?view_at=2021-02-12T04:30:05Z"');
  });

  it('of what people write leads to both sides of that', async () => {
    const asha = await signsUp(server.address, 'asha');
    const post = await asha.posts('Good morning.');
    const page = await textOf(`${new URL(post.url).pathname}?view_from=IN&lang=hi`);
    expect(page).toContain('href="/timeline?left=IN&amp;lang=hi"');
  });

  it.each([
    ['en', '257 of what? The sources differ'],
    ['hi', '257 क्या? स्रोत एकमत नहीं हैं'],
  ])('has side by side what the sources print of an order, unsettled, in %s', async (lang, question) => {
    const page = await textOf(`/orders/${(await firstOrder()).id}?lang=${lang}`);
    expect(page).toContain(question);
    const slips = [...page.matchAll(/<li>\s*<p dir="auto">([^<]*)<\/p>/g)].map(([, words]) => words);
    expect(slips).toEqual([
      '“around 257 Tweets and several Twitter accounts”',
      '“over 250 Twitter handles”',
      '“over 250 handles”',
      '257 handles',
    ]);
    expect(page).toContain('X2 India Today, 2021-02-11');
  });

  it('that lists orders names the authority of each', async () => {
    const { authority } = await firstOrder();
    const { pathname } = new URL(authority.url);
    expect(await textOf('/orders')).toContain(`<a href="${pathname}">${authority.name}</a>`);
    expect(pathname).toMatch(/^\/authorities\//);
  });
});
