// The page with the contestants that run in the browser, opened again where it crashed.

export function makeHost(browser, url) {
  let current = null;
  let crashed = false;

  async function page() {
    if (current && !crashed) return current;
    await current?.close().catch(() => {});
    crashed = false;
    current = await browser.newPage();
    current.on('crash', () => {
      crashed = true;
    });
    current.on('pageerror', (error) => console.error(error));
    await current.goto(url);
    await current.waitForFunction(() => 'textBench' in globalThis);
    return current;
  }

  /** The page keeps the limits; should it hang itself, it counts as crashed. */
  async function guarded(work, limitMs) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        crashed = true;
        reject(new Error('the page does not answer'));
      }, limitMs + 15_000);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    about: async () => (await page()).evaluate(() => globalThis.bench.about()),
    async open(name, job, limitMs) {
      const its = await page();
      const work = its.evaluate((args) => globalThis.textBench.open(...args), [name, job, limitMs]);
      return {
        opened: await guarded(work, limitMs),
        turn(budgetMs, most, limit) {
          const args = [name, budgetMs, most, limit];
          return guarded(
            its.evaluate((given) => globalThis.textBench.turn(...given), args),
            limit,
          );
        },
        close: () => its.evaluate((id) => globalThis.textBench.close(id), name).catch(() => {}),
      };
    },
    close: async () => {
      await current?.close().catch(() => {});
    },
  };
}
