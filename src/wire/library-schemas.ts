// What may be asked of the library of models by REST, checked at the edge. What a manifest may hold is checked by the
// service, with the words of archives.

import { z } from 'zod';
import { PRECISIONS } from './library';
import { listOf } from './schema-lists';

const text = (most: number) =>
  z
    .string({ error: 'must be a text' })
    .max(most, { error: `must have at most ${most.toLocaleString('en')} characters` });

export const modelChangeSchema = z.strictObject({
  name: text(100).optional(),
  tags: listOf(text(50), { max: Infinity, words: { list: 'must be a list of words' } }).optional(),
  note: text(10_000).optional(),
  card: text(100_000).nullable().optional().meta({ description: 'Markdown; null: the generated one again.' }),
});

export const moduleSchema = z.strictObject({
  name: text(100),
  copy_of: text(200)
    .optional()
    .meta({ description: 'A module’s id, whose files it begins with; else the template’s.' }),
});

export const trainModuleSchema = z.strictObject({
  args: listOf(text(10_000), { max: 100, words: { list: 'must be a list of texts' } }).optional(),
  tensorboard: z.boolean({ error: 'must be true or false' }).optional(),
  seconds: z
    .number({ error: 'must be a number' })
    .min(1, { error: 'must be 1 or more' })
    .max(86_400, { error: 'must be 86400 (a day) at most' })
    .optional()
    .meta({ description: 'After which it is ended; 600 if left out.' }),
});

const path = text(1024);
const roleSchema = (what: string) =>
  path
    .nullable()
    .optional()
    .meta({ description: `The file that ${what}; null: none.` });

export const moduleChangeSchema = z.strictObject({
  trainingScript: roleSchema('trains'),
  servingScript: roleSchema('serves'),
  move: z.strictObject({ from: path, to: path }).optional().meta({ description: 'A file gets another path.' }),
});

const script = (what: string) =>
  text(255)
    .nullable()
    .optional()
    .meta({ description: `Path from the module’s folder to the script that ${what}; null: none.` });

export const packageSchema = z.strictObject({
  model: text(160).meta({ description: 'A model’s id, from GET /models.' }),
  module: text(255)
    .optional()
    .meta({ description: 'The module’s folder in the archive; the archive’s root if left out.' }),
  trainingScript: script('trains'),
  servingScript: script('serves'),
  logDirectory: text(255).optional(),
  logNamingFormat: text(255).optional().meta({ description: 'As strftime has it.' }),
  enableTensorboard: z.boolean({ error: 'must be true or false' }).optional(),
  tensorboardDirectory: text(255).optional(),
  manifest: z
    .record(z.string(), z.unknown(), { error: 'must be an object' })
    .optional()
    .meta({ description: 'In place of all the options: what manifest.json holds.' }),
  output: text(200).optional().meta({ description: 'The archive’s file name; model.tar.gz if left out.' }),
  python: z
    .enum(['numpy', 'onnxruntime'])
    .optional()
    .meta({ description: 'What Python serves it by. onnxruntime: model.onnx goes with it, and nothing that trains.' }),
  precision: z.enum(PRECISIONS).optional(),
});
