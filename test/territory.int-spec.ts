import { beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ErrorBody,
  Explanation,
  Order,
  RestrictionField,
  StatementOfReasons,
  Status,
  TransparencyReport,
} from '#contract';
import { people, Reader, type Answer, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn } from './support/listener.js';
import { serverOn } from './support/server.js';

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const { listen } = listenersOn(server);
  let cast: Record<'asha' | 'bilal' | 'meera' | 'office', Person>;
  beforeAll(async () => {
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      meera: 'moderator',
      office: 'authority',
    });
  });
  const from = (country: string): Reader => new Reader(server.address, { view_from: country });
  const withholds = ({ id }: Status, ...countries: string[]): Promise<RestrictionField> =>
    cast.meera.imposes({ kind: 'withhold', status_id: id, countries });

  describe('what is withheld', () => {
    it.each<[string[], string[], string[]]>([
      [['FR'], ['FR', 'GP', 'GF', 'MQ', 'RE', 'YT', 'MF'], ['BL', 'PM', 'NC', 'PF', 'DE', 'elsewhere']],
      [['EU'], ['FR', 'RE', 'YT', 'MF', 'AX', 'DE', 'PT'], ['GL', 'FO', 'PM', 'AW', 'CW', 'GB', 'XK', 'NO']],
      [['FI'], ['FI', 'AX'], ['SE']],
      [['US'], ['US', 'PR', 'GU', 'VI', 'AS', 'MP'], ['UM', 'CA']],
      [['AU'], ['AU', 'CX', 'CC', 'NF'], ['HM', 'NZ']],
      [['RE'], ['RE'], ['FR', 'GP', 'YT']],
      [
        ['CN', 'DK', 'GB', 'NL', 'NO', 'NZ'],
        ['CN', 'DK', 'GB', 'NL', 'NO', 'NZ'],
        ['HK', 'MO', 'TW', 'FO', 'GL', 'JE', 'GI', 'BQ', 'AW', 'SJ', 'TK', 'CK'],
      ],
      [['xk'], ['XK'], ['RS', 'AL']],
    ])('in %j is withheld in %j, and not in %j', async (named, bound, free) => {
      const post = await cast.asha.posts('Bonjour');
      await withholds(post, ...named);
      const statuses = async (countries: string[]): Promise<number[]> =>
        Promise.all(
          countries.map(async (country) => (await from(country).reads(`/api/v1/statuses/${post.id}`)).status),
        );
      expect(await statuses(bound)).toEqual(bound.map(() => 451));
      expect(await statuses(free)).toEqual(free.map(() => 200));
    });

    it('is told by the names that were named, and where the block holds by every code', async () => {
      const post = await cast.asha.posts('Bonsoir');
      const { countries } = await withholds(post, 'fr');
      expect(countries).toEqual(['FR']);
      const answer = await from('RE').reads<ErrorBody>(`/api/v1/statuses/${post.id}`);
      expect(answer.body).toMatchObject({
        error: 'This post from @asha has been withheld in Réunion based on local law(s).',
        withheld: { country_codes: ['FR'] },
      });
      expect(answer.headers.get('geo-scope-block')).toBe('FR, GF, GP, MF, MQ, RE, YT');
    });

    it('by the Union, names its members and where its law holds beyond them', async () => {
      const { countries } = await withholds(await cast.asha.posts('Guten Abend'), 'EU');
      expect(countries).toHaveLength(27 + 7);
      expect(countries).toEqual(expect.arrayContaining(['AX', 'DE', 'FI', 'FR', 'GP', 'RE']));
    });

    it('is so on every surface', async () => {
      const post = await cast.asha.posts('Salut #Volcan');
      await withholds(post, 'FR');
      const [reunion, miquelon] = [from('RE'), from('PM')];
      const tag = async (reader: Reader): Promise<string[]> =>
        (await reader.reads<Status[]>('/api/v1/timelines/tag/Volcan')).body.map(({ id }) => id);
      expect([await tag(reunion), await tag(miquelon)]).toEqual([[], [post.id]]);
      const shown = async (reader: Reader): Promise<unknown> =>
        (await reader.reads<Status[]>('/api/v1/timelines/public')).body.find(({ id }) => id === post.id)
          ?.tombstone;
      expect([await shown(reunion), await shown(miquelon)]).toEqual([true, false]);
      const { body } = await reunion.reads<Explanation>('/api/v1/explain', { status: post.id });
      expect(body.rules.find(({ rule }) => rule === 'withhold')).toMatchObject({
        matched: true,
        because: 'In force in FR; you look from Réunion, where the law of France is in force.',
      });
      const likes = (country: string): Promise<Answer<unknown>> =>
        cast.bilal.in(country).sends('POST', `/api/v1/statuses/${post.id}/favourite`);
      expect([(await likes('RE')).status, (await likes('PM')).status]).toEqual([451, 200]);
    });

    it('is told to sockets there, as it happens and to those who resume', async () => {
      const post = await cast.asha.posts('Coucou');
      const hears = async (country: string): Promise<string[]> => {
        const listener = await listen();
        const seq = await listener.subscribe('public', { view_from: country });
        await listener.hasHeard(server);
        listener.forget();
        const restriction = await withholds(post, 'FR');
        await listener.hasHeard(server);
        const live = listener.told('public');
        listener.forget();
        await listener.subscribe('public', { view_from: country, since: seq });
        expect(listener.told('public')).toEqual(expect.arrayContaining(live));
        await cast.meera.lifts(restriction);
        await listener.hasHeard(server);
        return live;
      };
      expect(await hears('RE')).toEqual([`status.update ${post.id} (tombstone)`, `withheld ${post.id} [FR]`]);
      expect(await hears('PM')).toEqual([`withheld ${post.id} [FR]`]);
    });

    it('is found by the code of the part in lists of one country', async () => {
      const restriction = await withholds(await cast.asha.posts('Au revoir'), 'FR');
      const lists = async (country: string): Promise<boolean[]> => {
        const visitor = new Reader(server.address);
        const [restrictions, statements] = await Promise.all([
          visitor.reads<RestrictionField[]>('/api/v1/restrictions', { country }),
          visitor.reads<StatementOfReasons[]>('/api/v1/transparency/statements', { country }),
        ]);
        return [
          restrictions.body.some(({ id }) => id === restriction.id),
          statements.body.some(({ puid }) => puid === restriction.id),
        ];
      };
      expect(await lists('RE')).toEqual([true, true]);
      expect(await lists('PM')).toEqual([false, false]);
      const order: Order = await cast.office.files([{ status_id: (await cast.asha.posts('Adieu')).id }], {
        countries: ['FR'],
      });
      expect(order.countries).toEqual(['FR']);
      const countriesOf = async (country: string): Promise<(string | null)[]> =>
        (
          await new Reader(server.address).reads<TransparencyReport>('/api/v1/transparency/report', {
            country,
          })
        ).body.rows.map((row) => row.country);
      expect([await countriesOf('RE'), await countriesOf('PM')]).toEqual([['FR'], []]);
    });
  });
});
