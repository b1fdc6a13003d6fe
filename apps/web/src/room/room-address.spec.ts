import { describe, expect, it } from '@jest/globals';
import { codeIn, isRoomPath, joinAddress, pathOfRoom } from './room-address.js';

describe('the address of a room', () => {
  it('names its code, as it is written', () => {
    expect(codeIn('/r/k7m2p')).toBe('K7M2P');
    expect(codeIn('/r/K7M2P/')).toBe('K7M2P');
    expect(codeIn('/r')).toBe('');
    expect(codeIn('/r/%')).toBe('%');
    expect(pathOfRoom(' k7m2p')).toBe('/r/K7M2P');
  });

  it('is told from those of other pages', () => {
    expect(['/r', '/r/', '/r/K7M2P'].map(isRoomPath)).toEqual([true, true, true]);
    expect(['/', '/report', '/r/K7M2P/more', '/timeline'].map(isRoomPath)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('is one that other devices can open, where either the server or the page knows one', () => {
    const own = 'http://localhost:3000/r/K7M2P';
    expect(joinAddress(own, new URL('http://192.0.2.10:3000/r/K7M2P?lang=hi')).href).toBe(
      'http://192.0.2.10:3000/r/K7M2P',
    );
    expect(joinAddress('https://hall.example/r/K7M2P', new URL(own)).href).toBe(
      'https://hall.example/r/K7M2P',
    );
    expect(joinAddress(own, new URL('http://127.0.0.1:3000/r/K7M2P')).href).toBe(own);
  });
});
