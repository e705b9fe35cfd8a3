// How strict each test of each look is, so that a stream that has not drifted is called drifted, by any test at any
// look, with a chance of at most alpha.
//
// Looks are taken whenever texts have come in: none knows of how many others there will be. So alpha is spent over
// epochs (Lan and DeMets 1983, *Discrete Sequential Boundaries for Clinical Trials*): each doubling of the texts is
// one, beginning at 25, and once the window is full and old texts fall out of it, every third of a window is one more.
// Epoch j gets alpha · 6/(π²·j²), which sum to alpha however long the stream. Looks within an epoch see mostly the
// same texts: looking all the time finds a z above a limit about 1 + z²·ln 2/2 times as often as one look does while
// the texts double (Siegmund 1985, *Sequential Analysis*, ch. IV), and 1 + z²/3 times in a third of a sliding window
// (Pickands 1969, for that process): at most nine times for z up to 4.8, which the limits of the first fifteen epochs
// stay below. Hence each look gets a ninth of its epoch's share; for up to nine looks Bonferroni's inequality says the
// same without any z.
// The eight tests share a look's level equally (Bonferroni), judged or not: what one spends depends on no other.
// bench/drift measures how many false alarms are left.

import { DRIFT_TESTS } from './types';

/** Texts below which nothing is judged. */
export const FIRST_LOOK = 25;
const LOOKS = 9;
/** Epochs to a window's length. */
const THIRDS = 3;

/**
 * Number of the epoch, from 1.
 * @param n texts that the test sees; @param renewed how many times the window's texts have been replaced by newer ones
 */
export function epochOf(n: number, renewed: number): number {
  const doublings = Math.floor(Math.log2(Math.max(n, FIRST_LOOK) / FIRST_LOOK));
  return 1 + doublings + Math.ceil(THIRDS * renewed);
}

/** The level of one test at one look, alpha being that of all of them together. */
export function levelOf(alpha: number, n: number, renewed: number): number {
  const share = 6 / (Math.PI * epochOf(n, renewed)) ** 2;
  return (alpha * share) / LOOKS / DRIFT_TESTS.length;
}
