// serve.js of a mixture's archive.

import { mixtureModule } from '../../own/mixture';

export const { load, deserialize, predict, serialize } = mixtureModule;
