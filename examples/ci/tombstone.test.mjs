import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startWithheld } from './withheld-server.mjs';

/** The client that is tested: `CLIENT` names its module; else the one beside this file. */
const client = process.env.CLIENT
  ? pathToFileURL(path.resolve(process.env.CLIENT))
  : new URL('client.mjs', import.meta.url);
const { open } = await import(client.href);

/** ms; what a client does not show by then it does not show. */
const PATIENCE = 1_000;
const WORDS = 'Good morning';
const NOTICE = 'This post from @asha has been withheld in India in response to a legal demand.';

describe('a post that is withheld in India', () => {
  let withheld;
  let asha;
  let ministry;
  let meera;
  let post;
  let order;
  /** Clients that stay open from before the post is withheld until it is back. */
  let india;
  let elsewhere;

  before(async () => {
    withheld = await startWithheld();
    ({ asha, ministry, meera } = await withheld.people({
      asha: 'reader',
      ministry: 'authority',
      meera: 'moderator',
    }));
    post = await withheld.call('POST', '/api/v1/statuses', { as: asha, body: { status: WORDS } });
    order = await withheld.call('POST', '/api/v1/orders', {
      as: ministry,
      body: {
        external_id: 'demo-1',
        legal_basis: 'Section 69A, Information Technology Act, 2000',
        grounds: ['public_order'],
        countries: ['IN'],
        items: [{ status_id: post.id }],
      },
    });
    india = await open(withheld.address, 'IN');
    elsewhere = await open(withheld.address, 'US');
  });
  after(async () => {
    await india?.close();
    await elsewhere?.close();
    await withheld?.stop();
  });

  const decide = (outcome, reason) =>
    withheld.call('POST', `/api/v1/orders/${order.id}/items/1/decisions`, {
      as: meera,
      body: { outcome, reason },
    });
  const isThere = (text) => text.includes(WORDS) && !text.includes(NOTICE);
  const isWithheld = (text) => text.includes(NOTICE) && !text.includes(WORDS);

  it('is shown until the order is decided', async () => {
    for (const by of [india, elsewhere]) {
      const text = await shown(by, isThere);
      assert.ok(isThere(text), `The client does not show what nobody withholds:\n${text}`);
    }
  });

  it('is a notice in India, without a word of it, whatever the client has kept', async () => {
    await decide('withheld', 'As ordered');
    const openedNow = await open(withheld.address, 'IN');
    try {
      for (const by of [india, openedNow]) {
        const text = await shown(by, isWithheld);
        assert.ok(!text.includes(WORDS), `The client shows in India what is withheld there:\n${text}`);
        assert.ok(text.includes(NOTICE), `The client does not say in India that it is withheld:\n${text}`);
      }
    } finally {
      await openedNow.close();
    }
  });

  it('is shown elsewhere as it was', async () => {
    const text = await shown(elsewhere, isThere);
    assert.ok(isThere(text), `The client withholds elsewhere what is withheld in India:\n${text}`);
  });

  it('is a 451 where it is asked for by its id', async () => {
    const response = await fetch(`${withheld.address}/api/v1/statuses/${post.id}?view_from=IN`);
    assert.equal(response.status, 451);
    assert.match(response.headers.get('link'), /rel="blocked-by"/);
    assert.equal((await response.json()).withheld.order_id, order.id);
  });

  it('says of itself why', async () => {
    const explanation = await withheld.call('GET', `/api/v1/explain?status=${post.id}&view_from=IN`);
    assert.equal(explanation.verdict, 'withheld');
    assert.ok(explanation.rules.some(({ rule, matched }) => rule === 'withhold' && matched));
  });

  it('is as it was once it is restored', async () => {
    await decide('restored', 'Reviewed');
    const text = await shown(india, isThere);
    assert.ok(isThere(text), `The client does not show it again:\n${text}`);
  });
});

/** What a client shows, once it is right: one that is told over a socket takes a moment. */
async function shown(client, right) {
  for (const giveUp = Date.now() + PATIENCE; ; await sleep(100)) {
    const text = (await client.shows()).join('\n');
    if (right(text) || Date.now() > giveUp) return text;
  }
}
