import { Module } from '@nestjs/common';
import { KeepingModule } from '../keeping/keeping.module.js';
import { RelationsModule } from '../relations/relations.module.js';
import { AccountsController } from './accounts.controller.js';
import { ProfileService } from './profile.service.js';
import { FoundAccounts } from './found-accounts.js';

/** Accounts: signing up, one's own, and others'. */
@Module({
  imports: [KeepingModule, RelationsModule],
  controllers: [AccountsController],
  providers: [FoundAccounts, ProfileService],
  exports: [FoundAccounts],
})
export class AccountsModule {}
