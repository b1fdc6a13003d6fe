import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Plain } from '../../http/exit/plain.js';
import { Open } from '../../access/route-permissions.js';

@ApiTags('operations')
@Open()
@Controller()
export class HealthController {
  @Get('health')
  @ApiOperation({ summary: 'That the process answers' })
  health(): Plain {
    return Plain.health({ status: 'ok' });
  }
}
