// A whole training of an image model: the best epoch is kept and judged as it says, training ends early by its rule, and
// it goes on bit for bit from anywhere.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import { evaluateImages } from './evaluate';
import type { Images } from './images';
import { ImageModel } from './model';
import { smallConfig, smallImages, smallOptions } from './problem.fixture';
import { ImageRun, type ImageRunEvent, type ImageRunOptions } from './run';

const nn = new ReferenceBackend();
const images = smallImages(18, 4);
const held = smallImages(12, 5);
const none = smallImages(0, 1);
/** Judged by labels that have nothing to do with the images, epochs are better and worse by chance. */
const opposite: Images = { ...held, labels: held.labels.map((label) => (label + 1) % 3) };
const OPTIONS: ImageRunOptions = { monitor: 'val_loss', min_delta: 0, early_stopping: null };

function start(options: Partial<ImageRunOptions> = {}, judged = held, epochs = 4) {
  const config = smallConfig('mlp');
  const training = smallOptions({
    epochs,
    augmentation: { shift: 0.1, rotate: 5, scale: 0.1, flip: false, noise: 0.1 },
  });
  return new ImageRun({ nn, images }, judged, { ...OPTIONS, ...options }, { config, options: training });
}

async function finish(run: ImageRun): Promise<ImageRunEvent[]> {
  const events: ImageRunEvent[] = [];
  while (!run.ended) events.push(await run.next());
  return events;
}

const epochsOf = (events: readonly ImageRunEvent[]) => events.flatMap((one) => (one.kind === 'epoch' ? [one] : []));

describe('a run', () => {
  it('judges each epoch after its last step, and sums up its losses', async () => {
    const run = start();
    const events = await finish(run);
    expect(events.map(({ kind }) => kind).join(' ')).toBe(new Array(4).fill('step step step epoch').join(' '));
    const epochs = epochsOf(events);
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([0, 1, 2, 3].map((epoch) => [epoch, 3 * epoch + 3]));
    const losses = events.slice(0, 3).map((one) => (one.kind === 'step' ? (one.report.loss ?? 0) : 0));
    expect(epochs[0].trainLoss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 3, 12);
    expect(run.ended).toBe('finished');
    await expect(run.next()).rejects.toThrow('done');
  });

  it.each(['val_loss', 'val_acc', 'val_f1'] as const)('keeps the model that is best by %s', async (monitor) => {
    const run = start({ monitor }, opposite);
    const epochs = epochsOf(await finish(run));
    const value = ({ figures }: (typeof epochs)[number]) =>
      ({ val_loss: -(figures?.loss ?? 0), val_acc: figures?.accuracy ?? 0, val_f1: figures?.macroF1 ?? 0 })[monitor];
    const top = epochs.reduce((best, one) => (value(one) > value(best) ? one : best));
    expect(epochs.filter(({ best }) => best).at(-1)).toBe(top);
    expect(run.best).toMatchObject({ epoch: top.epoch, step: top.step, figures: top.figures });
    const model = new ImageModel(nn, smallConfig('mlp'), await run.weights('best'));
    expect(await evaluateImages(model, opposite)).toMatchObject({ ...top.figures });
    expect(await run.weights('last')).toEqual(await run.trainer.model.weights());
  });

  it('ends early when it has not got better for so many epochs', async () => {
    const run = start({ early_stopping: 2 }, opposite, 40);
    const epochs = epochsOf(await finish(run));
    expect(run.ended).toBe('early stopping');
    expect(epochs.length).toBeLessThan(40);
    expect(run.best?.epoch).toBe(epochs.length - 3);
  });

  it('takes a small change for none by min_delta, and keeps the best all the same', async () => {
    const run = start({ early_stopping: 3, min_delta: 0.9 }, held, 40);
    const epochs = epochsOf(await finish(run));
    expect(run.ended).toBe('early stopping');
    expect(epochs).toHaveLength(4);
    expect(run.best?.epoch).toBe(3);
  });

  it('without images to judge by keeps the last epoch and never ends early', async () => {
    const run = start({ early_stopping: 1 }, none, 3);
    const epochs = epochsOf(await finish(run));
    expect(epochs.map(({ best, figures }) => [best, figures])).toEqual(new Array(3).fill([true, null]));
    expect(run.best).toMatchObject({ ...run.last });
  });

  it('says that the learning rate is too high when the loss is no number any more', async () => {
    const options = smallOptions({
      optimizer: 'sgd',
      learning_rate: 1e30,
      max_grad_norm: 0,
      warmup_ratio: 0,
      epochs: 9,
    });
    const run = new ImageRun({ nn, images }, held, OPTIONS, { config: smallConfig('mlp'), options });
    await expect(finish(run)).rejects.toThrow(expect.objectContaining({ field: 'learning_rate' }));
  });

  it('says so too when that shows only in the judgement after an epoch', async () => {
    const options = smallOptions({
      ...{ optimizer: 'sgd', learning_rate: 1e200, max_grad_norm: 0, warmup_ratio: 0, batch_size: images.size },
    });
    const run = new ImageRun({ nn, images }, held, OPTIONS, { config: smallConfig('mlp'), options });
    expect(await run.next()).toMatchObject({ kind: 'step', report: { lastOfEpoch: true } });
    await expect(run.next()).rejects.toThrow('The loss is no number any more at step 1: lower the learning rate.');
    expect(run.best).toBeNull();
  });

  it('goes on bit for bit from anywhere, its best, its patience and its rounding among it', async () => {
    const given = { early_stopping: 3, monitor: 'val_acc' } as const;
    const states: unknown[] = [];
    const run = start(given, opposite, 6);
    const events: ImageRunEvent[] = [];
    while (!run.ended) {
      states.push(structuredClone(await run.state()));
      events.push(await run.next());
    }
    const end = await run.state();
    for (const at of [0, 2, 3, 4, 9, events.length - 1]) {
      const state = states[at] as Awaited<ReturnType<ImageRun['state']>>;
      const resumed = new ImageRun({ nn, images }, opposite, { ...OPTIONS, ...given }, state);
      expect(await finish(resumed)).toEqual(events.slice(at));
      expect(await resumed.state()).toEqual(end);
      expect(await resumed.weights('best')).toEqual(await run.weights('best'));
    }
  });
});
