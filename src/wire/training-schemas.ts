// What may be asked of training by REST, checked at the edge. What a configuration says is checked by the service.

import { z } from 'zod';
import { MAX_CONFIG_CHARACTERS } from './limits';
import { listOf } from './schema-lists';

const text = (most: number) =>
  z
    .string({ error: 'must be a text' })
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(most, { error: `must have at most ${most.toLocaleString('en')} characters` });

const NAME_LENGTH = 100;
const name = text(NAME_LENGTH);
const folder = (part: string) =>
  text(1000)
    .nullish()
    .meta({
      description: `Of the dataset to ${part}, as GET /training/datasets names it; the configuration’s if left out or null.`,
    });
const overrides = listOf(text(10_000), { max: 100, words: { list: 'must be a list of texts' } }).meta({
  description: 'Such as trainer.epochs=3.',
});
const tags = listOf(text(40), {
  max: 20,
  words: { list: 'must be a list of words', many: 'must have at most 20 words' },
}).meta({ description: 'Words to find runs by.' });

export const startTrainingSchema = z.strictObject({
  config_name: text(200).meta({ description: 'One of GET /training/configs.' }),
  model_name: name.nullish().meta({ description: 'What the run and its model are called.' }),
  train_data_dir: folder('train on'),
  val_data_dir: folder('judge by while training'),
  test_data_dir: folder('judge the result by'),
  overrides: overrides.optional(),
  tags: tags.optional(),
  when_busy: z
    .enum(['refuse', 'queue'], { error: 'must be refuse or queue' })
    .optional()
    .meta({ description: 'While another run is on: 409 with its id, or a place in the queue.' }),
});
export type StartTraining = z.output<typeof startTrainingSchema>;

const named = (list: string) =>
  listOf(text(200), {
    ...{ min: 1, max: 1000 },
    words: { list, few: 'must name at least one', many: 'must name at most 1,000' },
  });
const ids = named('must be a list of ids');

export const changeRunsSchema = z.strictObject({
  ids,
  name: name.optional(),
  note: z.string({ error: 'must be a text' }).max(10_000, { error: 'must have at most 10,000 characters' }).optional(),
  tags: tags.optional(),
  archived: z.boolean({ error: 'must be true or false' }).optional(),
});

export const runIdsSchema = z.strictObject({ ids });

const file_name = text(200).meta({ description: 'Ends with .yaml.' });
const configText = z
  .string({ error: 'must be a text' })
  .max(MAX_CONFIG_CHARACTERS, {
    error: `must have at most ${MAX_CONFIG_CHARACTERS.toLocaleString('en')} characters`,
  })
  .meta({ description: 'YAML.' });

export const saveConfigSchema = z.strictObject({ file_name, text: configText });
export const checkConfigSchema = z.strictObject({ text: configText, overrides: overrides.optional() });
export const completeConfigSchema = z.strictObject({
  text: configText,
  line: z.int().min(1).max(1_000_000),
  column: z.int().min(1).max(1_000_000),
});

export const takeDatasetsSchema = z.strictObject({
  names: named('must be a list of names'),
});
export const imageSetNameSchema = z.strictObject({ name });
