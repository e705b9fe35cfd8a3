// The models that come with the app, as `public/models/manifest.json` lists them. Every file is checked against
// the SHA-256 of the list before it is used.

import { z } from 'zod';
import { sha256 as digestOf } from '../../ml/modules/twins/digest';
import type { ModelFiles } from '../../ml/text/types';
import type { TextModelSummary } from '../../wire/reviews';

const count = z.number().int().nonnegative();
const fileSchema = z.object({
  path: z.string().regex(/^[\w./-]{1,200}$/),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const manifestSchema = z.object({
  format: z.literal('millrace-models'),
  /** What serves where nobody chose. */
  standard: z.string(),
  models: z
    .array(
      z.object({
        id: z.string().regex(/^[\w-]{1,40}$/),
        name: z.string().min(1),
        kind: z.enum(['ngram', 'encoder', 'combined']),
        architecture: z.string(),
        parameters: count,
        created_at: z.string(),
        description: z.string(),
        held_out: z.object({ loss: z.number(), accuracy: z.number(), n: count }),
        files: z.array(fileSchema.extend({ name: z.string().regex(/^[\w./-]{1,100}$/) })),
        /** What it was trained on, for noticing drift. */
        profile: fileSchema.optional(),
      }),
    )
    .min(1),
});

export type ShippedModels = Pick<z.output<typeof manifestSchema>, 'standard' | 'models'>;
export type ShippedModel = ShippedModels['models'][number];

/** The first of them answers at once while the standard one is still being read. */
export async function readShipped(asset: (path: string) => Promise<Uint8Array>): Promise<ShippedModels> {
  const text = new TextDecoder().decode(await asset('manifest.json'));
  return manifestSchema.parse(JSON.parse(text));
}

export async function readShippedFiles(
  model: ShippedModel,
  asset: (path: string) => Promise<Uint8Array>,
  onProgress: (share: number) => void,
): Promise<ModelFiles> {
  const total = model.files.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  const entries = model.files.map(async (file) => {
    const content = await readShippedFile(file, asset);
    done += file.bytes;
    onProgress(done / total);
    return [file.name, content] as const;
  });
  return new Map(await Promise.all(entries));
}

export async function readShippedFile(
  { path, bytes, sha256 }: z.output<typeof fileSchema>,
  asset: (path: string) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const content = await asset(path);
  if (content.length === bytes && (await digestOf(content.slice())) === sha256) return content;
  throw new Error(`${path} is not the file this version of the app came with. Reload the page to fetch it anew.`);
}

export function summarise(model: ShippedModel): TextModelSummary {
  const { files, profile: _profile, ...rest } = model;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { ...rest, bytes, shipped: true, untrained: false, parent: null };
}
