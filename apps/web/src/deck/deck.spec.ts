import { beforeEach, describe, expect, it } from '@jest/globals';
import { StageTime, type PlayClock } from '../../../../libs/replay/stage-time.js';
import { Deck, type DeckAct } from './deck.js';

describe('a deck that follows another clock', () => {
  const time = new StageTime([0, 60_000, 120_000], 60);
  const other: PlayClock = { state: 'playing', base: 10_000, set_at: 0, speed: 1, stop_at: 60_000 };
  let now: number;
  let acts: DeckAct[];
  let deck: Deck;
  beforeEach(() => {
    [now, acts] = [0, []];
    deck = new Deck(time, () => now);
  });
  const leads = (act: DeckAct): boolean => acts.push(act) > 0;
  const looks = (): boolean => false;

  it('is where that clock is, and stands where it stops', () => {
    deck.follow(other, looks);
    now = 20_000;
    expect([deck.position, deck.running]).toEqual([30_000, true]);
    now = 90_000;
    expect([deck.position, deck.running, deck.atEnd]).toEqual([60_000, false, false]);
  });

  it('is not moved by who only looks', () => {
    deck.follow(other, looks);
    deck.pause();
    deck.seek(0);
    deck.standAt(5_000);
    deck.setSpeed(8);
    deck.goLive();
    now = 1_000;
    expect([deck.position, deck.running]).toEqual([11_000, true]);
  });

  it('does at once what its presenter does, and tells it', () => {
    deck.follow(other, leads);
    deck.seek(100_000);
    expect(deck.position).toBe(100_000);
    deck.standAt(20_000);
    expect([deck.position, deck.running]).toEqual([20_000, false]);
    deck.play();
    deck.setSpeed(1_000);
    expect(acts).toEqual([
      { does: 'seek', position: 100_000 },
      { does: 'pause' },
      { does: 'seek', position: 20_000 },
      { does: 'play' },
      { does: 'speed', speed: 64 },
    ]);
  });

  it('told the same clock from a later moment, has gone on and was not moved', () => {
    deck.follow(other, looks);
    now = 5_000;
    deck.follow({ ...other, base: 14_900, set_at: 5_000 }, looks);
    expect(deck.snapshot().clock.base).toBe(10_000);
    expect(deck.position).toBe(14_900);
    // but moved, where it lies elsewhere
    deck.follow({ ...other, base: 40_000, set_at: 5_000 }, looks);
    expect(deck.snapshot().clock.base).toBe(40_000);
  });

  it('left, goes on by itself from there, to the end', () => {
    deck.follow(other, looks);
    now = 10_000;
    deck.leave();
    now = 80_000;
    expect([deck.position, deck.running]).toEqual([90_000, true]);
    deck.seek(0);
    expect(deck.position).toBe(0);
  });
});
