// The tests' `test`: as Playwright's, in a profile that was emptied rather than made anew (profile.ts). What is about a
// first visit says so: `test.use({ profile: 'new' })`.

import { test as base } from '@playwright/test';
import { KeptProfile } from './profile';

export { expect } from '@playwright/test';

interface Options {
  /** 'kept': nobody has used it, but the app may be installed and in its caches. 'new': as on a first visit. */
  profile: 'kept' | 'new';
}

export const test = base.extend<Options, { profiles: Map<string, KeptProfile> }>({
  profile: ['kept', { option: true }],

  /** By the options that they were made with. */
  profiles: [
    async ({ browser: _ }, use) => {
      const profiles = new Map<string, KeptProfile>();
      await use(profiles);
      await Promise.all([...profiles.values()].map(({ context }) => context.close()));
    },
    { scope: 'worker' },
  ],

  context: async ({ browser, profile, profiles, baseURL, hasTouch, serviceWorkers }, use, info) => {
    if (profile === 'new') {
      const context = await browser.newContext();
      await use(context);
      await context.close();
      return;
    }
    const key = JSON.stringify([baseURL, hasTouch, serviceWorkers]);
    const kept = profiles.get(key) ?? (await KeptProfile.open(browser, {}));
    profiles.set(key, kept);
    await use(kept.context);
    if (info.status !== info.expectedStatus || !(await kept.clear())) {
      profiles.delete(key);
      await kept.context.close();
    }
  },
});
