import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Open, Tokenless } from '../../access/route-permissions.js';
import type { Config } from '#config';
import { Plain } from '../../http/exit/plain.js';
import { Origin } from '../../platform/origin.js';
import { CONFIG } from '../../platform/tokens.js';
import {
  extendedDescription,
  instanceOf,
  nodeInfoLinks,
  nodeInfoOf,
  oauthMetadataOf,
  v1InstanceOf,
} from './describe-instance.js';
import { RULES } from './rules.js';
import { Usages } from './usage.js';

/** Describes this server: clients ask it before anybody has signed in, whatever token they have left. */
@ApiTags('instance')
@Open()
@Tokenless()
@Controller()
export class InstanceController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly origin: Origin,
    private readonly usages: Usages,
  ) {}

  @Get('api/v2/instance')
  @ApiOperation({ summary: 'What this server is, and what it takes' })
  async instance(): Promise<Plain> {
    return Plain.instance(instanceOf(this.origin.url, await this.usages.now(), this.config.demo));
  }

  @Get('api/v1/instance')
  @ApiOperation({ summary: 'The same, in the older shape' })
  async v1Instance(): Promise<Plain> {
    return Plain.instance(v1InstanceOf(this.origin.url, await this.usages.now()));
  }

  @Get('api/v1/instance/rules')
  @ApiOperation({ summary: 'The rules of this server' })
  rules(): Plain {
    return Plain.instance([...RULES]);
  }

  @Get('api/v1/instance/extended_description')
  @ApiOperation({ summary: 'What this server is, in words' })
  extendedDescription(): Plain {
    return Plain.instance(extendedDescription());
  }

  @Get('api/v1/instance/peers')
  @ApiOperation({ summary: 'Servers that this one knows: none, as it does not federate' })
  peers(): Plain {
    return Plain.none();
  }

  @Get('api/v1/instance/domain_blocks')
  @ApiOperation({ summary: 'Servers that this one blocks: none, as it does not federate' })
  domainBlocks(): Plain {
    return Plain.none();
  }

  @Get('api/v1/instance/translation_languages')
  @ApiOperation({ summary: 'What can be translated into what: nothing' })
  translationLanguages(): Plain {
    return Plain.empty();
  }

  @Get('.well-known/nodeinfo')
  @ApiOperation({ summary: 'Where NodeInfo is' })
  nodeInfoLinks(): Plain {
    return Plain.instance(nodeInfoLinks(this.origin.url));
  }

  @Get('nodeinfo/2.0')
  @ApiOperation({ summary: 'What this server is, as NodeInfo 2.0 says it' })
  async nodeInfo(): Promise<Plain> {
    return Plain.instance(nodeInfoOf(await this.usages.now()));
  }

  @Get('.well-known/oauth-authorization-server')
  @ApiOperation({ summary: 'How to sign in here, for programs (RFC 8414)' })
  oauthMetadata(): Plain {
    return Plain.oauth(oauthMetadataOf(this.origin.url));
  }
}
