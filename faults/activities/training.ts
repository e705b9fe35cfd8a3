// Training a model of each kind.

import { sampleReviews } from '../../src/ml/samples/reviews';
import type { App } from '../app/app';
import { phaseOf } from '../app/template';
import { Going, type Standing } from './going';
import type { Activity, Scene } from './types';

const GONE: Standing = { share: 0, state: 'gone', words: '' };

// ---------------------------------------------------------------- a mixture

const EPOCHS = 90;

export const MIXTURE: Activity = {
  ...{ id: 'mixture', title: 'fitting a mixture to 40,000 points', route: 'points', workers: ['shard'] },
  touches: /^(workspace|pointChunks) /,
  async begin({ app, rng }) {
    const point = [rng.integer(100), rng.integer(100)];
    let begun = 0;
    const before = Number((await app.ok('GET', '/points?limit=1')).n);
    const standing = async (): Promise<Standing> => {
      const { status, json } = await app.ask('GET', '/state');
      if (status !== 200) return GONE;
      const { iteration = 0, message = '' } = Object(json.fit);
      const phase = phaseOf(json);
      const words = `${phase} at iteration ${iteration} ${message}`.trim();
      const state = phase === 'finished' ? 'over' : phase === 'running' ? 'going' : 'waiting';
      return { share: iteration / EPOCHS, state, words };
    };
    return new Going({
      standing,
      begin: async () => {
        await app.ok('POST', '/points', { points: [point] });
        await app.ok('PATCH', '/fit/options', { n_components: 4, tol: 0, epochs: EPOCHS, n_init: 1 });
        await app.ok('PUT', '/fit/speed', { iterations_per_second: 40 });
        await app.ok('POST', '/fit/reset');
        await app.ok('POST', '/fit/play');
        begun = 1;
      },
      acknowledged: () => 2 * begun,
      verify: async () => {
        const n = Number((await app.ok('GET', '/points?limit=1')).n);
        const { options } = await app.ok('GET', '/state');
        return [
          ...(n === before + 1 ? [] : [`there are ${n} points, and should be ${before + 1}`]),
          ...(Object(options).n_components === 4 ? [] : ['the options are not those that were set']),
        ];
      },
      takeUp: async () => {
        await app.ok('POST', '/fit/play');
      },
      came: async () => {
        const { weights } = await app.ok('GET', '/parameters');
        return Array.isArray(weights) && weights.length === 4 ? [] : ['the mixture has not the groups asked for'];
      },
    });
  },
};

// ---------------------------------------------------------------- text models

interface TextJob {
  readonly model: string;
  readonly times: number;
  readonly options: object;
}

function textTraining({ app }: Scene, { model, times, options }: TextJob, name: string): Going {
  let begun = 0;
  const reviews = Array.from({ length: times }, (_, i) =>
    sampleReviews().map(({ text, label }) => ({ text: `${text} (${i})`, sentiment: label === 'positive' ? 1 : 0 })),
  ).flat();
  const isThere = async () => {
    const { status, json } = await app.ask('GET', '/models');
    const models = status === 200 ? (json.models as { name: string }[]) : [];
    return models.some((one) => one.name === name);
  };
  const standing = async (): Promise<Standing> => {
    const { status, json } = await app.ask('GET', '/reviews/state');
    if (status !== 200) return GONE;
    const { phase, step = 0, steps = 0 } = Object(json.training);
    const share = steps > 0 ? step / steps : 0;
    const words = `${phase} at step ${step} of ${steps}`;
    if (phase === 'preparing' || phase === 'running') return { share, state: 'going', words };
    if (phase === 'interrupted' || phase === 'paused') return { share, state: 'waiting', words };
    return (await isThere()) ? { share: 1, state: 'over', words: 'the new model is there' } : GONE;
  };
  return new Going({
    standing,
    begin: async () => {
      await app.ok('POST', '/reviews/train', { model, name, reviews, held_out: 0.2, options });
      begun = 1;
    },
    acknowledged: () => begun,
    verify: async () => {
      const { state } = await standing();
      return state === 'gone' ? ['the training that was begun is nowhere, and so is its model'] : [];
    },
    takeUp: async () => {
      await app.ok('POST', '/reviews/train/play');
    },
    came: async () => {
      const models = (await app.ok('GET', '/reviews/models')).models as { id: string; name: string }[];
      const made = models.filter((one) => one.name === name);
      if (made.length !== 1) return [`there are ${made.length} models of that name`];
      const { score } = await app.ok('POST', '/reviews/score', { text: 'A warm film.', model: made[0]?.id });
      return typeof score === 'number' && score >= 0 && score <= 1 ? [] : ['the new model does not answer'];
    },
  });
}

const TEXT_STORES = /^(textModels|textFiles|textRun|profiles|gates|reviews|reviewScores) /;

export const NGRAM: Activity = {
  ...{ id: 'ngram', title: 'training an n-gram model', route: 'reviews', workers: ['models'], touches: TEXT_STORES },
  begin: async (scene) =>
    textTraining(scene, { model: 'nano', times: 10, options: { epochs: 12, batch_size: 8 } }, 'Fault n-gram'),
};

export const ENCODER: Activity = {
  ...{ id: 'encoder', title: 'training a small encoder', route: 'reviews', workers: ['models'], touches: TEXT_STORES },
  begin: async (scene) => {
    const { encoder: model } = scene.samples;
    const options = { epochs: 3, batch_size: 8, max_length: 32 };
    return textTraining(scene, { model, times: 1, options }, 'Fault encoder');
  },
};

// ---------------------------------------------------------------- a stream

const BATCHES = 200;
const SEA = {
  source: { id: 'sea', seed: 11, batch_size: 16, drift: { kind: 'abrupt', position: 800, width: 1 }, noise: 0.05 },
  ...{ replay: 100, save_every: 'batch' },
};

export const STREAM: Activity = {
  ...{ id: 'stream', title: 'learning from a stream', route: 'stream', workers: ['shard'] },
  touches: /^(streamRun|streamKept) /,
  async begin({ app }) {
    let begun = 0;
    const seen = new SeenSaves();
    let [goal, last] = [BATCHES, 0];
    const standing = async (): Promise<Standing> => {
      const status = await streamStatus(app);
      if (!status) return GONE;
      seen.take(status);
      const { phase, batches, message = '' } = status;
      const words = `${phase} at batch ${batches} ${message}`.trim();
      last = batches;
      const enough = batches >= goal;
      if (phase === 'running') return { share: batches / BATCHES, state: enough ? 'over' : 'going', words };
      return { share: batches / BATCHES, state: enough && phase === 'stopped' ? 'over' : 'waiting', words };
    };
    return new Going({
      standing,
      begin: async () => {
        await app.ok('PUT', '/stream/speed', { batches_per_second: 100 });
        const learner = { id: 'network', compute: 'cpu', hidden: [8], seed: 3 };
        await app.ok('POST', '/stream/start', { config: { ...SEA, learner }, fresh: true });
        begun = 1;
      },
      // It has no end: some batches are to come after the fault, however fast it was before.
      struck: () => {
        goal = Math.max(goal, last + BATCHES / 2);
      },
      acknowledged: () => begun + seen.saves,
      verify: async () => {
        const status = await streamStatus(app);
        if (!status) return ['nobody says how the stream is'];
        if (status.batches >= seen.sure) return [];
        return [`it has ${status.batches} batches, and ${seen.sure} were saved`];
      },
      takeUp: async () => {
        await app.ok('POST', '/stream/start');
      },
      came: async () => {
        const { message } = await app.ok('POST', '/shutdown');
        const status = await streamStatus(app);
        const saved = message === 'Service shutting down and model saved.' && status?.phase === 'stopped';
        return saved ? [] : [`stopping it said “${String(message)}”`];
      },
    });
  },
};

interface StreamStatus {
  readonly phase: string;
  readonly batches: number;
  readonly saved_at: string | null;
  readonly message?: string;
}

async function streamStatus(app: App): Promise<StreamStatus | null> {
  const { status, json } = await app.ask('GET', '/stream');
  return status === 200 ? (json.status as StreamStatus) : null;
}

/** Batches that are sure to be in storage: those that were learnt when a save later than the next was done. */
class SeenSaves {
  private readonly at: { readonly saved: string; readonly batches: number }[] = [];
  sure = 0;

  get saves(): number {
    return this.at.length;
  }

  take({ saved_at, batches }: StreamStatus): void {
    if (saved_at === null || this.at.at(-1)?.saved === saved_at) return;
    this.at.push({ saved: saved_at, batches });
    this.sure = Math.max(this.sure, this.at.at(-3)?.batches ?? 0);
  }
}

// ---------------------------------------------------------------- a run of a convolutional network

export const CNN: Activity = {
  ...{ id: 'cnn', title: 'a run that trains a convolutional network', route: 'runs', workers: ['models'] },
  touches: /^(runs|runRows|checkpoints|trained|trainedFiles|imagePixels) /,
  async begin({ app }) {
    let id: string | null = null;
    const standing = async (): Promise<Standing> => {
      if (id === null) return GONE;
      const run = await app.ask('GET', `/training/runs/${id}`);
      const { status, json: now } = await app.ask('GET', '/training/status');
      if (run.status !== 200 || status !== 200) return GONE;
      const { phase, message = '', resumable } = run.json;
      const [step, steps] = [Number(now.step ?? 0), Number(now.steps ?? 0)];
      const words = `${phase} ${message}`.trim();
      if (phase === 'completed') return { share: 1, state: 'over', words };
      if (phase === 'running' || phase === 'queued')
        return { share: steps > 0 ? step / steps : 0, state: 'going', words };
      return { share: 0, state: resumable === true ? 'waiting' : 'gone', words };
    };
    return new Going({
      standing,
      begin: async () => {
        const overrides = [
          ...['trainer.epochs=4', 'trainer.batch_size=32', 'trainer.early_stopping=null'],
          ...['model.filters=[4]', 'model.hidden=[]', 'data.limit=320'],
        ];
        const start = { config_name: 'image-cnn.yaml', model_name: 'Fault CNN', overrides };
        id = String((await app.ok('POST', '/training/start', start)).run_id);
      },
      acknowledged: () => (id ? 1 : 0),
      verify: async () => {
        const { status } = await app.ask('GET', `/training/runs/${id}`);
        return status === 200 ? [] : ['the run that was begun is nowhere'];
      },
      takeUp: async () => {
        await app.ok('POST', `/training/runs/${id}/resume`);
      },
      came: async () => {
        const run = await app.ok('GET', `/training/runs/${id}`);
        const trained = run.trained as unknown[];
        return trained.length > 0 ? [] : ['the run is completed and has no model'];
      },
    });
  },
};
