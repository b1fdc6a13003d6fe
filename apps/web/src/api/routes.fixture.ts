import type { Client } from '../session/client.js';
import { addressOf } from './address.js';
import { call } from './call.js';

/**
 * Requests that do not compile: each would be refused by a server, or be `undefined` on the page. Where one compiles after
 * all, `tsc -p apps/web` fails (in `npm run check`); nothing here is run.
 */
export async function refusedByTypes(client: Client): Promise<unknown[]> {
  const status = { path: { id: '01EY' } };

  // @ts-expect-error -- there is no such route
  await call('get', '/api/v1/stories', {});
  // @ts-expect-error -- there is such a route, and nothing is posted to it
  await call('post', '/api/v1/scenarios', {});
  // @ts-expect-error -- its path names a post
  await call('get', '/api/v1/statuses/{id}', {});
  // @ts-expect-error -- and names it so
  await call('get', '/api/v1/statuses/{id}', { path: { status: '01EY' } });
  // @ts-expect-error -- there is no such parameter
  await call('get', '/api/v1/statuses/{id}', { ...status, query: { view_of: 'IN' } });
  // @ts-expect-error -- a parameter is one of some
  await call('get', '/api/v1/statuses/{id}', { ...status, query: { lang: 'fr' } });
  // @ts-expect-error -- nothing is sent with what is read
  await call('get', '/api/v1/statuses/{id}', { ...status, body: {} });

  // @ts-expect-error -- a body has to be there
  await client.post('/api/v1/appeals', {});
  // @ts-expect-error -- with all that it needs
  await client.post('/api/v1/admin/notes', { body: { status_id: '01EY' } });
  // @ts-expect-error -- and with nothing that it does not take
  await client.post('/api/v1/appeals', { body: { restriction_id: '01EY', text: 'It is news.', loud: true } });
  const header = { 'idempotency-key': '1' };
  // @ts-expect-error -- a header that the route does not look at
  await client.post('/api/v1/appeals', { header, body: { restriction_id: '01EY', text: '' } });

  const { id, content, account } = await client.read('/api/v1/statuses/{id}', status);
  // @ts-expect-error -- a post has no such field
  const { colour } = await client.read('/api/v1/statuses/{id}', status);
  // @ts-expect-error -- a list of posts is no post
  const { withheld } = await client.read('/api/v1/timelines/public', {});
  // @ts-expect-error -- a field of a field that is not there
  const { zodiac } = account;

  // @ts-expect-error -- there is no such page
  window.location.assign(addressOf('/oauth/authorise', {}));
  const unread: unknown[] = [id, content, colour, withheld, zodiac];
  return unread;
}
