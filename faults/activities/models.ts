// Saving, renaming and removing models and configurations; packaging models, and taking archives in.

import { createHash } from 'node:crypto';
import type { App } from '../app/app';
import { Ledger, type Outcome, outcomeOf, type Value } from './ledger';
import { type Step, Steps } from './steps';
import type { Activity, Scene } from './types';

const MODEL_STORES = /^(models|textModels|textFiles|profiles|gates|trained|trainedFiles|library|configs) /;

export const SAVING: Activity = {
  ...{
    id: 'saving',
    title: 'saving, renaming and removing models and configurations',
    route: 'models',
    workers: ['models'],
  },
  touches: MODEL_STORES,
  async begin(scene) {
    const ledger = new Ledger();
    const mixture = savedModel(scene, ledger, 'Kept mixture', (name) => ['/models', { name }]);
    const words = savedModel(scene, ledger, 'Words', (name) => ['/reviews/models', { name, kind: 'ngram', seed: 3 }]);
    const config = savedConfig(scene, ledger);
    const second = savedModel(scene, ledger, 'Second', (name) => ['/models', { name }]);
    const steps = [
      ...[mixture.create, config.create, words.create, mixture.rename, config.write, words.rename],
      ...[mixture.note, words.remove, config.write, second.create, mixture.remove, config.remove, second.rename],
    ];
    return new Steps(steps, ledger, () => modelsOf(scene.app));
  },
};

type Asked = readonly [path: string, body: object];

function savedModel({ app }: Scene, ledger: Ledger, name: string, creating: (name: string) => Asked) {
  let id: string | null = null;
  const known = (outcome: Outcome, value: Value) => id && ledger.asked(`model ${id}`, value, outcome);
  return {
    create: async () => {
      const answer = await app.ask('POST', ...creating(name));
      const outcome = outcomeOf(answer);
      if (outcome === 'acknowledged') {
        id = String(answer.json.id);
        known(outcome, name);
      } else ledger.asked(`called ${name}`, 'there', outcome);
    },
    rename: async () => {
      if (id) known(outcomeOf(await app.ask('PATCH', `/models/${id}`, { name: `${name} 2` })), `${name} 2`);
    },
    /** A note changes no name. */
    note: async () => {
      if (!id) return;
      const outcome = outcomeOf(await app.ask('PATCH', `/models/${id}`, { note: 'Seen', tags: ['one'] }));
      ledger.asked(`note ${id}`, 'Seen', outcome, '');
    },
    remove: async () => {
      if (!id) return;
      const outcome = outcomeOf(await app.ask('DELETE', `/models/${id}`));
      known(outcome, null);
      if (outcome !== 'refused') ledger.asked(`note ${id}`, null, outcome, '');
    },
  } satisfies Record<string, Step>;
}

function savedConfig({ app }: Scene, ledger: Ledger) {
  let id: string | null = null;
  let n = 0;
  const file_name = 'of-mine.yaml';
  const text = () => `kind: mixture\nname: Number ${n}\n`;
  return {
    create: async () => {
      const answer = await app.ask('POST', '/training/configs', { file_name, text: text() });
      const outcome = outcomeOf(answer);
      if (outcome === 'acknowledged') id = String(answer.json.id);
      ledger.asked(`config ${id ?? file_name}`, text(), outcome);
    },
    write: async () => {
      if (!id) return;
      n += 1;
      const outcome = outcomeOf(await app.ask('PUT', `/training/configs/${id}`, { file_name, text: text() }));
      ledger.asked(`config ${id}`, text(), outcome);
    },
    remove: async () => {
      if (id) ledger.asked(`config ${id}`, null, outcomeOf(await app.ask('DELETE', `/training/configs/${id}`)));
    },
  } satisfies Record<string, Step>;
}

interface Known {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

async function modelsOf(app: App): Promise<(key: string) => Value | Promise<Value>> {
  const models = (await app.ok('GET', '/models')).models as Known[];
  return async (key) => {
    const [what, ...rest] = key.split(' ');
    const id = rest.join(' ');
    if (what === 'called') return models.some(({ name }) => name === id) ? 'there' : null;
    if (what === 'model') return models.find((model) => model.id === id)?.name ?? null;
    if (what === 'note') return models.find((model) => model.id === id)?.note ?? null;
    if (what === 'archive') return digestOf(await app.file(`/models/${id}/archive`));
    const { status, json } = await app.ask('GET', `/training/configs/${id}`);
    return status === 200 ? String(json.text) : null;
  };
}

export const ARCHIVES: Activity = {
  ...{ id: 'archives', title: 'packaging models and taking archives in', route: 'models', workers: ['models'] },
  touches: MODEL_STORES,
  async begin(scene) {
    const ledger = new Ledger();
    const { archives } = scene.samples;
    const steps = Array.from({ length: 8 }, (_, i) => {
      const archive = archives[i % archives.length]!;
      return i % 3 === 2 ? packagingStep(scene, ledger, archive.model) : importStep(scene, ledger, archive.file, i);
    });
    return new Steps(steps, ledger, () => modelsOf(scene.app));
  },
};

function importStep({ app }: Scene, ledger: Ledger, file: Buffer, i: number): Step {
  return async () => {
    const name = `Taken in ${i}`;
    const answer = await app.ask('POST', `/models/archive?name=${encodeURIComponent(name)}.tar.gz`, { file });
    const outcome = outcomeOf(answer);
    if (outcome !== 'acknowledged') return;
    const id = String(answer.json.id);
    const models = (await app.ask('GET', '/models')).json.models as Known[] | undefined;
    const called = models?.find((model) => model.id === id)?.name;
    if (called !== undefined) ledger.asked(`model ${id}`, called, outcome);
  };
}

/** The same model, the same bytes: whenever it is packed. */
function packagingStep({ app }: Scene, ledger: Ledger, model: string): Step {
  return async () => {
    const archive = await app.file(`/models/${model}/archive`).catch(() => null);
    if (archive) ledger.asked(`archive ${model}`, digestOf(archive), 'acknowledged');
  };
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
