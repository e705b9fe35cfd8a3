// A model for a dataset of images: the shipped configuration with that dataset in it.

import { service } from '../../../client';
import type { ConfigSummary } from '../../../wire/configs';
import type { ImageSetSummary } from '../../../wire/images';
import { attempt } from '../../components/attempt';
import { type Looks, looksOf } from './looks';

/** Starts training; where another run is on it waits its turn. Resolves with the run's id, undefined where it could not. */
export function trainOn(set: ImageSetSummary): Promise<string | undefined> {
  return attempt('start the training', async () => {
    const config = shippedConfig(await service.configs.list());
    return service.runs.start({
      config: { id: config.id },
      overrides: overridesFor(set, set.shipped ? GREY : await looksOf(set.id)),
      name: `${set.name}, CNN`,
      when_busy: 'queue',
    });
  });
}

function shippedConfig(configs: readonly ConfigSummary[]): ConfigSummary {
  const found = configs.find(({ kind, shipped }) => kind === 'image' && shipped);
  if (!found) throw new Error('The configuration that comes with the app for image models is not here.');
  return found;
}

/** The shipped set is known. */
const GREY = { coloured: false };

/** Pixels along a side that a small CNN reads in good time. */
const [LEAST, MOST] = [16, 64];

/** Of the shipped configuration: epochs, examples a step, and what is held out where there is no validation part. */
const [EPOCHS, BATCH, HELD_OUT] = [10, 32, 0.2];
/** Steps that it takes on the set that comes with the app; a small set needs about as many to be learnt, within bounds. */
const STEPS = 500;
const MOST_EPOCHS = 60;

/** Few images are few steps an epoch: more epochs, and the patience to go with them. */
function effortFor(parts: ImageSetSummary['parts']): string[] {
  const learnt = parts.find(({ part }) => part === 'train')?.n ?? 0;
  const held = parts.some(({ part }) => part === 'val') ? 0 : HELD_OUT;
  const steps = Math.max(1, Math.ceil((learnt * (1 - held)) / BATCH));
  const epochs = Math.min(MOST_EPOCHS, Math.ceil(STEPS / steps));
  return epochs <= EPOCHS ? [] : [`trainer.epochs=${epochs}`, `trainer.early_stopping=${Math.ceil(epochs / 3)}`];
}

/** What of the shipped configuration is said otherwise for this set. */
export function overridesFor(
  { name, size, shipped, parts }: ImageSetSummary,
  { coloured }: Pick<Looks, 'coloured'>,
): string[] {
  // JSON is YAML.
  const overrides = [`data.dataset=${JSON.stringify(name)}`];
  if (shipped) return overrides;
  overrides.push(...effortFor(parts));
  if (coloured) overrides.push('model.channels=3');
  if (size === null) return overrides;
  const side = Math.min(MOST, Math.max(LEAST, size.width, size.height));
  return [...overrides, `model.image_size=${side}`];
}
