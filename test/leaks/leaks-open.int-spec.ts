import { nothingLeaksWhere } from './leaks.js';

nothingLeaksWhere('open');
