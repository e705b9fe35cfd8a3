// The host itself: holds models and the training under way on one backend. Runs in the text workers, and in Node
// for tests.

import type { NnBackend } from '../../ml/compute/nn/types';
import { modelKind } from '../../ml/text/kind';
import { freshTextModel, loadTextModel } from '../../ml/text/load';
import type { Embeddings, ModelFiles, TextModel, TextScore } from '../../ml/text/types';
import { createTrainer, defaultOptions, resumeTrainer } from '../../ml/trainer';
import type { TextTrainer, TrainEvent, TrainOptions } from '../../ml/trainer/types';
import { judgeTexts } from '../drift/judging';
import { profileTexts } from '../drift/profiles';
import { breathe } from '../pace';
import { evaluate } from './evaluate';
import type { HostBackend, TextHost, TrainingJob } from './host';

/** Texts scored without letting other questions through. */
const BATCH = 8;

export function createTextHost(createBackend: (wanted: HostBackend) => Promise<NnBackend>): TextHost {
  const models = new Map<string, TextModel>();
  let backend: NnBackend | null = null;
  let training: TextTrainer | null = null;

  const nn = () => {
    if (!backend) throw new Error('The text host was not started.');
    return backend;
  };
  const model = (id: string) => {
    const found = models.get(id);
    if (!found) throw new Error(`The text model ${id} is not loaded.`);
    return found;
  };
  const trainer = () => {
    if (!training) throw new Error('No training is open.');
    return training;
  };
  const unload = (id: string) => {
    models.get(id)?.dispose();
    models.delete(id);
  };

  return {
    async start(wanted) {
      backend = await createBackend(wanted);
      return backend.description;
    },

    async load(id, files) {
      const loaded = loadTextModel(nn(), files);
      unload(id);
      models.set(id, loaded);
      return loaded.info;
    },

    unload: async (id) => unload(id),

    async score(id, texts) {
      const start = performance.now();
      const scores = await scoreInParts(model(id), texts);
      return { scores, ms: performance.now() - start };
    },

    async embed(id, texts) {
      const start = performance.now();
      const embeddings = await embedInParts(model(id), texts);
      return { ...embeddings, ms: performance.now() - start };
    },

    async explain(id, text) {
      const start = performance.now();
      const explanation = await model(id).explain(text, breathe);
      return { ...explanation, ms: performance.now() - start };
    },

    structure: async (id) => model(id).structure(),

    async create(request) {
      const files = freshTextModel(request);
      return { files, info: about(files) };
    },

    profile: async (request) => profileTexts(request),
    judge: async (request) => judgeTexts(request),

    async openTraining(job) {
      training?.dispose();
      training = null;
      const { files, checkpoint } = job;
      const data = { train: job.train, held_out: job.held_out };
      const options = { ...defaultOptions(modelKind(files), job.untrained), ...given(job) };
      const before = checkpoint ? null : await judge(job);
      training = checkpoint ? resumeTrainer(nn(), checkpoint, data) : createTrainer(nn(), files, data, options);
      return { options, before };
    },

    async advance(milliseconds) {
      const until = performance.now() + milliseconds;
      const events: TrainEvent[] = [];
      do {
        const event = await trainer().next();
        events.push(event);
        if (event.kind === 'done') break;
        // A pause, and the messages of helper threads, must get through between steps.
        await breathe();
      } while (performance.now() < until);
      return events;
    },

    checkpoint: () => trainer().checkpoint(),

    async result() {
      const files = await trainer().result();
      return { files, info: about(files) };
    },
  };

  /** Loads it for a moment: whoever keeps files knows that they load. */
  function about(files: ModelFiles) {
    const loaded = loadTextModel(nn(), files);
    loaded.dispose();
    return loaded.info;
  }

  async function judge({ files, held_out }: TrainingJob) {
    const loaded = loadTextModel(nn(), files);
    try {
      return await evaluate(loaded, held_out);
    } finally {
      loaded.dispose();
    }
  }
}

async function scoreInParts(model: TextModel, texts: readonly string[]): Promise<readonly TextScore[]> {
  const scores = new Array<TextScore>(texts.length);
  await inParts(texts, async (part, places) => {
    const scored = await model.score(part);
    places.forEach((i, at) => {
      scores[i] = scored[at];
    });
  });
  return scores;
}

async function embedInParts(model: TextModel, texts: readonly string[]): Promise<Embeddings> {
  let all: Embeddings = { d: 0, data: new Float32Array() };
  await inParts(texts, async (part, places) => {
    const { d, data } = await model.embed(part);
    if (all.d === 0) all = { d, data: new Float32Array(texts.length * d) };
    places.forEach((i, at) => {
      all.data.set(data.subarray(at * d, (at + 1) * d), i * d);
    });
  });
  return all;
}

/** Texts of about one length together, with their places; others' questions come in between. */
async function inParts(
  texts: readonly string[],
  work: (part: readonly string[], places: readonly number[]) => Promise<void>,
): Promise<void> {
  const order = texts.map((_, i) => i).sort((a, b) => texts[a].length - texts[b].length);
  for (let from = 0; from < order.length; from += BATCH) {
    const part = order.slice(from, from + BATCH);
    await work(
      part.map((i) => texts[i]),
      part,
    );
    if (from + BATCH < order.length) await breathe();
  }
}

/** Options that were said; undefined is the same as not said. */
function given({ options }: TrainingJob): Partial<TrainOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
