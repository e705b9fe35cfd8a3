// Training a text model as a run: a row a step, and one for each epoch with what the held-out texts say of it.

import type { NnBackend } from '../../../ml/compute/nn/types';
import { confusionOf, ratesOf, rocAuc } from '../../../ml/metrics/binary';
import { modelKind } from '../../../ml/text/kind';
import { sigmoid } from '../../../ml/text/ngram/model';
import type { LabelledText, TextModelInfo } from '../../../ml/text/types';
import { createTrainer, resumeTrainer } from '../../../ml/trainer';
import { judge } from '../../../ml/trainer/judge';
import type { TextTrainer, TrainCheckpoint, TrainEvent } from '../../../ml/trainer/types';
import { type TextConfig, trainOptionsOf } from '../../configs/schema';
import { invalid } from '../../errors';
import { breathe } from '../../pace';
import type { JobAbout, JobEvent, JobResult, Judged } from '../job';
import { type Saved, savedOf } from './checkpoint';
import { histogramsOf } from './histograms';
import { startFirst } from './start';
import { type TextData, type TextParts, testTextsOf, textPartsOf } from './text-data';
import { loadText, startFilesOf } from './text-model';
import { counted } from './words';
import type { DoneEvent, JobDeps, JobRequestOf, Progress, Work } from './work';

type Values = Readonly<Record<string, number>>;

/** Where a judged epoch stood, from 0, and what its files score. */
interface Milestone {
  readonly epoch: number;
  readonly step: number;
  readonly metrics: Values;
}

interface Course {
  /** Steps taken. */
  readonly step: number;
  /** Of the epoch under way: losses summed over texts. */
  readonly loss: number;
  readonly texts: number;
  /** Epochs judged. */
  readonly judged: number;
  readonly best: Milestone | null;
  readonly last: Milestone | null;
  readonly ended: DoneEvent | null;
}

interface State extends Saved<'text'> {
  readonly trainer: TrainCheckpoint;
  readonly course: Course;
}

const BEGINNING: Course = { step: 0, loss: 0, texts: 0, judged: 0, best: null, last: null, ended: null };

export async function openText(request: JobRequestOf<'text'>, deps: JobDeps): Promise<Work> {
  const { config, data, backend } = request;
  if (data.kind !== 'texts') throw invalid('data', 'A text model is trained on texts.');
  const saved = savedOf<State>(request.checkpoint, 'text');
  const parts = await textPartsOf(data, config);
  const start = await startFilesOf(config, data.base, deps.asset);
  const startNn = () => startFirst(backend.kind, (kind) => deps.createNn({ ...backend, kind }));
  const nn = modelKind(start) === 'ngram' ? null : await startNn();
  try {
    const loaded = loadText(nn, start);
    const { info } = loaded;
    loaded.dispose();
    const trainer = saved
      ? resumeTrainer(nn, saved.trainer, parts)
      : createTrainer(nn, start, parts, trainOptionsOf(config));
    return new TextWork(config, data, parts, nn, info, trainer, saved?.course ?? BEGINNING);
  } catch (error) {
    nn?.dispose();
    throw error;
  }
}

class TextWork implements Work {
  readonly about: JobAbout;

  constructor(
    private readonly config: TextConfig,
    private readonly data: TextData,
    private readonly parts: TextParts,
    private readonly nn: NnBackend | null,
    info: TextModelInfo,
    private readonly trainer: TextTrainer,
    private course: Course,
  ) {
    const { architecture, kind, parameters, engine } = info;
    this.about = {
      model: kind === 'ngram' ? architecture : `${architecture}, ${counted(parameters, 'parameter')}`,
      data: parts.description,
      engine: nn?.description ?? engine,
      epochs: config.trainer.epochs,
      steps: trainer.steps,
    };
  }

  get step(): number {
    return this.course.step;
  }

  get epoch(): number {
    return this.course.judged;
  }

  get ended(): DoneEvent | null {
    return this.course.ended;
  }

  memory(): number | null {
    return this.nn?.memory().bytes ?? null;
  }

  async next(): Promise<Progress> {
    const event = await this.trainer.next();
    switch (event.kind) {
      case 'step':
        return this.stepped(event);
      case 'epoch':
        return { events: await this.judged(event), examples: 0 };
      case 'done':
        this.course = { ...this.course, ended: this.doneOf(event) };
        return { events: [], examples: 0 };
    }
  }

  private stepped({ step, epoch, loss, learning_rate, grad_norm, examples }: EventOf<'step'>): Progress {
    const { course } = this;
    this.course = { ...course, step, loss: course.loss + loss * examples, texts: course.texts + examples };
    // N-grams learn without gradients of all weights together.
    const norm: Values = this.nn ? { grad_norm } : {};
    const values = { train_loss: loss, lr: learning_rate, ...norm };
    return { events: [{ kind: 'row', epoch: epoch - 1, step: step - 1, values }], examples };
  }

  private async judged({ held_out, best }: EventOf<'epoch'>): Promise<JobEvent[]> {
    const { course, trainer } = this;
    const [epoch, step] = [course.judged, course.step - 1];
    const of = (which: 'learnt' | 'files'): Values => {
      const logits = trainer.heldOutLogits(which);
      if (held_out.n === 0) return {};
      return logits ? this.figures('val', logits, this.parts.held_out) : { val_loss: held_out.loss };
    };
    const last = { epoch, step, metrics: of('files') };
    const train_loss_epoch = course.loss / Math.max(1, course.texts);
    this.course = { ...course, loss: 0, texts: 0, judged: epoch + 1, last, best: best ? last : course.best };
    const histograms = histogramsOf(await trainer.weights());
    // Without held-out texts each epoch counts as better than the last.
    const score = held_out.n === 0 ? epoch : -held_out.loss;
    return [
      { kind: 'row', epoch, step, values: { train_loss_epoch, ...of('learnt') }, histograms },
      { kind: 'epoch', epoch, step, score, best },
    ];
  }

  private doneOf({ reason }: EventOf<'done'>): DoneEvent {
    const { best, judged } = this.course;
    const epochs = counted(judged, 'epoch');
    const which = best && best.epoch !== judged - 1 ? ` The best was epoch ${best.epoch + 1}.` : '';
    return reason === 'finished'
      ? { kind: 'done', reason, message: `Trained for ${epochs}.${which}` }
      : { kind: 'done', reason: 'early stopping', message: `Stopped early, after ${epochs}.${which}` };
  }

  async checkpoint(): Promise<State> {
    return { format: 1, kind: 'text', trainer: await this.trainer.checkpoint(), course: this.course };
  }

  /** Figures as texts are read in training, their first `max_length` tokens. */
  async result(role: 'best' | 'last'): Promise<JobResult> {
    const { best, last, step, judged } = this.course;
    const files = await this.trainer.result(role);
    const milestone = role === 'best' ? best : last?.step === step - 1 ? last : null;
    if (milestone) return { files, ...milestone };
    return { files, epoch: Math.max(0, judged), step: Math.max(0, step - 1), metrics: {} };
  }

  /** Of the best model as it is used: it reads as much of a text as it can. */
  async test(told: (judged: Judged) => void): Promise<{ values: Values; report: null } | null> {
    // Other objectives leave a model that does not know labels yet.
    if (this.config.trainer.objective !== 'classification') return null;
    const texts = await testTextsOf(this.data);
    if (texts.length === 0) return null;
    const model = loadText(this.nn, await this.trainer.result('best'));
    try {
      const logits = new Float64Array(texts.length);
      for (let at = 0; at < texts.length; at += AT_ONCE) {
        const scored = await model.score(texts.slice(at, at + AT_ONCE).map(({ text }) => text));
        logits.set(
          scored.map(({ logit }) => logit),
          at,
        );
        told({ n: at + scored.length, of: texts.length });
        await breathe();
      }
      return { values: this.figures('test', logits, texts), report: null };
    } finally {
      model.dispose();
    }
  }

  dispose(): void {
    this.trainer.dispose();
    this.nn?.dispose();
  }

  /** Positive from a score of 0.5 on. */
  private figures(part: 'val' | 'test', logits: Float64Array, texts: readonly LabelledText[]): Values {
    const { loss } = judge(logits, texts);
    const labels = Int8Array.from(texts, ({ label }) => label);
    const rates = ratesOf(confusionOf(logits.map(sigmoid), labels, 0.5));
    const { accuracy: acc, f1, precision, recall } = rates;
    // Ranked by logits: scores near 1 are rounded to it. One class alone has no area.
    const all = { acc, f1, precision, recall, auc: rocAuc(logits, labels) };
    const chosen = this.config.trainer.metrics.flatMap((name) => {
      const value = all[name];
      return value === null ? [] : [[`${part}_${name}`, value] as const];
    });
    return { [`${part}_loss`]: loss, ...Object.fromEntries(chosen) };
  }
}

type EventOf<K extends TrainEvent['kind']> = Extract<TrainEvent, { readonly kind: K }>;

/** Texts scored without letting other questions through. */
const AT_ONCE = 32;
