import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '#config';
import { normaliseCountry } from '#domain';
import type { SignedInAccount } from '#identity';
import type { Viewpoint } from '#visibility';
import type { Address } from '../door/address.js';
import { TrustedProxies } from '../door/client-address.js';
import { CONFIG } from '../../platform/tokens.js';
import { countryOfAddress } from './geoip.js';

/** Where someone looks from, and how that came to be known. */
export type Place = Pick<Viewpoint, 'from' | 'basis'>;

/** The one rule of where a viewer is, for requests and sockets alike. */
@Injectable()
export class Whereabouts {
  private readonly mode: Viewpoint['mode'];
  private readonly otherwise: Place;
  /** By the address as it was read of a connection. */
  private readonly places = new WeakMap<Address, Place>();
  private readonly proxies: TrustedProxies;

  constructor(@Inject(CONFIG) { geo }: Config) {
    this.mode = geo.mode;
    this.proxies = new TrustedProxies(geo.trustedProxies);
    const country = geo.defaultCountry === null ? null : normaliseCountry(geo.defaultCountry);
    this.otherwise =
      country === null ? { from: null, basis: 'unknown' } : { from: country, basis: 'default' };
  }

  /** Whether the grant of a token may name a place: not where the server goes by network addresses. */
  get takesGrants(): boolean {
    return this.mode === 'open';
  }

  /**
   * Where a viewer is. `open`: where they say; else the country of their account, else of their
   * address, else the server's default. `enforced`: of their address or the server's default alone;
   * looking from another country is for moderators.
   *
   * @param request what it came with; of `X-Forwarded-For` only what trusted proxies added counts
   * @param asked a country or `elsewhere`, normalised; null where they do not say
   * @returns the place, or why they may not look from there
   */
  placeOf(
    request: IncomingMessage,
    viewer: SignedInAccount | null,
    asked: string | null,
  ): Place | { error: string } {
    if (this.mode === 'open') {
      if (asked !== null) return { from: asked, basis: 'simulated' };
      if (viewer !== null && viewer.country !== null) return { from: viewer.country, basis: 'account' };
      return this.found(request);
    }
    const found = this.found(request);
    if (asked === null || asked === found.from) return found;
    const mayLookFromElsewhere = viewer?.role === 'moderator' || viewer?.role === 'admin';
    return mayLookFromElsewhere ? { from: asked, basis: 'simulated' } : { error: notFromThere(asked, found) };
  }

  private found(request: IncomingMessage): Place {
    const address = this.proxies.addressOf(request);
    if (address === null) return this.otherwise;
    let place = this.places.get(address);
    if (place === undefined) {
      const country = countryOfAddress(address);
      place = country === null ? this.otherwise : { from: country, basis: 'geoip' };
      this.places.set(address, place);
    }
    return place;
  }
}

function notFromThere(asked: string, { from }: Place): string {
  const here = from ?? 'not known';
  return `view_from=${asked} is for moderators here: this server goes by the country of your network address, which is ${here}`;
}
