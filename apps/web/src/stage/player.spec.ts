import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Moment } from '#contract';
import { StageTime } from '../../../../libs/replay/stage-time.js';
import { Deck } from '../deck/deck.js';
import { Tape } from '../tape/tape.js';
import { account, at, status, tombstone } from '../timeline/sample.fixture.js';
import { Player, type StageView } from './player.js';

const asha = status(1, account('asha'));
const bilal = status(30, account('bilal'));

/** In India asha's post is withheld at second 20 and comes back at 40; bilal writes at 30. */
const INDIA: Moment[] = [
  { n: 0, at: at(1), step: 'writes', frames: [{ type: 'update', payload: asha }] },
  { n: 1, at: at(20), step: 'withholds', frames: [{ type: 'status.update', payload: tombstone(asha) }] },
  { n: 2, at: at(30), step: 'answers', frames: [{ type: 'update', payload: bilal }] },
  { n: 3, at: at(40), step: 'restores', frames: [{ type: 'status.update', payload: asha }] },
];
const ELSEWHERE = INDIA.filter(({ step }) => step === 'writes' || step === 'answers').map((m, n) => ({
  ...m,
  n,
}));

describe('what the stage shows', () => {
  let clock: number;
  let deck: Deck;
  let player: Player;
  let motion: boolean;
  const seconds = (n: number) => n * 1_000;
  beforeEach(() => {
    clock = 0;
    motion = true;
    const time = new StageTime(
      [1, 20, 30, 40, 50].map((second) => Date.parse(at(second))),
      60,
    );
    deck = new Deck(time, () => clock);
    const [left, right] = [new Tape('IN'), new Tape('elsewhere')];
    left.add(INDIA);
    right.add(ELSEWHERE);
    const chapters = [{ at: at(1) }, { at: at(25) }];
    player = new Player(
      deck,
      { time, chapters, faces: new Set() },
      left,
      right,
      () => motion,
      () => clock,
    );
  });
  /** Plays for a while, a frame every 10 ms. */
  const plays = (ms: number): StageView[] => {
    const shown: StageView[] = [];
    const stop = player.subscribe(() => shown.push(player.snapshot()));
    for (let passed = 0; passed < ms; passed += 10) {
      clock += 10;
      player.tick();
    }
    stop();
    return shown;
  };
  const ofAsha = ({ sheet }: StageView) => {
    const row = sheet.posts.find(({ id }) => id === asha.id)!;
    return `${row.left?.tombstone ? 'withheld' : 'shown'} | ${row.right?.tombstone ? 'withheld' : 'shown'}`;
  };

  it('after a move is the position’s own moment, at once and without motion', () => {
    deck.standAt(seconds(24));
    player.move();
    expect(ofAsha(player.snapshot())).toBe('withheld | shown');
    expect(player.snapshot()).toMatchObject({
      animated: false,
      at: Date.parse(at(20)),
      withheld: { left: { standIns: 0, others: 1 }, right: { standIns: 0, others: 0 } },
    });
    deck.standAt(seconds(5));
    player.move();
    expect(ofAsha(player.snapshot())).toBe('shown | shown');
  });

  it('while it plays first brings the row that will turn, then turns it, and holds it', () => {
    deck.standAt(seconds(18));
    player.move();
    deck.play();
    const [brought, turned, ...more] = plays(2_400);
    expect(ofAsha(brought!)).toBe('shown | shown');
    expect(brought!.sheet.posts.find(({ id }) => id === asha.id)?.turn?.at).toBe(at(20));
    expect(brought!.brought).toBe(1);
    expect(ofAsha(turned!)).toBe('withheld | shown');
    expect(turned).toMatchObject({ animated: true, turned: { left: { withheld: [{ id: asha.id }] } } });
    expect(more).toEqual([]);
  });

  it('lets in what came meanwhile once the row was held', () => {
    deck.standAt(seconds(27.5));
    player.move();
    deck.play();
    const shown = plays(seconds(2));
    expect(shown.at(-1)!.sheet.posts[0]!.id).toBe(bilal.id);
  });

  it('shows what it missed for long at once and without motion, as after a tab was hidden', () => {
    // given that a post is withheld and restored while no frame is drawn
    player.move();
    deck.play();
    clock += seconds(45);
    // when it is drawn again
    const shown = plays(seconds(1));
    // then it neither vanishes nor comes back before one's eyes
    expect(shown.map(ofAsha)).toEqual(['shown | shown']);
    expect(shown[0]).toMatchObject({ animated: false, brought: 0 });
    expect(shown[0]!.sheet.posts.map(({ id }) => id)).toContain(bilal.id);
  });

  it('brings and holds what turns after nothing has happened for long', () => {
    // given 23 s of stage time in which nothing happens, as a cut may leave them in
    const time = new StageTime(
      [1, 24].map((second) => Date.parse(at(second))),
      60,
    );
    deck = new Deck(time, () => clock);
    const tape = new Tape('IN');
    tape.add([INDIA[0]!, { ...INDIA[1]!, at: at(24) }]);
    const other = new Tape('elsewhere');
    other.add([INDIA[0]!, { n: 1, at: at(24), step: null, frames: [] }]);
    const story = { time, chapters: [], faces: new Set<string>() };
    player = new Player(
      deck,
      story,
      tape,
      other,
      () => true,
      () => clock,
    );
    player.move();
    deck.play();
    // when it plays on to it
    const shown = plays(seconds(24));
    // then
    expect(shown.map(ofAsha)).toEqual(['shown | shown', 'withheld | shown']);
    expect(shown.map(({ animated }) => animated)).toEqual([true, true]);
  });

  it('at eight times the speed and above, or where no motion is wanted, cuts', () => {
    for (const still of [false, true]) {
      motion = !still;
      deck.setSpeed(still ? 1 : 16);
      deck.standAt(seconds(18.5));
      player.move();
      deck.play();
      const shown = plays(still ? 700 : 200);
      expect(shown.map(ofAsha)).toEqual(['withheld | shown']);
      expect(shown[0]!.animated).toBe(false);
      deck.pause();
    }
  });

  it('at great speed changes at most four times a second', () => {
    deck.setSpeed(64);
    deck.standAt(0);
    player.move();
    deck.play();
    expect(plays(1_000).length).toBeLessThanOrEqual(4);
    expect(ofAsha(player.snapshot())).toBe('shown | shown');
  });

  it('opens a chapter on what turned in it, or still differs', () => {
    deck.standAt(seconds(26));
    player.move();
    expect(player.snapshot().lead).toBe(asha.id);
    deck.standAt(seconds(45));
    player.move();
    expect(player.snapshot().lead).toBeNull();
  });

  it('at the same position is the same, however one came there', () => {
    const ways: (() => void)[] = [
      () => deck.standAt(seconds(35)),
      () => {
        deck.standAt(0);
        player.move();
        deck.setSpeed(1);
        deck.play();
        plays(seconds(34));
        deck.standAt(seconds(35));
      },
    ];
    const shown = ways.map((go) => {
      go();
      player.move();
      const { sheet, withheld, at: instant } = player.snapshot();
      return { sheet, withheld, instant };
    });
    expect(shown[1]).toEqual(shown[0]);
  });
});
