import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Connections } from './connections.js';

/** A server that is told of connections, and opens none. */
class Hall {
  private readonly server = new EventEmitter() as unknown as Server;
  private readonly connections: Connections;

  constructor(bounds: { connections: number; connectionsPerAddress: number }, proxies: string[] = []) {
    this.connections = new Connections(bounds, proxies);
    this.connections.count(this.server);
  }

  /** Somebody connects. @returns whether a request of theirs is admitted, and how they go */
  enters(remoteAddress: string): { admitted: () => boolean; leaves: () => void } {
    const socket = Object.assign(new EventEmitter(), { remoteAddress, destroy: () => undefined });
    this.server.emit('connection', socket);
    const request = { socket, headers: {} } as unknown as IncomingMessage;
    return { admitted: () => this.connections.admits(request), leaves: () => socket.emit('close') };
  }
}

describe('connections', () => {
  it('of one address are bounded, and another’s are let in', () => {
    const hall = new Hall({ connections: 100, connectionsPerAddress: 2 });
    const first = hall.enters('203.0.113.7');
    const guests = [
      first,
      hall.enters('203.0.113.7'),
      hall.enters('203.0.113.7'),
      hall.enters('203.0.113.8'),
    ];
    expect(guests.map(({ admitted }) => admitted())).toEqual([true, true, false, true]);
    // One that was refused stays so; a new one is let in once others have gone.
    guests[2]?.leaves();
    first.leaves();
    const later = hall.enters('203.0.113.7');
    expect(later.admitted()).toBe(true);
    for (const guest of [...guests, later]) guest.leaves();
  });

  it.each([
    ['an IPv6 network of 64 bits', '2001:db8:1:2::3', '2001:db8:1:2:ffff::4', false],
    ['two IPv6 networks', '2001:db8:1:2::3', '2001:db8:1:3::3', true],
    ['one address in both spellings', '203.0.113.7', '::ffff:203.0.113.7', false],
    ['this machine', '127.0.0.1', '127.0.0.1', true],
    ['this machine, by IPv6', '::1', '::1', true],
  ])('%s', (_, one, other, both) => {
    const hall = new Hall({ connections: 100, connectionsPerAddress: 1 });
    const guests = [hall.enters(one), hall.enters(other)];
    expect(guests.map(({ admitted }) => admitted())).toEqual([true, both]);
    for (const guest of guests) guest.leaves();
  });

  it('of a trusted proxy are many people’s', () => {
    const hall = new Hall({ connections: 3, connectionsPerAddress: 1 }, ['10.0.0.0/8']);
    const guests = Array.from({ length: 4 }, () => hall.enters('10.1.2.3'));
    expect(guests.map(({ admitted }) => admitted())).toEqual([true, true, true, false]);
    for (const guest of guests) guest.leaves();
  });

  it('are bounded in all, from wherever they come', () => {
    const hall = new Hall({ connections: 3, connectionsPerAddress: 3 });
    const guests = Array.from({ length: 5 }, (_, n) => hall.enters(`203.0.113.${n}`));
    expect(guests.map(({ admitted }) => admitted())).toEqual([true, true, true, false, false]);
    for (const guest of guests) guest.leaves();
  });
});
