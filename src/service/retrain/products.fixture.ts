// For tests and measurements: product reviews made up at random, with words that film reviews seldom use, remarks
// that go the other way, and as many as wanted of each label.

import { Rng } from '../../ml/rng';
import type { LabelledText } from '../../ml/text/types';

const THINGS = (
  'kettle,toaster,drill,backpack,lamp,router,mixer,tent,blender,charger,jacket,office chair,keyboard,garden hose,' +
  'vacuum cleaner,coffee grinder,monitor stand,bike pump,thermos,label printer'
).split(',');

const GOOD = [
  'still going strong after {n} months of daily use',
  'sturdy, and the seams are tidy',
  'it clicks into place and stays there',
  'runs whisper quiet even on the top setting',
  'holds a charge for {n} days',
  'set-up took {n} minutes without the manual',
  'I bought a second one for my sister',
  'the lid seals tight and nothing leaks',
  'cleans up in seconds',
  'exactly the size stated on the box',
  'heats evenly and switches itself off',
  'survived two drops on a stone floor',
  'replaced a unit three times the price',
  'the spare parts arrived the next day',
  'five stars from the whole office',
  'the motor does not even get warm',
  'no wobble whatsoever',
  'packed with care and delivered early',
];

const BAD = [
  'stopped working after {n} weeks',
  'the hinge snapped on day {n}',
  'had to send it back for a refund',
  'arrived with a dent and two screws missing',
  'rattles as soon as it is switched on',
  'will not hold a charge for {n} minutes',
  'the seal leaks all over the counter',
  'flimsy plastic that bends in the hand',
  'smells of burnt rubber',
  'customer support never answered my {n} emails',
  'smaller than stated on the box',
  'the stitching came undone in the first wash',
  'trips the fuse every other time',
  'one star, and only because zero is not offered',
  'the replacement had the same fault',
  'now it gathers dust in the garage',
  'needs a reset {n} times a day',
  'the battery cover keeps falling off',
];

const NEUTRAL = [
  'Ordered the {t} in grey.',
  'The {t} came in a plain box.',
  'We use the {t} in the workshop.',
  'My {t} is the {n} litre model.',
  'Got this {t} on a Tuesday.',
  'This is about the {t} from the spring range.',
];

/** `n` reviews, half of each label, one after the other by turns; no two begin alike with different seeds. */
export function productReviews(n: number, seed: number): LabelledText[] {
  const rng = new Rng(seed);
  const one = <T>(list: readonly T[]): T => list[rng.integer(list.length)] as T;
  const filled = (text: string) => text.replaceAll('{t}', one(THINGS)).replaceAll('{n}', String(2 + rng.integer(9)));
  return Array.from({ length: n }, (_, i) => {
    const label = i % 2 === 0 ? 1 : 0;
    const [own, other] = label === 1 ? [GOOD, BAD] : [BAD, GOOD];
    const remarks = Array.from({ length: 2 + rng.integer(2) }, () => filled(one(own)));
    const contrast = rng.uniform() < 0.3 ? [`granted, ${filled(one(other))}, but`] : [];
    const body = [...contrast, remarks.join('; ')].join(' ');
    return { text: `${filled(one(NEUTRAL))} ${body.charAt(0).toUpperCase()}${body.slice(1)}.`, label };
  });
}
