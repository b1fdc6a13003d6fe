import { nothingLeaksWhere } from './leaks.js';

nothingLeaksWhere('enforced');
