// Which suites are measured, which are left out and why, and about how long that takes.

/** Results older than this are not gone on with. */
const FRESH_MS = 24 * 3_600_000;

/**
 * A row for each suite that there is: { id, minutes, why } with `why` it is left out, or null where it is measured.
 *
 * `suites`: { id, minutes: [whole, quick], needsData?, onlyWhenNamed? }; `options`: { only: ids, quick, rounds, data, resume,
 * minutes: those of the suite "hour" }; `known(id)`: its result of before, or null; `now` in milliseconds.
 */
export function planOf(suites, options, known, now) {
  return suites.map((suite) => {
    const before = known(suite.id);
    return {
      id: suite.id,
      minutes: minutesOf(suite, options, before),
      why: reasonAgainst(suite, options, before, now),
    };
  });
}

function reasonAgainst({ id, needsData, onlyWhenNamed }, { only, data, resume, ...options }, before, now) {
  if (only.length > 0 && !only.includes(id)) return 'not asked for';
  if (needsData && !data) return 'needs the dataset (--data)';
  if (onlyWhenNamed && !only.includes(id)) return 'only when named';
  if (!resume || !before || !isAlike(before, options)) return null;
  return now - Date.parse(before.date) < FRESH_MS ? `measured at ${before.date}` : null;
}

/** As long as it took before, if it was measured in the same way. */
function minutesOf({ minutes: [whole, quick], lasts }, options, before) {
  if (lasts) return lasts(options);
  if (before?.seconds && isAlike(before, options)) return before.seconds / 60;
  return options.quick ? quick : whole;
}

function isAlike(before, { quick, rounds }) {
  return before.quick === quick && before.rounds === rounds;
}

/** Of those that are measured. */
export function minutesInAll(plan) {
  return plan.filter(({ why }) => why === null).reduce((sum, { minutes }) => sum + minutes, 0);
}
