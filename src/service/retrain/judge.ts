// Scores the judging texts with champion and challenger in the background worker, a few at a time, so that other
// background work takes turns; what is scored is kept through a reload.

import { fingerprint } from '../../ml/trainer/checkpoint';
import type { JudgingProgress } from '../../wire/runs';
import { Pace } from '../batch/pace';
import { SaveCadence } from '../reviews/cadence';
import type { Pool } from '../reviews/pool';
import { readJudged, saveJudged } from './record';
import type { JudgingText } from './sets';

/** Texts in one question to the worker. */
const PART = 32;

export interface Judging {
  readonly run: string;
  readonly champion: string;
  readonly challenger: string;
  readonly texts: readonly JudgingText[];
}

export interface Logits {
  /** ln(p / (1 − p)), one for each text, in their order. */
  readonly champion: Float32Array;
  readonly challenger: Float32Array;
}

/** Null when `stopped` said so on the way; what is done by then is stored. Rejects when the worker keeps dying. */
export async function judge(
  { run, champion, challenger, texts }: Judging,
  background: Pool,
  stopped: () => boolean,
  onProgress: (progress: JudgingProgress) => void,
): Promise<Logits | null> {
  const n = texts.length;
  const print = fingerprint({ train: texts, held_out: [] });
  // Texts of like length together: less is padded.
  const order = texts.map((_, i) => i).sort((a, b) => textAt(texts, a).length - textAt(texts, b).length);
  const before = await readJudged();
  const known = before?.run === run && before.fingerprint === print ? before : null;
  const done = { champion: [...(known?.champion ?? [])], challenger: [...(known?.challenger ?? [])] };
  const saves = new SaveCadence();
  const pace = new Pace();
  const save = () => {
    const [a, b] = [Float32Array.from(done.champion), Float32Array.from(done.challenger)];
    // Only a short cut after a reload: storage that is full must not stop the judging.
    return saves.time(() => saveJudged({ run, fingerprint: print, champion: a, challenger: b }).catch(() => {}));
  };
  for (const [side, model] of [
    ['champion', champion],
    ['challenger', challenger],
  ] as const) {
    const logits = done[side];
    while (logits.length < n) {
      if (stopped()) {
        await save();
        return null;
      }
      const part = order.slice(logits.length, logits.length + PART).map((i) => textAt(texts, i));
      const start = performance.now();
      const { scores } = await background.score(model, part);
      for (const { logit } of scores) logits.push(logit);
      pace.add(part.length, start, performance.now());
      const judged = done.champion.length + done.challenger.length;
      onProgress({ share: judged / (2 * n), ...pace.outlook(2 * n - judged) });
      if (saves.due()) await save();
    }
  }
  return { champion: inOrder(done.champion, order), challenger: inOrder(done.challenger, order) };
}

function textAt(texts: readonly JudgingText[], i: number): string {
  return texts[i]?.text ?? '';
}

function inOrder(logits: readonly number[], order: readonly number[]): Float32Array {
  const placed = new Float32Array(order.length);
  order.forEach((i, at) => {
    placed[i] = logits[at] ?? 0;
  });
  return placed;
}
