import { ConflictException, ForbiddenException, Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '#commands';
import type { Config } from '#config';
import type { Database } from '#database';
import { ROLES, type Role } from '#domain';
import { demoAccountOf, signUp, type IssuedToken } from '#identity';
import { RecordNotFoundException } from '../http/errors/refused.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, DATABASE } from '../platform/tokens.js';
import { DemoCode } from './demo-code.js';

const NAMES: Record<Role, string> = {
  reader: 'Demo reader',
  moderator: 'Demo moderator',
  authority: 'Demo authority',
  admin: 'Demo admin',
};

/** The accounts that people take without a password, while `DEMO` is set. */
@Injectable()
export class DemoAccounts {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly clock: Clock,
    private readonly code: DemoCode,
  ) {}

  /** The roles that may be taken: none where `DEMO` is not set. */
  get roles(): readonly Role[] {
    const { demo } = this.config;
    if (demo === 'off') return [];
    return demo === 'public' ? ROLES.filter((role) => role !== 'admin') : ROLES;
  }

  /** Whether any role but the reader's is taken with the code that the terminal shows. */
  get asksForCode(): boolean {
    return this.config.demo === 'public';
  }

  /**
   * An account of a role: a new one for a reader, the same one again for the others.
   *
   * @param code where the role is taken with one
   * @returns its id, and its token where it was made for this
   * @throws RecordNotFoundException where there is no demo, ForbiddenException without the code
   */
  async take(role: Role, code?: string): Promise<{ account: string; token: IssuedToken | null }> {
    if (this.config.demo === 'off') throw new RecordNotFoundException();
    if (this.asksForCode) this.requireCode(role, code);
    const names = role === 'reader' ? [randomName('reader')] : [`demo_${role}`, randomName(`demo_${role}`)];
    for (const username of names) {
      // Also after a refusal: of two first sign-ins at once, the other one has just made it.
      const known = role === 'reader' ? null : await demoAccountOf(this.database.reader, role);
      if (known !== null) return { account: known, token: null };
      const made = await signUp(
        this.database,
        this.bus,
        { username, displayName: NAMES[role], email: null, password: null, role, demo: true },
        () => this.clock.now(),
      );
      if (made.ok) return made;
      // The plain name may be somebody's who signed up under it.
    }
    throw new ConflictException('Every name for a demo account was taken. Try again.');
  }

  private requireCode(role: Role, code: string | undefined): void {
    if (role === 'reader') return;
    if (role === 'admin') throw new ForbiddenException('There is no demo admin on a public server');
    if (code === undefined || !this.code.is(code)) {
      throw new ForbiddenException('Give the code that the server printed in its terminal');
    }
  }
}

function randomName(prefix: string): string {
  return `${prefix}_${Math.random().toString(36).slice(2, 10)}`;
}
