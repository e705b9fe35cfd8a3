// Training a model of each kind.

import { sampleReviews } from '../../src/ml/samples/reviews';
import { phaseOf } from '../app/template';
import { Going, type Standing } from './going';
import type { Activity, Scene } from './types';

const GONE: Standing = { share: 0, state: 'gone', words: '' };

/** What a device in use is lost by. */
export const OF_DEVICES = /^(gpu|engine|tab|browser)-killed$/;

// ---------------------------------------------------------------- a mixture

type Backend = 'auto' | 'webgpu';

async function fitting({ app, rng }: Scene, backend: Backend, epochs: number): Promise<Going> {
  const point = [rng.integer(100), rng.integer(100)];
  let begun = 0;
  const before = Number((await app.ok('GET', '/points')).n);
  const standing = async (): Promise<Standing> => {
    const { status, json } = await app.ask('GET', '/state');
    if (status !== 200) return GONE;
    const { iteration = 0, message = '' } = Object(json.fit);
    const phase = phaseOf(json);
    const words = `${phase} at iteration ${iteration} ${message}`.trim();
    const state = phase === 'finished' ? 'over' : phase === 'running' ? 'going' : 'waiting';
    return { share: iteration / epochs, state, words };
  };
  return new Going({
    standing,
    begin: async () => {
      await app.ok('PUT', '/compute', { backend });
      await app.ok('POST', '/points', { points: [point] });
      await app.ok('PATCH', '/fit/options', { n_components: 4, tol: 0, epochs, n_init: 1 });
      await app.ok('PUT', '/fit/speed', { iterations_per_second: 40 });
      await app.ok('POST', '/fit/reset');
      await app.ok('POST', '/fit/play');
      begun = 1;
    },
    acknowledged: () => 2 * begun,
    verify: async () => {
      const n = Number((await app.ok('GET', '/points')).n);
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
}

export const MIXTURE: Activity = {
  ...{ id: 'mixture', title: 'fitting a mixture to 40,000 points', route: 'points', workers: ['shard'] },
  touches: /^(workspace|pointChunks) /,
  begin: (scene) => fitting(scene, 'auto', 90),
};

export const MIXTURE_GPU: Activity = {
  ...{
    ...MIXTURE,
    id: 'mixture-gpu',
    title: 'fitting a mixture on WebGPU (in software)',
    workers: [],
    only: OF_DEVICES,
  },
  begin: (scene) => fitting(scene, 'webgpu', 20),
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
