import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reasonsAt, restrictionsAt } from '#projections';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { Platform, type Member } from '../../test/support/platform.js';

onEachDatabase((make) => {
  let place: TestDatabase;
  let platform: Platform;
  let asha: Member;
  beforeAll(async () => {
    place = await make();
    platform = await Platform.on(place);
    asha = await platform.signUp('asha');
    platform.tick = 0;
  });
  afterAll(async () => {
    await platform.database.close();
    await place.remove();
  });

  /** Ids of the restrictions of which there is a statement of reasons, and of those that are listed. */
  const told = async () => {
    const { reader } = platform.database;
    const at = platform.now + 60_000;
    const reasons = await reasonsAt(reader, at, { limit: 40 }, {});
    const restrictions = await restrictionsAt(reader, at, { limit: 40 }, {});
    return [reasons.map(({ restriction }) => restriction.id), restrictions.map(({ id }) => id)];
  };

  describe('a restriction that was lifted', () => {
    it('in the millisecond in which it was imposed is told of, as a restriction and with its reasons', async () => {
      const restriction = await platform.impose('label', asha.account);
      await platform.lift(restriction);
      expect(await told()).toEqual([[restriction], [restriction]]);
    });

    it('before it began is told of as neither', async () => {
      const before = await told();
      const from = new Date(platform.now + 1).toISOString();
      await platform.lift(await platform.impose('label', asha.account, { from }));
      expect(await told()).toEqual(before);
    });
  });
});
