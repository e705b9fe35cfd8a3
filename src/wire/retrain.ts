// Retraining: a challenger learns from old and new texts together, in the background, and takes the champion's
// place only when the gate lets it through. Every version stays, with what it came from; any can serve again.
// Everything is structured-cloneable; progress comes as events ('retrain').

import type { TrainOptions } from '../ml/trainer/types';
import type { JudgingProgress } from './runs';

export interface RetrainService {
  state(): Promise<RetrainState>;
  /** Rejects 'conflict' while any training runs, 'invalid' when there is nothing new to learn from. */
  start(request?: RetrainRequest): Promise<void>;
  /** "Not now": asks again when drift is found anew, after more reviews. */
  dismiss(): Promise<void>;
  /** Stops the training (and nothing was learnt), or the judging (the new model stays as a candidate). */
  cancel(): Promise<void>;
  setOptions(options: RetrainOverrides): Promise<void>;
  /** The gate's report on a version; null where there was none. */
  report(model: string): Promise<GateReport | null>;
  /** Makes a candidate the champion all the same. */
  promote(model: string): Promise<void>;
  /** An earlier version serves again; the present one stays as a version. */
  rollBack(model: string): Promise<void>;
}

/** What is left out is as in `RetrainState.options`. */
export interface RetrainRequest {
  readonly name?: string | undefined;
  readonly options?: RetrainOverrides | undefined;
  /** The trainer's own options. */
  readonly training?: { readonly [K in keyof TrainOptions]?: TrainOptions[K] | undefined } | undefined;
}

export interface RetrainOptions {
  /** What happens when drift is found. */
  readonly mode: 'auto' | 'ask' | 'off';
  /** Datasets with old data beside the reviews kept on the page: ids; they may be asked for by their names, too. */
  readonly datasets: readonly string[];
  /** Share of the texts trained on that are old ones (earlier reviews and `datasets`); fewer where there are fewer. 0 to 0.9. */
  readonly replay: number;
  /** How often a new text is shown for once that an old one is; 1 to 10. */
  readonly weight: number;
  /** Share of the new labelled texts held out for judging; they are never trained on, now or later. */
  readonly held_out: number;
  /** The gate: smallest accuracy on all held-out texts. */
  readonly min_accuracy: number;
  /** The gate: McNemar's exact test on the old held-out texts; a p-value below it is "significantly worse". */
  readonly alpha: number;
  /** The gate: the short English reviews that come with the app count among the old texts. Off for texts of another language. */
  readonly probe: boolean;
  readonly seed: number;
}

/** Where nothing else is said. */
export const RETRAIN_DEFAULTS: RetrainOptions = {
  mode: 'ask',
  datasets: [],
  replay: 0.5,
  weight: 1,
  held_out: 0.25,
  min_accuracy: 0.7,
  alpha: 0.05,
  probe: true,
  seed: 1,
};

/** What is left out stays as it is. */
export type RetrainOverrides = { readonly [K in keyof RetrainOptions]?: RetrainOptions[K] | undefined };

export type RetrainPhase =
  | { readonly phase: 'idle' }
  /** Drift was found and the mode is ask. */
  | { readonly phase: 'proposed'; readonly since: string; readonly new_texts: number; readonly reason: string }
  /** The training itself is `ReviewsState.training`. */
  | { readonly phase: 'training'; readonly champion: string; readonly new_texts: number; readonly old_texts: number }
  | ({ readonly phase: 'judging'; readonly champion: string; readonly challenger: string } & JudgingProgress)
  | { readonly phase: 'failed'; readonly message: string };

export interface RetrainState {
  readonly options: RetrainOptions;
  readonly status: RetrainPhase;
  /** Labelled reviews that the serving model has not learnt from, and those it could be judged on. */
  readonly available: { readonly new_texts: number; readonly old_texts: number; readonly held_out: number };
  /** The newest gate report. */
  readonly last: GateReport | null;
  /** Newest first. */
  readonly versions: readonly VersionInfo[];
}

/** How a model came to be, and what has become of it. */
export interface VersionInfo {
  readonly model: string;
  readonly name: string;
  readonly parent: string | null;
  /** What it came from, the nearest first; names stay when models go. */
  readonly ancestors: readonly { readonly model: string; readonly name: string }[];
  /** ISO 8601, UTC. */
  readonly created_at: string;
  /** champion: serves now · candidate: the gate kept it back · version: has served or was made by hand · shipped */
  readonly role: 'champion' | 'candidate' | 'version' | 'shipped';
  readonly data: {
    readonly new_texts: number;
    readonly old_texts: number;
    readonly held_out: number;
    /** Names of the datasets replayed from. */
    readonly datasets: readonly string[];
  } | null;
  readonly seed: number | null;
  /** What the trainer was told, whole. */
  readonly training: TrainOptions | null;
  readonly accuracy: number | null;
  /** Verdict of its gate; null where there was none. */
  readonly passed: boolean | null;
  /** Times at which it began to serve. */
  readonly served: readonly string[];
}

/** A classifier's figures on one set of texts. */
export interface SetFigures {
  readonly n: number;
  readonly accuracy: number;
  /** 95 % Wilson interval. */
  readonly interval: readonly [number, number];
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Null with one label only. */
  readonly auc: number | null;
  /** Mean cross-entropy, natural log. */
  readonly loss: number;
}

export interface GateSet {
  /** new: held-out new texts · old: held-out earlier texts and test parts of `datasets` · probe: the short reviews that come with the app. */
  readonly set: 'new' | 'old' | 'probe';
  readonly champion: SetFigures;
  readonly challenger: SetFigures;
  /** Texts that only the champion, and only the challenger, gets right. */
  readonly lost: number;
  readonly won: number;
  /** McNemar's exact test, one-sided (is the challenger worse?); null where nothing flipped. */
  readonly p_value: number | null;
}

export interface Flip {
  readonly set: GateSet['set'];
  /** Its beginning, where it is long. */
  readonly text: string;
  readonly label: 0 | 1;
  readonly champion: number;
  readonly challenger: number;
}

export interface GateReport {
  readonly champion: string;
  readonly challenger: string;
  readonly at: string;
  readonly passed: boolean;
  /** Each condition in a sentence with its numbers, and whether it held. */
  readonly reasons: readonly { readonly held: boolean; readonly sentence: string }[];
  readonly min_accuracy: number;
  readonly alpha: number;
  readonly sets: readonly GateSet[];
  /** At most 200, those the challenger lost first. */
  readonly flips: readonly Flip[];
}
