import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.js';
import { ProfileService } from './profile.service.js';
import { FoundAccounts } from './found-accounts.js';

/** Accounts: signing up, one's own, and others'. */
@Module({ controllers: [AccountsController], providers: [FoundAccounts, ProfileService] })
export class AccountsModule {}
