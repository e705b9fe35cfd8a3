// The profile that every case begins with: made once for a run of cases, by the app itself, with something of everything in it.

import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sampleReviews } from '../../src/ml/samples/reviews';
import type { Prints } from '../store/prints';
import { App } from './app';
import { until } from './until';

export interface Samples {
  /** A back-up of the little that was there in the beginning. */
  readonly backup: Buffer;
  /** What the store holds once it is restored. */
  readonly restored: Prints;
  /** What the store holds before anything is done. */
  readonly before: Prints;
  /** Milliseconds that restoring takes undisturbed. */
  readonly restoring: number;
  /** Archives of models that are in the template. */
  readonly archives: readonly { readonly model: string; readonly file: Buffer }[];
  /** An untrained encoder, small enough to be trained in seconds. */
  readonly encoder: string;
}

export interface Template {
  readonly folder: string;
  readonly samples: Samples;
}

/** Points enough to be shared out among workers, and for two chunks of storage. */
const POINTS = 40_000;

export async function makeTemplate(root: string, base: string, checker: string): Promise<Template> {
  const app = new App(join(root, 'making'), base, checker);
  await app.launch();
  // It is installed first.
  await app.open('points', 180_000);
  await fillLittle(app);
  const backup = await app.file('/backup');
  await settled(app);
  const encoder = await fillMore(app);
  const archives = await archivesOf(app);
  await settled(app);
  const { prints, problems } = await app.look(true);
  if (problems.length > 0) throw new Error(`The template is not in order: ${JSON.stringify(problems)}`);
  await app.close();
  const folder = join(root, 'template');
  cpSync(join(root, 'making'), folder, { recursive: true });
  const { restored, restoring } = await restoreOnce(app, backup);
  return { folder, samples: { backup, before: prints, restored, restoring, archives, encoder } };
}

export function copyTemplate({ folder }: Template, to: string): void {
  mkdirSync(to, { recursive: true });
  cpSync(folder, to, { recursive: true });
}

/** Also tells how a store looks that a back-up replaced. */
async function restoreOnce(app: App, backup: Buffer): Promise<Pick<Samples, 'restored' | 'restoring'>> {
  await app.launch();
  await app.open('points');
  const began = performance.now();
  await app.ok('POST', '/restore', { file: backup });
  const restoring = performance.now() - began;
  await settled(app);
  const { prints: restored } = await app.look(true);
  await app.close();
  return { restored, restoring };
}

/** What is saved in the background is saved. */
async function settled(app: App): Promise<void> {
  await app.page.goto(`${app.base}robots.txt`);
  await app.page.goto(`${app.base}#/points`);
  await app.untilUp();
}

async function fillLittle(app: App): Promise<void> {
  await app.ok('PUT', '/points', { points: cloud(300) });
  const reviews = [
    { text: 'Only in the back-up.', sentiment: 1 },
    { text: 'So is this.', sentiment: 0 },
  ];
  await app.ok('POST', '/reviews', { reviews });
  await app.ok('POST', '/training/configs', { file_name: 'backed-up.yaml', text: 'kind: mixture\n' });
}

async function fillMore(app: App): Promise<string> {
  await app.ok('PUT', '/points', { points: cloud(POINTS) });
  await app.ok('PATCH', '/fit/options', { n_components: 3, tol: 0, epochs: 5 });
  await app.ok('POST', '/fit/play');
  await until(
    'the fit',
    async () => (phaseOf(await app.ok('GET', '/state')) === 'finished' ? true : undefined),
    60_000,
  );
  await app.ok('POST', '/models', { name: 'Three clouds' });
  const texts = sampleReviews().map(({ text, label }) => ({ text, sentiment: label === 'positive' ? 1 : 0 }));
  const kept = texts.slice(0, 24).map((review, i) => ({ ...review, sentiment: i < 12 ? review.sentiment : null }));
  const open = texts.slice(24, 64).map(({ text }) => ({ text }));
  await app.ok('POST', '/reviews', { reviews: [...kept, ...open] });
  await importTable(app);
  await app.ok('POST', '/reviews/models', { name: 'Empty words', kind: 'ngram', seed: 1 });
  const size = { layers: 1, hidden: 16, heads: 2 };
  const { id } = await app.ok('POST', '/reviews/models', { name: 'Tiny BERT', kind: 'encoder', size, seed: 1 });
  await app.ok('POST', '/training/configs', { file_name: 'mine.yaml', text: 'kind: mixture\nname: Mine\n' });
  const overrides = ['model.n_init=1', 'trainer.epochs=20'];
  await app.ok('POST', '/training/start', { config_name: 'mixture.yaml', model_name: 'First run', overrides });
  await until('the run', async () => {
    const { status } = await app.ok('GET', '/training/status');
    return status === 'not_running' ? true : undefined;
  });
  await app.ok('POST', '/models/modules', { name: 'Own module' });
  await app.ok('POST', '/stream/files?name=table.csv', { file: Buffer.from('a,b\n1,0\n2,1\n3,0\n4,1\n') });
  return String(id);
}

async function importTable(app: App): Promise<void> {
  const lines = sampleReviews().map(({ text, label }) => `"${text.replaceAll('"', '""')}",${label}`);
  const file = Buffer.from(`text,label\n${lines.join('\n')}\n`);
  await app.ok('POST', '/reviews/datasets/import?name=Some.csv', { file });
  await until('the import', async () => {
    const { importing } = await app.ok('GET', '/reviews/datasets');
    return Object(importing).phase === 'finished' ? true : undefined;
  });
}

async function archivesOf(app: App): Promise<Samples['archives']> {
  const models = (await app.ok('GET', '/models')).models as { id: string; kind: string; origin: string }[];
  const own = models.filter(({ origin }) => origin !== 'shipped');
  return Promise.all(own.map(async ({ id }) => ({ model: id, file: await app.file(`/models/${id}/archive`) })));
}

export function phaseOf(state: Record<string, unknown>): string {
  return String(Object(state.fit).phase);
}

/** Overlapping clouds, the same each time. */
function cloud(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => [Math.sin(i * 1.7) * 2 + (i % 3), Math.cos(i * 0.9) + (i % 2)]);
}
