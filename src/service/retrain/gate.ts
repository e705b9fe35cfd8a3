// Decides whether the challenger may take the champion's place: right often enough on held-out texts, and not
// significantly worse on old ones. Says why, with numbers.

import { confusionOf, logLoss, mcnemar, ratesOf, rocAuc, wilson } from '../../ml/metrics/binary';
import { beginningOf } from '../../ml/text/beginning';
import { sigmoid } from '../../ml/text/ngram/model';
import type { Flip, GateReport, GateSet, RetrainOptions, SetFigures } from '../../wire/retrain';
import { MIN_HELD_OUT } from './defaults';
import type { Logits } from './judge';
import type { JudgingText } from './sets';
import { percent, plural } from './words';

const MAX_FLIPS = 200;
/** Characters of a flipped text that the report keeps. */
const MAX_TEXT = 600;
const SETS = ['new', 'old', 'probe'] as const;
const THRESHOLD = 0.5;

/** A text with both scores, 0 … 1. */
interface Verdict extends JudgingText {
  readonly champion: number;
  readonly challenger: number;
}

type Side = 'champion' | 'challenger';
type Reason = GateReport['reasons'][number];

export interface GateQuestion {
  readonly champion: { readonly id: string; readonly name: string };
  readonly challenger: string;
  readonly options: Pick<RetrainOptions, 'min_accuracy' | 'alpha'>;
  readonly texts: readonly JudgingText[];
  readonly logits: Logits;
}

export function decide({ champion, challenger, options, texts, logits }: GateQuestion): GateReport {
  const { min_accuracy, alpha } = options;
  const verdicts = texts.map((item, i): Verdict => {
    const score = (side: Side) => sigmoid(logits[side][i] ?? 0);
    return { ...item, champion: score('champion'), challenger: score('challenger') };
  });
  const heldOut = verdicts.filter(({ set }) => set !== 'probe');
  const old = verdicts.filter(({ set }) => set !== 'new');
  const reasons = [...enough(heldOut), accurate(heldOut, min_accuracy), notWorse(old, champion.name, alpha)];
  return {
    ...{ champion: champion.id, challenger, at: new Date().toISOString(), min_accuracy, alpha },
    passed: reasons.every(({ held }) => held),
    reasons,
    sets: SETS.flatMap((set) => compare(set, verdicts) ?? []),
    flips: flipsOf(verdicts),
  };
}

// ---------------------------------------------------------------- the conditions

function enough(heldOut: readonly Verdict[]): Reason[] {
  const n = heldOut.length;
  if (n >= MIN_HELD_OUT) return [];
  const sentence = `Only ${plural(n, 'text')} held out: at least ${MIN_HELD_OUT} are needed to judge by. Label some more reviews.`;
  return [{ held: false, sentence }];
}

function accurate(heldOut: readonly Verdict[], least: number): Reason {
  const right = heldOut.filter((it) => isRight(it, 'challenger')).length;
  const before = heldOut.filter((it) => isRight(it, 'champion')).length;
  const n = heldOut.length;
  const held = n > 0 && right / n >= least;
  if (n === 0) return { held, sentence: 'No texts are held out: how often it is right is not known.' };
  const sentence = `Right on ${right} of ${plural(n, 'held-out text')} (${percent(right / n)}; before: ${percent(before / n)}); at least ${percent(least)} is asked for.`;
  return { held, sentence };
}

function notWorse(old: readonly Verdict[], champion: string, alpha: number): Reason {
  if (old.length === 0) return { held: true, sentence: 'There are no old texts to be worse on.' };
  const { lost, won } = flipCounts(old);
  const test = mcnemar(lost, won);
  const on = `On ${plural(old.length, 'old text')}`;
  if (!test) return { held: true, sentence: `${on} it agrees with “${champion}” on every one.` };
  const held = test.worse >= alpha;
  const verdict = held ? 'not significantly worse' : 'significantly worse';
  const sentence = `${on} it lost ${lost} that “${champion}” has right and won ${won}: ${verdict} (McNemar’s exact test, p = ${Number(test.worse.toPrecision(2))}, limit ${alpha}).`;
  return { held, sentence };
}

// ---------------------------------------------------------------- figures

function compare(set: GateSet['set'], all: readonly Verdict[]): GateSet | null {
  const verdicts = all.filter((it) => it.set === set);
  if (verdicts.length === 0) return null;
  const { lost, won } = flipCounts(verdicts);
  return {
    ...{ set, lost, won },
    champion: figuresOf(verdicts, 'champion'),
    challenger: figuresOf(verdicts, 'challenger'),
    p_value: mcnemar(lost, won)?.worse ?? null,
  };
}

function figuresOf(verdicts: readonly Verdict[], side: Side): SetFigures {
  const scores = Float64Array.from(verdicts, (it) => it[side]);
  const labels = Int8Array.from(verdicts, ({ label }) => label);
  const confusion = confusionOf(scores, labels, THRESHOLD);
  const rates = ratesOf(confusion);
  const interval = wilson(confusion.tp + confusion.tn, rates.n);
  return { ...rates, interval, auc: rocAuc(scores, labels), loss: logLoss(scores, labels) ?? 0 };
}

function isRight(verdict: Verdict, side: Side): boolean {
  return verdict[side] >= THRESHOLD === (verdict.label === 1);
}

function flipCounts(verdicts: readonly Verdict[]): { readonly lost: number; readonly won: number } {
  const only = (one: Side, other: Side) => verdicts.filter((it) => isRight(it, one) && !isRight(it, other)).length;
  return { lost: only('champion', 'challenger'), won: only('challenger', 'champion') };
}

/** Lost ones first, those that moved farthest before others. */
function flipsOf(verdicts: readonly Verdict[]): Flip[] {
  const moved = (it: Verdict) => Math.abs(it.challenger - it.champion);
  const lost = (it: Verdict) => (isRight(it, 'champion') ? 1 : 0);
  return verdicts
    .filter((it) => isRight(it, 'champion') !== isRight(it, 'challenger'))
    .sort((a, b) => lost(b) - lost(a) || moved(b) - moved(a))
    .slice(0, MAX_FLIPS)
    .map((it) => ({ ...it, text: shortened(it.text) }));
}

function shortened(text: string): string {
  return text.length <= MAX_TEXT ? text : `${beginningOf(text, MAX_TEXT - 1).trimEnd()}…`;
}
