import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ErrorBody, LumenNotice, Status } from '#contract';
import { accountBody, decisionBody, orderBody, postBody, restrictionBody } from './support/bodies.js';
import { people, Reader, type Answer, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { sendRaw } from './support/raw-request.js';
import { serverOn } from './support/server.js';
import { holdingStandOff } from './support/stand-off.js';
import { parseXml, type Element } from './support/xml.js';

const PUBLIC_URL = 'https://withheld.example';
/** Whatever a page says, it is not this. */
const HOSTILE = `"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;`;
const FEBRUARY = '2021-02-10T08:30:00Z';

/** The head that a page shows to those who link to it: its title, and its `og:` properties. */
function headOf({ text }: Answer<unknown>): { title: string; properties: Record<string, string> } {
  const properties = text.matchAll(/<meta property="([^"]+)" content="([^"]*)"/g);
  return {
    title: /<title>([^<]*)<\/title>/.exec(text)?.[1] ?? '',
    properties: Object.fromEntries(Array.from(properties, ([, name = '', content = '']) => [name, content])),
  };
}

/** The addresses that a page leads to, within the site. */
function linksOf({ text }: Answer<unknown>): URL[] {
  const hrefs = text.matchAll(/href="([^"]*)"/g);
  return Array.from(hrefs, ([, href = '']) => new URL(href.replaceAll('&amp;', '&'), PUBLIC_URL)).filter(
    ({ origin, pathname }) => origin === PUBLIC_URL && !/\.(css|svg)$/.test(pathname),
  );
}

function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

onEachDatabase((make) => {
  describe('pages, feeds and embeds', () => {
    const server = serverOn(make, { env: { TEST: '1', PUBLIC_URL } });
    let cast: Record<'asha' | 'bilal' | 'chitra' | 'dev' | 'esha' | 'meera', Person>;
    let india: Reader;
    let america: Reader;
    const post: Record<'plain' | 'withheld' | 'labelled' | 'suspended' | 'deleted' | 'unlisted', string> = {
      plain: '',
      withheld: '',
      labelled: '',
      suspended: '',
      deleted: '',
      unlisted: '',
    };

    beforeAll(async () => {
      cast = await people(server.address, {
        asha: 'reader',
        bilal: 'reader',
        chitra: 'reader',
        dev: 'reader',
        esha: 'reader',
        meera: 'moderator',
      });
      india = new Reader(server.address, { view_from: 'IN' });
      america = new Reader(server.address, { view_from: 'US' });
      for (const name of Object.keys(post) as (keyof typeof post)[]) {
        const visibility = name === 'unlisted' ? 'unlisted' : 'public';
        post[name] = (await cast.asha.posts(`A ${name} heron`, { visibility })).id;
      }
      const restricts = (kind: 'withhold' | 'label' | 'suspend', id: string): Promise<string> =>
        server.does('impose-restriction', restrictionBody(kind, { type: 'post', id }));
      await restricts('withhold', post.withheld);
      await restricts('label', post.labelled);
      await restricts('suspend', post.suspended);
      await cast.asha.deletes(post.deleted);
      // Dev posts, and is then withheld in India as a whole.
      await cast.dev.posts('A crane by Dev');
      await server.does(
        'impose-restriction',
        restrictionBody('withhold', { type: 'account', id: cast.dev.id }),
      );
    });

    /** An order on a post of Esha's, decided as demanded; gives the post, the order and its authority. */
    const demanded = async (confidential: boolean): Promise<Record<'id' | 'order' | 'authority', string>> => {
      const { id } = await cast.esha.posts('A heron demanded');
      const authority = await server.does('register-authority', {
        name: `A ministry <${confidential ? 'quiet' : 'open'}>`,
        short_name: 'Ministry',
        country: 'IN',
        note: '',
      });
      const items = [{ subject: { type: 'post' as const, id } }];
      const order = await server.does('file-order', orderBody(authority, items, { confidential }), authority);
      await server.does('decide-item', decisionBody(order, 1, 'withheld'));
      return { id, order, authority };
    };

    describe('a post’s page', () => {
      it('shows what may be seen, with one script of ours that it needs for nothing', async () => {
        const page = await india.reads(`/@asha/${post.plain}`);
        expect(page.status).toBe(200);
        expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(page.headers.get('content-security-policy')).toMatch(
          /^default-src 'none';.*script-src 'self';(?!.*unsafe)/,
        );
        expect(
          (await america.reads(`/@asha/${post.plain}/embed`)).headers.get('content-security-policy'),
        ).not.toContain('script');
        expect(page.text).toContain('A plain heron');
        expect(page.text.match(/<script[^>]*>[^<]*/g)).toEqual(['<script type="module" src="/page.js">']);
        expect(page.text).toContain('<html lang="en">');
      });

      it('of something withheld is a 451 with the tombstone, and tells nothing of it', async () => {
        const page = await india.reads(`/@asha/${post.withheld}`);
        expect(page.status).toBe(451);
        expect(Object.fromEntries(page.headers)).toMatchObject({
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'private, no-store',
          'geo-scope-block': 'IN',
          link: `<${PUBLIC_URL}>; rel="blocked-by"`,
          'x-robots-tag': 'noindex',
        });
        const statement = 'This post from @asha has been withheld in India based on the platform’s rules.';
        expect(page.text).toContain(statement);
        expect(page.text).not.toContain('heron');
        expect(headOf(page)).toEqual({
          title: statement,
          properties: { 'og:site_name': 'Withheld', 'og:title': statement, 'og:locale': 'en_IN' },
        });
      });

      it('says so in Hindi to who reads Hindi', async () => {
        const headers = { 'accept-language': 'hi-IN,hi;q=0.9,en;q=0.5' };
        const page = await india.sends('GET', `/@asha/${post.withheld}`, undefined, headers);
        expect(page.text).toContain('<html lang="hi">');
        expect(page.text).toContain('भारत में रोक दी गई है');
      });

      it('shows it elsewhere, with where it is withheld', async () => {
        const page = await america.reads(`/@asha/${post.withheld}`);
        expect([page.status, page.text.includes('Withheld in: India.')]).toEqual([200, true]);
        expect(page.text).toContain('A withheld heron');
      });

      it('is as full with a label on it', async () => {
        const page = await india.reads(`/@asha/${post.labelled}`);
        expect(page.status).toBe(200);
        expect(page.text).toContain('A labelled heron');
        expect(page.text).toContain('Disputed');
      });

      it.each(['suspended', 'deleted'] as const)('of something %s is a 404, as a page', async (name) => {
        const page = await america.reads(`/@asha/${post[name]}`);
        expect(page.status).toBe(404);
        expect(page.text).toContain('There is nothing here');
        expect(page.text).not.toContain('heron');
      });

      it('is at one address alone', async () => {
        const wrong = [
          `/@bilal/${post.plain}`,
          `/@asha@koo/${post.plain}`,
          `/@asha/${cast.asha.id}`,
          '/@asha/nonsense',
          `/@/${post.plain}`,
          `/@asha@home@home/${post.plain}`,
        ];
        const answers = await Promise.all(wrong.map((path) => america.reads(path)));
        expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 404));
        expect((await america.reads(`/@ASHA@home/${post.plain}`)).status).toBe(200);
      });

      it('of a re-post or quote of what is withheld is withheld, too', async () => {
        const heron = await cast.esha.posts('A heron passed on');
        const repost = await cast.bilal.reposts(heron.id);
        const quote = await server.does(
          'publish-post',
          postBody('Look', { quote_of: heron.id }),
          cast.chitra.id,
        );
        const before = await india.reads(`/@chitra/${quote}`);
        expect([before.status, before.text.includes('A heron passed on')]).toEqual([200, true]);
        await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: heron.id }));
        for (const path of [`/@bilal/${repost.id}`, `/@chitra/${quote}`, `/@chitra/${quote}/embed`]) {
          const page = await india.reads(path);
          expect([page.status, page.text.includes('heron')]).toEqual([451, false]);
          expect((await america.reads(path)).text).toContain('A heron passed on');
        }
      });

      it('keeps the viewpoint in its links', async () => {
        const { body } = await america.reads<Status>(`/api/v1/statuses/${post.plain}`);
        const view = { view_at: body.created_at, view_from: 'US', view_as: 'public' };
        const page = await new Reader(server.address, view).reads(`/@asha/${post.plain}`);
        // The client's own pages look as the public, whoever asks.
        const inner = linksOf(page).filter(
          ({ pathname, search }) => !['/', '/timeline'].includes(pathname) && search !== '',
        );
        expect(inner.map(({ pathname }) => pathname)).toEqual(
          expect.arrayContaining(['/api/oembed', '/@asha.rss', '/@asha', `/@asha/${post.plain}`]),
        );
        for (const { searchParams } of inner) {
          expect(searchParams.get('view_as')).toBe('public');
          if (searchParams.get('view_at') !== null) expect(searchParams.get('view_at')).toBe(body.created_at);
        }
        expect(page.text).toContain('Seen from the United States, as of ');
        // The form that looks from elsewhere asks for the same address, at the same instant, as the same.
        expect(page.text).toContain(`<input type="hidden" name="view_at" value="${body.created_at}" />`);
        expect(page.text).toContain('<input type="hidden" name="view_as" value="public" />');
        expect(page.text).toContain('<option value="US" selected>the United States</option>');
      });

      it('is in the language that its address names, and so is what it leads to', async () => {
        const page = await america.reads(`/@asha/${post.withheld}?lang=hi`);
        expect(page.text).toContain('<html lang="hi">');
        const inner = linksOf(page).filter(({ pathname }) => /^\/(@asha|orders)$/.test(pathname));
        expect(inner.map(({ searchParams }) => searchParams.get('lang'))).toEqual(inner.map(() => 'hi'));
        expect(inner.length).toBeGreaterThan(1);
        const unknown = await america.reads(`/@asha/${post.plain}?lang=xx`);
        expect([unknown.status, unknown.text.includes('lang &quot;xx&quot; is not spoken here')]).toEqual([
          422,
          true,
        ]);
      });
    });

    describe('451', () => {
      it('names the authority whose order is behind it, on pages and in the API', async () => {
        const { id, authority } = await demanded(false);
        const link = `<${PUBLIC_URL}>; rel="blocked-by", <${PUBLIC_URL}/authorities/${authority}>; rel="blocking-authority"`;
        for (const path of [`/@esha/${id}`, `/@esha/${id}/embed`, `/api/v1/statuses/${id}`]) {
          const answer = await india.reads(path);
          expect(answer.status).toBe(451);
          expect(answer.headers.get('link')).toBe(link);
          expect(answer.headers.get('geo-scope-block')).toBe('IN');
          expect(answer.headers.get('cache-control')).toBe('private, no-store');
        }
        const page = await india.reads(`/authorities/${authority}`);
        expect(page.status).toBe(200);
        expect(page.text).toContain('A ministry &lt;open&gt;');
        expect(page.text).toContain('This is this server’s own page');
        expect(page.text).toContain('A demand');
      });

      it('says on its page who demanded it, under which law, in which order', async () => {
        const { id, order, authority } = await demanded(false);
        const page = await india.reads(`/@esha/${id}`);
        expect(page.text).toContain('A ministry &lt;open&gt;');
        expect(page.text).toContain('Section 69A, Information Technology Act, 2000');
        const paths = linksOf(page).map(({ pathname }) => pathname);
        expect(paths).toEqual(expect.arrayContaining([`/orders/${order}`, `/authorities/${authority}`]));
      });

      it('names nobody where the order is confidential', async () => {
        const { id, order, authority } = await demanded(true);
        for (const path of [`/@esha/${id}`, `/api/v1/statuses/${id}`]) {
          const answer = await india.reads(path);
          expect(answer.status).toBe(451);
          expect(answer.headers.get('link')).toBe(`<${PUBLIC_URL}>; rel="blocked-by"`);
          expect(answer.text).not.toContain(order);
          expect(answer.text).not.toContain(authority);
        }
        // Nor who is behind it, by whatever id is guessed.
        expect((await india.reads(`/authorities/${authority}`)).status).toBe(404);
        expect((await cast.meera.in('IN').reads(`/authorities/${authority}`)).text).toContain('A demand');
      });

      it('of the API holds the tombstone', async () => {
        const { body } = await india.reads<ErrorBody>(`/api/v1/statuses/${post.withheld}`);
        expect(Object.keys(body).sort()).toEqual(['error', 'status', 'withheld']);
      });
    });

    describe('an order’s page', () => {
      it('shows its facts, its items and what was decided, and nothing of what those say', async () => {
        const { id, order, authority } = await demanded(false);
        for (const reader of [india, america]) {
          const page = await reader.reads(`/orders/${order}`);
          expect(page.status).toBe(200);
          for (const told of ['A demand', 'Public order', 'withheld', '@esha', 'As demanded'])
            expect(page.text).toContain(told);
          expect(page.text).not.toContain('A heron demanded');
          const paths = linksOf(page).map(({ pathname }) => pathname);
          expect(paths).toEqual(expect.arrayContaining([`/authorities/${authority}`, `/@esha/${id}`]));
        }
        expect((await india.reads('/orders')).text).toContain(`/orders/${order}`);
      });

      it('lists the items that stand so, from a number on', async () => {
        const items = await Promise.all(Array.from({ length: 60 }, (_, i) => cast.chitra.posts(`Item ${i}`)));
        const authority = await server.does('register-authority', {
          name: 'An office',
          short_name: 'Office',
          country: null,
          note: '',
        });
        const subjects = items.map(({ id }) => ({ subject: { type: 'post' as const, id } }));
        const order = await server.does('file-order', orderBody(authority, subjects), authority);
        await server.does('decide-item', decisionBody(order, 3, 'refused'));
        const listed = async (query: string): Promise<number[]> => {
          const { text } = await america.reads(`/orders/${order}${query}`);
          return Array.from(text.matchAll(/<tr id="item-(\d+)"/g), ([, n]) => Number(n));
        };
        expect(await listed('')).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
        expect(await listed('?after=50')).toEqual(Array.from({ length: 10 }, (_, i) => i + 51));
        expect(await listed('?state=refused')).toEqual([3]);
        expect((await listed('?state=open&after=2'))[0]).toBe(4);
        const marks = (await america.reads(`/orders/${order}`)).text.match(/<use class="mark-/g);
        expect(marks).toHaveLength(60);
        for (const wrong of ['?state=nonsense', '?after=-1', '?after=x'])
          expect((await america.reads(`/orders/${order}${wrong}`)).status).toBe(422);
      });

      it('that is confidential is a 404, but to moderators', async () => {
        const { order } = await demanded(true);
        expect((await india.reads(`/orders/${order}`)).status).toBe(404);
        expect((await india.reads('/orders')).text).not.toContain(order);
        expect((await cast.meera.in('IN').reads(`/orders/${order}`)).text).toContain('A demand');
      });
    });

    it('the report is a page, a table and a file, and notices in Lumen’s fields name no confidential order', async () => {
      const open = await demanded(false);
      const quiet = await demanded(true);
      const page = await america.reads('/transparency');
      expect(page.status).toBe(200);
      for (const told of ['By outcome', 'By authority', 'Time to decision', 'Confidential orders'])
        expect(page.text).toContain(told);
      expect(page.text).not.toContain('quiet');
      const csv = await america.reads('/transparency/waits.csv');
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(csv.text).toContain(`${open.order},A demand,A ministry <open>,`);
      expect(csv.text).not.toContain(quiet.order);
      const { body } = await america.reads<LumenNotice[]>('/api/v1/transparency/notices');
      expect(body.map(({ order_id }) => order_id)).not.toContain(quiet.order);
      expect(body.find(({ order_id }) => order_id === open.order)).toMatchObject({
        type: 'GovernmentRequest',
        action_taken: 'Yes',
        jurisdiction_list: ['IN'],
        illustrative: false,
        works_attributes: [
          { infringing_urls_attributes: [{ url: `${PUBLIC_URL}/api/v1/statuses/${open.id}` }] },
        ],
      });
    });

    describe('an account’s page', () => {
      it('lists its posts: tombstones for what is withheld, nothing of what is suspended or deleted', async () => {
        const page = await india.reads('/@asha');
        expect(page.status).toBe(200);
        expect(page.text).toContain('A plain heron');
        expect(page.text).toContain('A labelled heron');
        expect(page.text).toContain('This post from @asha has been withheld in India');
        expect(page.text).not.toMatch(/A (withheld|suspended|deleted) heron/);
        expect((await america.reads('/@asha')).text).toContain('A withheld heron');
      });

      it('leads on to older posts, without a gap', async () => {
        for (const n of Array.from({ length: 5 }, (_, i) => i)) await cast.chitra.posts(`Egret ${n}`);
        const first = await america.reads('/@chitra', { limit: '4' });
        const next = /rel="next" href="([^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
        expect(next).toContain('view_from=US');
        const second = await new Reader(server.address).reads(next);
        const seen = [...`${first.text}${second.text}`.matchAll(/<p>Egret (\d)<\/p>/g)].map(([, n]) => n);
        expect(seen).toEqual(['4', '3', '2', '1', '0']);
      });

      it('withheld is a 451 that keeps the handle alone; its posts and its feed are, too', async () => {
        const { body } = await america.reads<Status[]>(`/api/v1/accounts/${cast.dev.id}/statuses`);
        for (const path of ['/@dev', '/@dev.rss', `/@dev/${body[0]?.id ?? ''}`]) {
          const page = await india.reads(path);
          expect([path, page.status]).toEqual([path, 451]);
          expect(page.text).toContain('@dev’s account has been withheld in India');
          expect(page.text).not.toContain('crane');
          expect((await america.reads(path)).text).toContain('A crane by Dev');
        }
      });

      it('suspended is its handle, and an empty feed', async () => {
        const gull = await server.does(
          'open-account',
          accountBody('gull', { display_name: 'Gull', note: 'A bird' }),
        );
        await server.does('publish-post', postBody('A gull’s cry'), gull);
        await server.does('impose-restriction', restrictionBody('suspend', { type: 'account', id: gull }));
        const page = await america.reads('/@gull');
        expect([page.status, page.headers.get('x-robots-tag')]).toEqual([200, 'noindex']);
        expect(page.text).toContain('This account is suspended.');
        expect(page.text).not.toMatch(/Gull|A bird|cry/);
        const feed = await america.reads('/@gull.rss');
        expect([feed.status, all(parseXml(feed.text), 'item')]).toEqual([200, []]);
      });

      it('shows its author what is withheld of theirs', async () => {
        const page = await cast.asha.in('IN').reads('/@asha');
        expect(page.text).toContain('A withheld heron');
        const asPublic = await cast.asha.in('IN').looking({ view_as: 'public' }).reads('/@asha');
        expect(asPublic.text).not.toContain('A withheld heron');
      });
    });

    describe('a feed', () => {
      it('holds public posts alone, and leaves out what is withheld', async () => {
        const titles = async (reader: Reader): Promise<string[]> => {
          const feed = await reader.reads('/@asha.rss');
          expect(feed.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
          return all(parseXml(feed.text), 'item').map((item) => all(item, 'description')[0]?.text ?? '');
        };
        const herons = (texts: string[]): string[] =>
          texts.map((text) => /A (\w+) heron/.exec(text)?.[1] ?? text).sort();
        expect(herons(await titles(india))).toEqual(['labelled', 'plain']);
        expect(herons(await titles(america))).toEqual(['labelled', 'plain', 'withheld']);
      });

      it('is RSS 2.0 as readers ask for it', async () => {
        const rss = parseXml((await america.reads('/@asha.rss')).text);
        expect([rss.name, rss.attributes['version']]).toEqual(['rss', '2.0']);
        const [channel] = rss.children;
        const names = channel?.children.map(({ name }) => name);
        expect(names?.slice(0, 5)).toEqual(['title', 'link', 'description', 'generator', 'atom:link']);
        for (const item of all(rss, 'item')) {
          const [guid] = all(item, 'guid');
          expect(guid?.attributes['isPermaLink']).toBe('true');
          expect(new URL(guid?.text ?? '').origin).toBe(PUBLIC_URL);
          expect(Date.parse(all(item, 'pubDate')[0]?.text ?? '')).not.toBeNaN();
          expect(all(item, 'pubDate')[0]?.text).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/);
          expect(new URL(all(item, 'link')[0]?.text ?? '').searchParams.get('view_from')).toBe('US');
        }
      });
    });

    describe('hostile names and texts', () => {
      it.each([HOSTILE, '\u0001\u0008 ]]> \uffff &#0;', '{{7*7}} ${7} <!--', '&lt;b&gt;'])(
        'stand as what they are: %j',
        async (words) => {
          const handle = `wren${Math.abs([...words].reduce((sum, c) => sum + (c.codePointAt(0) ?? 0), 0))}`;
          const wren = await server.does(
            'open-account',
            accountBody(handle, { display_name: words.slice(0, 30), note: words }),
          );
          const said = await server.does(
            'publish-post',
            postBody(words, { spoiler_text: words, language: 'en' }),
            wren,
          );
          await server.does(
            'impose-restriction',
            restrictionBody('label', { type: 'post', id: said }, { label: words }),
          );
          for (const path of [`/@${handle}`, `/@${handle}/${said}`, `/@${handle}/${said}/embed`]) {
            const page = await america.reads(path);
            expect(page.status).toBe(200);
            expect(page.text).not.toMatch(
              /<script(?! type="module" src="\/page\.js")|<img|<b>alert|onerror=alert\(1\)>/,
            );
            expect(page.text).toContain('Note from the platform');
          }
          const feed = parseXml((await america.reads(`/@${handle}.rss`)).text);
          const readable = words.replaceAll('\u0001', '').replaceAll('\u0008', '').replaceAll('\uffff', '');
          expect(all(feed, 'channel')[0]?.children[0]?.text).toContain(readable.slice(0, 24));
          const { body } = await america.reads<{ html: string; author_name: string }>(
            `/api/oembed?url=${encodeURIComponent(`${PUBLIC_URL}/@${handle}/${said}`)}`,
          );
          expect(body.author_name).toBe(`@${handle}`);
          expect(body.html).toMatch(/^<iframe( [a-z]+="[^"<>]*")+><\/iframe>$/);
        },
      );

      it('that turn text around turn nothing of ours: on no page, in no feed and no embed', async () => {
        const [RLO, FSI, PDI] = ['\u202E', '\u2068', '\u2069'];
        const name = `نور${RLO}${PDI}`;
        const nur = await server.does(
          'open-account',
          accountBody('nur', { display_name: name, note: `A${RLO}` }),
        );
        const says = (text: string, spoiler_text = ''): Promise<string> =>
          server.does('publish-post', postBody(text, { spoiler_text }), nur);
        const id = await says(`Words${RLO} #tag`);
        await says('Words', `Behold${RLO}`);
        await server.does('repost-post', { post: post.plain, visibility: 'public' }, nur);
        for (const path of ['/@nur', `/@nur/${id}`, `/@nur/${id}/embed`, '/@nur.rss', '/tags/tag']) {
          const { status, text } = await america.reads(path);
          expect(status).toBe(200);
          // A post's words stand in a block of their own, which ends what is begun in it.
          const ours = text
            .replaceAll(/<p>[^]*?<\/p>/g, '')
            .replaceAll(/<description>[^]*?<\/description>/g, '');
          for (const [part] of ours.matchAll(/[^<>"]+/g)) {
            expect(part).not.toContain(RLO);
            expect(part.split(FSI).length).toBe(part.split(PDI).length);
          }
        }
        const page = headOf(await america.reads(`/@nur/${id}`));
        expect(page.title).toBe(`${FSI}نور${PDI} (@nur): Words #tag`);
        expect(page.properties).toMatchObject({ 'og:title': page.title, 'og:description': 'Words #tag' });
        const oembed = await america.reads('/api/oembed', { url: `${PUBLIC_URL}/@nur/${id}` });
        expect(oembed.body).toMatchObject({ title: 'A post by @nur', author_name: '@nur' });
      });

      it('in an address are no more than that', async () => {
        const page = await america.reads(`/@${encodeURIComponent(HOSTILE)}?q=${encodeURIComponent(HOSTILE)}`);
        expect(page.status).toBe(404);
        expect(page.text).not.toMatch(/<script(?! type="module" src="\/page\.js")|<img/);
        const wrong = await america.reads('/@asha', { view_at: HOSTILE });
        expect(wrong.status).toBe(422);
        expect(wrong.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(wrong.text).not.toMatch(/<script(?! type="module" src="\/page\.js")|<img/);
        expect(wrong.text).toContain('is not an instant');
      });

      it('make no 5xx, whatever is asked for', async () => {
        await fc.assert(
          fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (name) => {
            const path = encodeURIComponent(name);
            for (const whole of [
              `/@${path}`,
              `/@${path}.rss`,
              `/@asha/${path}`,
              `/authorities/${path}`,
              `/tags/${path}`,
            ]) {
              const { status } = await sendRaw(server.address, { method: 'GET', path: whole });
              expect([whole, status >= 500]).toEqual([whole, false]);
            }
          }),
          { numRuns: 25 },
        );
      });
    });

    describe('oEmbed', () => {
      const embed = (reader: Reader, url: string, rest = ''): Promise<Answer<Record<string, unknown>>> =>
        reader.reads(`/api/oembed?url=${encodeURIComponent(url)}${rest}`);

      it('gives a frame of ours, which whoever looks at it is judged by', async () => {
        const { status, body } = await embed(america, `${PUBLIC_URL}/@asha/${post.plain}`);
        expect(status).toBe(200);
        expect(body).toMatchObject({
          version: '1.0',
          type: 'rich',
          title: 'A post by @asha',
          author_name: '@asha',
          author_url: `${PUBLIC_URL}/@asha`,
          provider_name: 'Withheld',
          provider_url: PUBLIC_URL,
          cache_age: 0,
        });
        expect(JSON.stringify(body)).not.toContain('heron');
        expect(body['html']).toContain(`src="${PUBLIC_URL}/@asha/${post.plain}/embed?view_from=US"`);
        const frame = await america.reads(`/@asha/${post.plain}/embed`);
        expect(frame.headers.get('content-security-policy')).toContain('frame-ancestors *');
        expect(frame.headers.get('x-frame-options')).toBeNull();
        expect(frame.headers.get('x-robots-tag')).toBe('noindex');
        const page = await america.reads(`/@asha/${post.plain}`);
        expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      });

      it('keeps to the size that is wanted', async () => {
        const { body } = await embed(
          america,
          `${PUBLIC_URL}/@asha/${post.plain}`,
          '&maxwidth=200&maxheight=90',
        );
        expect([body['width'], body['height']]).toEqual([200, 90]);
        const wrong = await embed(america, `${PUBLIC_URL}/@asha/${post.plain}`, '&maxwidth=-1');
        expect(wrong.status).toBe(422);
      });

      it('of something withheld is a 451', async () => {
        const { status, text, headers } = await embed(india, `${PUBLIC_URL}/@asha/${post.withheld}`);
        expect([status, text.includes('heron')]).toEqual([451, false]);
        expect(headers.get('content-type')).toContain('application/json');
      });

      it.each<[string, number]>([
        ['', 404],
        ['nonsense', 404],
        ['https://example.org/@asha/', 404],
        ['//withheld.example/@asha/', 404],
        [`${PUBLIC_URL}.example.org/@asha/`, 404],
        [`https://asha@withheld.example:8443/@asha/`, 404],
        ['javascript:alert(1)//', 404],
        [`${PUBLIC_URL}/@bilal/`, 404],
        [`${PUBLIC_URL}/%E0%A4%A/`, 404],
        [`${PUBLIC_URL}/@asha/../@asha/`, 200],
        [`${PUBLIC_URL}/%40asha/`, 200],
      ])('answers for no address but a post’s here: %s', async (url, status) => {
        expect((await embed(america, url === '' ? '' : url + post.plain)).status).toBe(status);
      });

      it('is JSON: another format is a 501', async () => {
        const url = `${PUBLIC_URL}/@asha/${post.plain}`;
        expect((await embed(america, url, '&format=json')).status).toBe(200);
        expect((await embed(america, url, '&format=xml')).status).toBe(501);
        expect((await embed(america, url, '&format=yaml')).status).toBe(422);
        expect((await america.reads('/api/oembed')).status).toBe(422);
      });
    });

    it('a hashtag’s page leaves out what is withheld, and of a limited one everything', async () => {
      const { id } = await cast.chitra.posts('A stork <i>here</i> #Storks');
      await cast.chitra.posts('A stork there #storks');
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id }));
      const storks = async (reader: Reader): Promise<string[]> => {
        const { text } = await reader.reads('/tags/STORKS');
        return Array.from(text.matchAll(/A stork (?:&lt;i&gt;)?(\w+)/g), ([, where = '']) => where);
      };
      expect(await storks(america)).toEqual(['there', 'here']);
      expect(await storks(india)).toEqual(['there']);
      await server.does('impose-restriction', restrictionBody('limit', { type: 'hashtag', id: 'storks' }));
      expect(await storks(america)).toEqual([]);
      expect((await america.reads('/tags/storks')).text).toContain('Moderators have limited this hashtag');
      const hostile = await america.reads(`/tags/${encodeURIComponent(HOSTILE)}`);
      expect([hostile.status, /<script(?! type="module" src="\/page\.js")|<img/.test(hostile.text)]).toEqual([
        200,
        false,
      ]);
    });

    it('a handle with dots has its page and its feed', async () => {
      await server.does('open-account', accountBody('s.t.egret', { venue: 'koo', display_name: 'Egret' }));
      const page = await america.reads('/@s.t.egret@koo');
      expect([page.status, page.text.includes('Egret')]).toEqual([200, true]);
      const feed = await america.reads('/@s.t.egret@koo.rss');
      expect([feed.status, feed.headers.get('content-type')]).toEqual([
        200,
        'application/rss+xml; charset=utf-8',
      ]);
    });

    it.each(['/nothing', '/%E0%A4%A', '/@asha/%E0%A4%A', '/orders/nothing'])(
      'an address that nothing has is a page for a browser, and JSON for a client: %s',
      async (path) => {
        const ask = (accept: string): Promise<Response> =>
          fetch(`${server.address}${path}`, { headers: { accept } });
        const page = await ask('text/html,application/xhtml+xml,*/*;q=0.8');
        expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
        expect(await page.text()).toContain('There is nothing here');
        if (/^\/(orders|@)/.test(path)) return;
        const json = await ask('*/*');
        expect([json.status, await json.json()]).toEqual([404, { error: expect.any(String) }]);
      },
    );

    it('an address of the API that nothing has is JSON, whoever asks', async () => {
      const answer = await fetch(`${server.address}/api/v1/nothing`, { headers: { accept: 'text/html' } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        'application/json; charset=utf-8',
      ]);
    });

    it.each(['asha', 'nonsense', '01EXC6QQA0KNT171FC2R000000'])('there is no authority %s', async (id) => {
      expect((await america.reads(`/authorities/${id}`)).status).toBe(404);
    });
  });

  describe('a scenario’s things', () => {
    const server = serverOn(holdingStandOff(make), { env: { TEST: '1', PUBLIC_URL } });
    let india: Reader;
    beforeAll(async () => {
      india = new Reader(server.address, { view_at: FEBRUARY, view_from: 'IN' });
    }, 120_000);

    it('say first that they are a replay, and are not for search engines', async () => {
      const [status] = (await india.reads<Status[]>('/api/v1/timelines/public', { venue: 'koo', limit: '1' }))
        .body;
      const [order] = (await india.reads<{ authority: { id: string; name: string } }[]>('/api/v1/orders'))
        .body;
      if (status === undefined || order === undefined)
        throw new Error('There is a post and an order by then');
      const { acct } = status.account;
      for (const path of [
        `/@${acct}`,
        `/@${acct}/${status.id}`,
        `/@${acct}/${status.id}/embed`,
        `/authorities/${order.authority.id}`,
      ]) {
        const page = await india.reads(path);
        const { title, properties } = headOf(page);
        expect([path, page.status, page.headers.get('x-robots-tag')]).toEqual([path, 200, 'noindex']);
        expect(page.text).toContain('<meta name="robots" content="noindex" />');
        expect([title, properties['og:title']]).toEqual(
          Array(2).fill(expect.stringMatching(/^Replay of 2021: /)),
        );
      }
      const feed = await india.reads(`/@${acct}.rss`);
      expect(feed.headers.get('x-robots-tag')).toBe('noindex');
      for (const title of all(parseXml(feed.text), 'title')) expect(title.text).toMatch(/^Replay of 2021: /);
      const oembed = await india.reads<{ title: string }>(
        `/api/oembed?url=${encodeURIComponent(status.url)}`,
      );
      expect(oembed.body.title).toMatch(/^Replay of 2021: /);
      expect(oembed.headers.get('x-robots-tag')).toBe('noindex');
      const authority = await india.reads(`/authorities/${order.authority.id}`);
      expect(authority.text).toContain('part of a reconstruction');
      for (const told of [
        'c.</abbr>',
        'stand-ins; the real list was not published',
        'not told',
        'The hour is ours',
      ])
        expect(authority.text).toContain(told);
      expect(authority.text).toContain(`${order.authority.name} has no part in it`);
    });

    it('withheld, say no more than that', async () => {
      const page = await india.looking({ view_at: '2021-02-01T12:30:00Z' }).reads('/@listed-0203@twitter');
      expect(page.status).toBe(451);
      const { title, properties } = headOf(page);
      expect(title).toBe(
        'Replay of 2021: @listed-0203@twitter’s account has been withheld in India in response to a legal demand.',
      );
      expect(Object.values(properties).join(' ')).not.toMatch(/Stand-in/i);
      expect(page.headers.get('link')).toContain('rel="blocking-authority"');
    });
  });
});
