import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '#commands';
import type { CredentialAccount } from '#contract';
import type { Database } from '#database';
import { command, MAX_DISPLAY_NAME } from '#domain';
import {
  changeSettings,
  isReserved,
  postingDefaultsOf,
  resemblesCast,
  storeSettings,
  type SettingsChange,
} from '#identity';
import { accountAt } from '#projections';
import { AccountGate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { done } from '../../commands/done.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { requireCountry } from '../../http/requests/require-country.js';
import { asOfNow, live, readAt } from '../../http/viewpoint/viewpoint.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { FollowRequests } from '../relations/follow-requests.js';
import type { UpdateCredentialsBody } from './profile.dto.js';

/** One's own account: what it says of itself, and its settings. */
@Injectable()
export class ProfileService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly gate: AccountGate,
    private readonly clock: Clock,
    private readonly requests: FollowRequests,
  ) {}

  /** One's own account, as it is now, whatever instant one looks as of. */
  async own(viewpoint: Viewpoint, viewer: Viewer): Promise<Gated<CredentialAccount>> {
    const look = viewpoint.live ? viewpoint : live(viewpoint);
    const { reader } = this.database;
    const account = await accountAt(reader, readAt(look), { id: viewer.id });
    if (account === undefined) throw new RecordNotFoundException();
    const defaults = await postingDefaultsOf(reader, viewer.id);
    const follow_requests_count = await this.requests.count(look, viewer);
    return this.gate.own(account, { ...defaults, follow_requests_count }, viewer, look);
  }

  /** Changes what it says of itself and its settings: all of it, or nothing. @throws RefusedException */
  async update(
    body: UpdateCredentialsBody,
    viewpoint: Viewpoint,
    viewer: Viewer,
  ): Promise<Gated<CredentialAccount>> {
    const { display_name = null, note = null, bot = null, locked = null, fields_attributes } = body;
    const settings = settingsIn(body);
    if (display_name !== null) await this.refuseName(display_name);
    const says = { display_name, note, bot, locked, fields: fields_attributes?.map(toField) ?? null };
    if (Object.values(says).every((one) => one === null)) {
      await storeSettings(this.database, viewer.id, settings);
      return this.own(viewpoint, viewer);
    }
    const outcome = await this.bus.submit({
      build: ({ at, id }) => [command('update-account', says, { id: id(), at, actor: viewer.id })],
      privately: (transaction) => changeSettings(transaction, viewer.id, settings),
    });
    const { at } = done(outcome);
    if (locked === false) await this.requests.authorizeAll(viewer, at);
    return this.own(asOfNow(viewpoint, this.clock, at), viewer);
  }

  /** Nobody speaks as whoever runs this place, or as somebody of a story's cast. @throws RefusedException */
  private async refuseName(name: string): Promise<void> {
    // The rule refuses one that is too long; how long a comparison takes grows with its square.
    if ([...name].length > MAX_DISPLAY_NAME) return;
    if (isReserved(name)) throw RefusedException.invalid('display_name', 'is kept for who runs this place');
    if (await resemblesCast(this.database.reader, [name]))
      throw RefusedException.invalid(
        'display_name',
        'resembles someone in the replay; nobody speaks as them here',
      );
  }
}

function toField({ name = '', value = '' }: { name?: string; value?: string }) {
  return { name, value };
}

function settingsIn({ country, source }: UpdateCredentialsBody): SettingsChange {
  const { privacy, sensitive, language } = source ?? {};
  return {
    ...(country === undefined ? {} : { country: country === '' ? null : requireCountry(country) }),
    ...(source === undefined
      ? {}
      : {
          defaults: {
            ...(privacy === undefined ? {} : { privacy }),
            ...(sensitive === undefined ? {} : { sensitive }),
            ...(language === undefined ? {} : { language: language === '' ? null : language }),
          },
        }),
  };
}
