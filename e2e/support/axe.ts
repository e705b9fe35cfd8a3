// Every page against axe's WCAG 2.2 AA rules and best practice.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What depends on the colours alone: the rest was looked at in the light. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** By every rule, in the colours that are on show. */
export function expectAccessible(page: Page, where: string): Promise<void> {
  return expectNone(page, where, (axe) => axe.withTags(TAGS));
}

/** In the light by every rule, in the dark by those about colours. Leaves it light. */
export async function expectAccessibleInBoth(page: Page, where: string): Promise<void> {
  await expectAccessible(page, where);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNone(page, `${where}, dark`, (axe) => axe.withRules(COLOURS));
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Looks again for a while: a button caught between two states, half in the colours of each, is no finding. */
async function expectNone(page: Page, where: string, rules: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  const look = async () => {
    // All in the page: the other way opens a blank page to put the findings together, which takes as long again, for
    // the sake of frames of other origins.
    // What passes is not told of, node by node: that takes longer than finding out.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
    const { violations } = await rules(axe).analyze();
    return violations.map(
      ({ id, nodes }) =>
        `${where}: ${id}: ${nodes.map((node) => `${node.target.join(' ')} – ${node.failureSummary}`).join(' | ')}`,
    );
  };
  await expect.poll(look, { timeout: 15_000 }).toEqual([]);
}
