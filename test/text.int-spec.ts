import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorBody, Order, OrderItem, Status } from '#contract';
import { accountBody, orderBody, postBody, restrictionBody } from './support/bodies.js';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

const PUBLIC_URL = 'https://withheld.example';
const SRI = 'ශ්‍රී';

onEachDatabase((make) => {
  describe('what a post’s text holds', () => {
    const server = serverOn(make, { env: { TEST: '1', PUBLIC_URL } });
    let cast: Record<'asha' | 'bilal' | 'chitra', Person>;
    let india: Reader;
    let elsewhere: Reader;
    /** Somebody on Koo who is called as somebody here is. */
    let onKoo: string;
    beforeAll(async () => {
      cast = await people(server.address, { asha: 'reader', bilal: 'reader', chitra: 'reader' });
      onKoo = await server.does('open-account', accountBody('asha', { venue: 'koo' }));
      india = new Reader(server.address, { view_from: 'IN' });
      elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
    });

    const reads = async (id: string, reader = elsewhere): Promise<Status> =>
      (await reader.reads<Status>(`/api/v1/statuses/${id}`)).body;
    const restricts = (
      kind: 'withhold' | 'suspend' | 'limit',
      subject: Parameters<typeof restrictionBody>[1],
    ) => server.does('impose-restriction', restrictionBody(kind, subject));

    describe('hashtags', () => {
      const tagged = async (tag: string): Promise<string[]> => {
        const { body } = await elsewhere.reads<Status[]>(`/api/v1/timelines/tag/${encodeURIComponent(tag)}`);
        return body.map(({ id }) => id);
      };

      it('are links in the content, and stand in `tags`', async () => {
        const { content, tags } = await cast.asha.posts('Of #Rivers & ＃日本語');
        expect(content).toBe(
          `<p>Of <a href="${PUBLIC_URL}/tags/rivers" class="mention hashtag" rel="tag">#<span>Rivers</span></a> &amp; ` +
            `<a href="${PUBLIC_URL}/tags/%E6%97%A5%E6%9C%AC%E8%AA%9E" class="mention hashtag" rel="tag">＃<span>日本語</span></a></p>`,
        );
        expect(tags).toEqual([
          { name: 'rivers', url: `${PUBLIC_URL}/tags/rivers` },
          { name: '日本語', url: `${PUBLIC_URL}/tags/%E6%97%A5%E6%9C%AC%E8%AA%9E` },
        ]);
      });

      it.each([
        ['with a joiner', SRI, `#${SRI}`],
        ['with a dot', '#ジョン・レノン', '#ｼﾞｮﾝ･ﾚﾉﾝ'],
        ['in marks', '#עַל־יְדֵי', '#עַל־יְדֵי'],
        ['full-width', '＃ＳＴＯＲＫＳ', '#storks'],
      ])('%s are one everywhere, however they are written: %s', async (_, asked, written) => {
        const listener = await Listener.connect(server.address);
        expect(
          await listener.ask('subscribe', { stream: `hashtag:${asked.replace(/^[#＃]/, '')}` }),
        ).toMatchObject({
          ok: true,
        });
        const { id, tags } = await cast.asha.posts(`Look: ${written}`);
        await listener.hasHeard(server);
        listener.close();
        expect(listener.told()).toEqual([`update ${id}`]);
        expect(await tagged(asked)).toEqual([id]);
        const page = await elsewhere.reads(new URL(tags[0]!.url).pathname);
        expect([page.status, page.text.includes(`/@asha/${id}`)]).toEqual([200, true]);

        const restriction = await restricts('limit', { type: 'hashtag', id: asked });
        expect(await tagged(written)).toEqual([]);
        await server.does('lift-restriction', { restriction, reason: 'It is over' });
        expect(await tagged(written)).toEqual([id]);
      });

      it('are named by an order and by a restriction as a post can have them', async () => {
        const [demo] = Object.values(await people(server.address, { ministry: 'authority' }));
        const { external_id, legal_basis, grounds, countries } = orderBody('', []);
        const files = (tag: string) =>
          demo!.sends<Order & ErrorBody>('POST', '/api/v1/orders', {
            ...{ external_id, title: 'On a word', legal_basis, grounds, reason: 'It is used', countries },
            items: [{ tag }],
          });
        const { status, body } = await files(`＃${SRI}`);
        expect(status).toBe(200);
        const items = await demo!.reads<OrderItem[]>(`/api/v1/orders/${body.id}/items`);
        expect(items.body[0]?.tag).toBe(SRI);
        for (const none of ['a b', 'ﷺ', '123', '##a', 'a·']) expect((await files(none)).status).toBe(422);
      });
    });

    describe('mentions', () => {
      it('are links in the content, and stand in `mentions`: of the author’s venue unless another is named', async () => {
        const here = await cast.bilal.posts('@Asha, @asha@koo, @asha and @nobody');
        expect(here.mentions).toEqual([
          { id: cast.asha.id, username: 'asha', acct: 'asha', url: `${PUBLIC_URL}/@asha` },
          { id: onKoo, username: 'asha', acct: 'asha@koo', url: `${PUBLIC_URL}/@asha@koo` },
        ]);
        const mention = (page: string, words: string): string =>
          `<span class="h-card"><a href="${PUBLIC_URL}/${page}" class="u-url mention">@<span>${words}</span></a></span>`;
        expect(here.content).toBe(
          `<p>${mention('@asha', 'Asha')}, ${mention('@asha@koo', 'asha@koo')}, ${mention('@asha', 'asha')} and @nobody</p>`,
        );
        const there = await reads(await server.does('publish-post', postBody('@asha @bilal'), onKoo));
        expect(there.mentions.map(({ acct }) => acct)).toEqual(['asha@koo']);
      });

      it('tell of who is withheld or suspended no more than the handle, and the same to everybody', async () => {
        const [dev, esha] = [
          await server.does('open-account', accountBody('dev')),
          await server.does('open-account', accountBody('esha')),
        ];
        const { id } = await cast.bilal.posts('Ask @dev and @esha');
        const before = await reads(id);
        await restricts('withhold', { type: 'account', id: dev });
        await restricts('suspend', { type: 'account', id: esha });
        expect(await reads(id, india)).toEqual(before);
        expect(await reads(id)).toEqual(before);
        expect(before.mentions.map(({ acct }) => acct)).toEqual(['dev', 'esha']);
      });

      it('of who is erased are words, and not whoever takes the handle', async () => {
        const [gita] = Object.values(await people(server.address, { gita: 'reader' }));
        const { id } = await cast.bilal.posts('Goodbye @gita');
        expect((await reads(id)).mentions).toHaveLength(1);
        await server.does('erase-account', { account: gita!.id }, gita!.id);
        expect(await reads(id)).toMatchObject({ content: '<p>Goodbye @gita</p>', mentions: [] });
        await server.does('open-account', accountBody('gita'));
        expect(await reads(id)).toMatchObject({ content: '<p>Goodbye @gita</p>', mentions: [] });
      });

      it('go with the words of what is withheld', async () => {
        const { id } = await cast.bilal.posts('Secret, @asha #whisper');
        await restricts('withhold', { type: 'post', id });
        const { body } = await india.reads<ErrorBody>(`/api/v1/statuses/${id}`);
        expect(body.status).toMatchObject({ id, mentions: [], tags: [] });
        expect(JSON.stringify(body)).not.toMatch(/@asha|whisper/);
      });
    });

    it('counts a link as 23 characters, however long, and of a mention not the venue', async () => {
      const url = `https://example.org/${'a'.repeat(230)}`;
      const publishes = (status: string) => cast.asha.sends('POST', '/api/v1/statuses', { status });
      expect((await publishes(`${'x'.repeat(300)} ${url}`)).status).toBe(200);
      expect((await publishes(`${'x'.repeat(476)} ${url}`)).status).toBe(200);
      const tooLong = await publishes(`${'x'.repeat(477)} ${url}`);
      expect([tooLong.status, tooLong.body.error]).toEqual([
        422,
        expect.stringContaining('is 501 characters long; Withheld takes up to 500'),
      ]);
      expect((await publishes(`${'x'.repeat(492)}, @bilal@home`)).status).toBe(200);
    });

    it('leads on pages to our pages as seen from there, and to others’ as they are', async () => {
      const { id } = await cast.chitra.posts('@asha on #boats: https://withheld.example/@x?view_from=US');
      const page = await india.reads(`/@chitra/${id}`);
      expect(page.text).toContain('<a href="/tags/boats?view_from=IN" class="mention hashtag" rel="tag">');
      expect(page.text).toContain('<a href="/@asha?view_from=IN" class="u-url mention">');
      expect(page.text).toContain('<a href="https://withheld.example/@x?view_from=US" rel="nofollow');
      expect(page.text).toContain('content="@asha on #boats: https://withheld.example/@x?view_from=US"');
      const feed = await india.reads('/@chitra.rss');
      expect(feed.text).toContain('&lt;a href=&quot;https://withheld.example/tags/boats&quot; class=');
    });

    it('stands in a feed behind its warning', async () => {
      await cast.chitra.posts('The <end>', { spoiler_text: 'Spoils & tells' });
      const { text } = await elsewhere.reads('/@chitra.rss');
      const description = /<description>(&lt;details[^]*?)<\/description>/.exec(text)?.[1];
      expect(description?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(
        '<details><summary>Spoils &amp; tells</summary><p>The &lt;end&gt;</p></details>',
      );
    });

    it.each([
      [1, 1],
      [219, 219],
      [549, 549],
      [550, 550],
      [100_000, 550],
    ])('is embedded no wider than is asked for: %i', async (maxwidth, width) => {
      const { url } = await cast.asha.posts('A post');
      const embed = await elsewhere.reads<{ width: number; html: string }>(
        `/api/oembed?url=${encodeURIComponent(url)}&maxwidth=${maxwidth}`,
      );
      expect([embed.status, embed.body.width]).toEqual([200, width]);
      expect(embed.body.html).toContain(` width="${width}"`);
    });

    it.each(['0', '-1', '1.5', 'wide'])('is not embedded at no width: %j', async (maxwidth) => {
      const { url } = await cast.asha.posts('A post');
      const embed = await elsewhere.reads(`/api/oembed?url=${encodeURIComponent(url)}&maxwidth=${maxwidth}`);
      expect(embed.status).toBe(422);
    });
  });
});
