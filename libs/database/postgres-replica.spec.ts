import { describe, expect, it } from '@jest/globals';
import { ReplicatedReader, type ReplicaSql } from './postgres-replica.js';

/** A server that stands in for PostgreSQL: it says how far its log is, and who answers. */
class StandIn implements ReplicaSql {
  made = 1;
  position = 0;
  timeline = 1;
  cluster = '1';
  replays: boolean;
  /** How often it was asked to read something. */
  reads = 0;
  fails: Error | null = null;
  /** Done before it answers a read. */
  before: () => void = () => undefined;

  constructor(readonly name: 'primary' | 'replica') {
    this.replays = name === 'replica';
  }

  query<Row>(sql: string): Promise<Row[]> {
    if (this.fails !== null) return Promise.reject(this.fails);
    const lsn = `0/${this.position.toString(16)}`;
    const answer = (): object => {
      if (sql.includes('pg_control_system'))
        return { cluster: this.cluster, name: 'withheld', replays: this.replays, timeline: this.timeline };
      if (sql.includes('pg_current_wal_insert_lsn')) return { lsn, timeline: this.timeline };
      if (sql.includes('pg_last_wal_replay_lsn')) return { lsn: this.replays ? lsn : null };
      this.reads += 1;
      this.before();
      return { by: this.name, seen: this.position };
    };
    return Promise.resolve([answer() as Row]);
  }
}

function pair(): { primary: StandIn; replica: StandIn; reader: ReplicatedReader } {
  const primary = new StandIn('primary');
  const replica = new StandIn('replica');
  return { primary, replica, reader: new ReplicatedReader(primary, replica, 5_000) };
}
const by = async (reader: ReplicatedReader): Promise<unknown> =>
  (await reader.query<{ by: string }>('SELECT something'))[0]?.by;

describe('a read', () => {
  it('is the replica’s while that has all that is written', async () => {
    const { reader, primary } = pair();
    expect(await by(reader)).toBe('replica');
    expect(primary.reads).toBe(0);
  });

  it('is the primary’s while the replica is behind, and the replica’s again once it is not', async () => {
    const { reader, primary, replica } = pair();
    expect(await by(reader)).toBe('replica');
    primary.position = 20;
    replica.position = 19;
    expect(await by(reader)).toBe('primary');
    replica.position = 20;
    expect(await by(reader)).toBe('replica');
  });

  it('sees what was written before it, whoever wrote it, at each of many positions', async () => {
    const { reader, primary, replica } = pair();
    for (let n = 1; n <= 200; n += 1) {
      primary.position = n * 7;
      if (n % 3 === 0) replica.position = primary.position;
      else if (n % 3 === 1) replica.position += 1;
      const [row] = await reader.query<{ seen: number }>('SELECT something');
      expect(row?.seen).toBe(primary.position);
    }
    expect(replica.reads).toBeGreaterThan(50);
  });

  it('compares positions as numbers, whose second half may be shorter', async () => {
    const { reader, primary, replica } = pair();
    primary.position = 0x100;
    replica.position = 0xff;
    expect(await by(reader)).toBe('primary');
  });

  it('shares with those that wait beside it one look at the primary, which begins after they came', async () => {
    const { primary, replica } = pair();
    let looks = 0;
    const counting = {
      query: <Row>(sql: string): Promise<Row[]> => {
        if (sql.includes('insert_lsn')) looks += 1;
        return primary.query<Row>(sql);
      },
    };
    const reader = new ReplicatedReader(counting, replica, 5_000);
    await Promise.all(Array.from({ length: 50 }, () => by(reader)));
    expect(looks).toBe(1);
  });

  it.each([
    ['is away', (replica: StandIn) => (replica.fails = new Error('It is away'))],
    ['is of another cluster', (replica: StandIn) => (replica.cluster = '2')],
    ['follows another timeline, however far', (replica: StandIn) => (replica.timeline = 2)],
    ['was promoted', (replica: StandIn) => (replica.replays = false)],
  ])('is the primary’s where the replica %s', async (_, happens) => {
    const { reader, replica } = pair();
    happens(replica);
    replica.position = 1_000;
    expect(await by(reader)).toBe('primary');
    expect(replica.reads).toBe(0);
  });

  it('is the primary’s where a failover has begun another timeline since', async () => {
    const { reader, primary, replica } = pair();
    expect(await by(reader)).toBe('replica');
    primary.timeline = 2;
    expect(await by(reader)).toBe('primary');
    expect(replica.reads).toBe(1);
  });

  it('is the primary’s where the replica was begun anew meanwhile: its new connection may lead further back', async () => {
    const { reader, replica } = pair();
    expect(await by(reader)).toBe('replica');
    replica.before = () => (replica.made += 1);
    expect(await by(reader)).toBe('primary');
    replica.before = () => undefined;
    expect(await by(reader)).toBe('replica');
  });

  it('is the primary’s where the replica refuses the statement, and an error where both do', async () => {
    const { reader, primary, replica } = pair();
    replica.before = () => {
      throw new Error('canceling statement due to conflict with recovery');
    };
    expect(await by(reader)).toBe('primary');
    primary.before = () => {
      throw new Error('syntax error');
    };
    await expect(by(reader)).rejects.toThrow('syntax error');
  });
});

describe('the replica, as the server starts', () => {
  it('is one of the same database', async () => {
    await expect(pair().reader.examine()).resolves.toBeUndefined();
  });

  it('may be away', async () => {
    const { reader, replica } = pair();
    replica.fails = new Error('It is away');
    await expect(reader.examine()).resolves.toBeUndefined();
  });

  it.each([
    ['no replica', (replica: StandIn) => (replica.replays = false), /no replica/],
    ['another’s', (replica: StandIn) => (replica.cluster = '2'), /of another database/],
  ])('is refused where it is %s', async (_, happens, message) => {
    const { reader, replica } = pair();
    happens(replica);
    await expect(reader.examine()).rejects.toThrow(message);
  });
});
