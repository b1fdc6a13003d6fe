import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startWithheld } from './withheld-server.mjs';

/** What a client makes of a Mastodon status. Replace it by your own. */
function render(status) {
  const words = status.content.replace(/<[^>]+>/g, '');
  if (status.tombstone) return `🚫 ${words}`;
  const where = status.withheld === null ? '' : ` (withheld in: ${status.withheld.country_codes.join(', ')})`;
  return `${status.account.display_name}: ${words}${where}`;
}

describe('a post that is withheld in India', () => {
  let withheld;
  let asha;
  let ministry;
  let meera;
  let post;
  let order;

  before(async () => {
    withheld = await startWithheld();
    ({ asha, ministry, meera } = await withheld.people({
      asha: 'reader',
      ministry: 'authority',
      meera: 'moderator',
    }));
    post = await withheld.call('POST', '/api/v1/statuses', { as: asha, body: { status: 'Good morning' } });
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
  });
  after(() => withheld.stop());

  const decide = (outcome, reason) =>
    withheld.call('POST', `/api/v1/orders/${order.id}/items/1/decisions`, {
      as: meera,
      body: { outcome, reason },
    });
  const timeline = (country) => withheld.call('GET', `/api/v1/timelines/public?view_from=${country}`);

  it('is there until the order is decided', async () => {
    assert.deepEqual((await timeline('IN')).map(render), ['asha: Good morning']);
  });

  it('is a tombstone in India alone', async () => {
    await decide('withheld', 'As ordered');
    assert.deepEqual((await timeline('IN')).map(render), [
      '🚫 This post from @asha has been withheld in India in response to a legal demand.',
    ]);
    assert.deepEqual((await timeline('US')).map(render), ['asha: Good morning (withheld in: IN)']);
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
    assert.deepEqual((await timeline('IN')).map(render), ['asha: Good morning']);
  });
});
