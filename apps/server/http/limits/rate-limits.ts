import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Config } from '#config';
import { CONFIG } from '../../platform/tokens.js';
import type { Address } from '../door/address.js';
import { countedAs, TrustedProxies } from '../door/client-address.js';
import { OWN_MACHINE, RATES, SIGN_INS, type RateName } from './rates.js';
import { TooManyRequestsException } from '../refusals/too-many.js';
import { Windows } from './windows.js';

const OWN = 'own machine';

/** Somebody who asks. */
export interface Sender {
  /** The name that their address is counted under; of IPv6, its network of 64 bits. */
  address: string;
  /** Whether they are this machine itself. */
  isOwn: boolean;
}

/** How much of a rate is left for whoever asked. */
export interface Left {
  limit: number;
  remaining: number;
  /** When it is whole again, ms since the epoch. */
  resetAt: number;
}

/** Counts who asks how often, by token, account and address. */
@Injectable()
export class RateLimits {
  private readonly windows = new Windows();
  private readonly proxies: TrustedProxies;
  /** By the address as it was read of a connection: the next request on it is theirs, too. */
  private readonly senders = new WeakMap<Address, Sender>();
  private readonly isTest: boolean;

  constructor(@Inject(CONFIG) { geo, test }: Config) {
    this.proxies = new TrustedProxies(geo.trustedProxies);
    this.isTest = test;
  }

  /** Who sends a request, as far as counting goes. With `TEST=1` a server is for tests of this machine. */
  senderOf({ raw }: Pick<FastifyRequest, 'raw'>): Sender {
    const address = this.proxies.addressOf(raw);
    let sender = address === null ? undefined : this.senders.get(address);
    if (sender === undefined) {
      // Whoever has hung up has no address, and no answer either.
      const counted = (address === null ? null : countedAs(address)) ?? OWN;
      sender = { address: counted, isOwn: this.isTest || counted === OWN };
      if (address !== null) this.senders.set(address, sender);
    }
    return sender;
  }

  /** Counts a request. */
  count(name: RateName, key: string, { isOwn }: Sender): Left & { isOver: boolean } {
    const rate = RATES[name];
    const limit = rate.limit * (isOwn ? OWN_MACHINE : 1);
    const { hits, endsAt } = this.windows.hit(`${name} ${key}`, rate.within);
    return { limit, remaining: Math.max(0, limit - hits), resetAt: endsAt, isOver: hits > limit };
  }

  /** Counts that somebody tries a password for a name, from wherever that is. @throws TooManyRequestsException */
  countSignIn(named: string): void {
    const { hits, endsAt } = this.windows.hit(`sign-in ${named.trim().toLowerCase()}`, SIGN_INS.within);
    if (hits > SIGN_INS.limit && !this.isTest) throw TooManyRequestsException.until(endsAt);
  }
}
