import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allows, Open } from '../../access/route-permissions.js';
import { Plain } from '../../http/exit/plain.js';

/** Lists that Mastodon's clients ask for as they start, and that hold nothing here. */
@ApiTags('nothing')
@Controller()
export class NothingController {
  @Get('api/v1/custom_emojis')
  @Open()
  @ApiOperation({ summary: 'Emojis of this server: none' })
  customEmojis(): Plain {
    return Plain.none();
  }

  @Get('api/v1/announcements')
  @Allows('profile:read')
  @ApiOperation({ summary: 'Announcements of this server: none' })
  announcements(): Plain {
    return Plain.none();
  }

  @Get('api/v1/suggestions')
  @Allows('profile:read')
  @ApiOperation({ summary: 'Accounts that one might follow: none' })
  suggestionsV1(): Plain {
    return Plain.none();
  }

  @Get('api/v2/suggestions')
  @Allows('profile:read')
  @ApiOperation({ summary: 'Accounts that one might follow: none' })
  suggestions(): Plain {
    return Plain.none();
  }

  @Get('api/v1/directory')
  @Open()
  @ApiOperation({ summary: 'Accounts that want to be found: none' })
  directory(): Plain {
    return Plain.none();
  }

  @Get('api/v1/lists')
  @Allows('lists:read')
  @ApiOperation({ summary: 'One’s own lists: none' })
  lists(): Plain {
    return Plain.none();
  }

  @Get('api/v1/filters')
  @Allows('filters:read')
  @ApiOperation({ summary: 'One’s own filters: none' })
  filtersV1(): Plain {
    return Plain.none();
  }

  @Get('api/v2/filters')
  @Allows('filters:read')
  @ApiOperation({ summary: 'One’s own filters: none' })
  filters(): Plain {
    return Plain.none();
  }

  @Get('api/v1/featured_tags')
  @Allows('profile:read')
  @ApiOperation({ summary: 'Hashtags that one features: none' })
  featuredTags(): Plain {
    return Plain.none();
  }

  @Get('api/v1/endorsements')
  @Allows('profile:read')
  @ApiOperation({ summary: 'Accounts that one features: none' })
  endorsements(): Plain {
    return Plain.none();
  }

  @Get('api/v1/domain_blocks')
  @Allows('blocks:read')
  @ApiOperation({ summary: 'Servers that one blocks: none' })
  domainBlocks(): Plain {
    return Plain.none();
  }
}
