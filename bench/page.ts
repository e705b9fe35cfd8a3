// The page in which the contestants of npm run bench compute.

import './nn/page';
import './points/page';
import './stream/page';
import './text/page';
