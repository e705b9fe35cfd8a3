// The schema of configurations, by what is trained.

import { z } from 'zod';
import { CONFIG_KINDS } from '../../../wire/configs';
import type { Plain } from '../yaml';
import { type ImageConfig, imageSchema } from './image';
import { type MixtureConfig, mixtureSchema } from './mixture';
import { type StreamRunConfig, streamSchema } from './stream';
import { type TextConfig, textSchemaFor } from './text';

export { CONFIG_KINDS, type ConfigKind } from '../../../wire/configs';
export { type ImageConfig, scheduleOptionsOf } from './image';
export { fitOptionsOf, type MixtureConfig } from './mixture';
export { type StreamRunConfig, streamConfigOf } from './stream';
export { type TextConfig, trainOptionsOf } from './text';

/** A whole configuration, every default filled in; plain data. */
export type ExperimentConfig = MixtureConfig | TextConfig | StreamRunConfig | ImageConfig;

/** The schema that fits what was read so far, for people are in the middle of typing: null until it has a kind. */
export function schemaFor(value: Plain): z.ZodType<ExperimentConfig> | null {
  const said = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  switch (said.kind) {
    case 'mixture':
      return mixtureSchema;
    case 'text':
      return textSchemaFor(said.model);
    case 'stream':
      return streamSchema;
    case 'image':
      return imageSchema;
    default:
      return null;
  }
}

// ---------------------------------------------------------------- the schema as data

/** What of JSON Schema is used here (draft 2020-12, as zod writes it). */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

const described = new WeakMap<z.ZodType, JsonSchema>();

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = described.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  described.set(schema, made);
  return made;
}

/** Before a kind is said. */
export const KIND_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { kind: { enum: CONFIG_KINDS, description: 'What is trained.' } },
  required: ['kind'],
};

/** The schemas that a value at this place may follow: several where there is a choice (this, or null). */
export function schemasAt(root: JsonSchema, path: readonly (string | number)[]): readonly JsonSchema[] {
  let here = choices(root);
  for (const step of path) {
    here = here.flatMap((schema) => {
      const next = schema.type === 'array' ? schema.items : ownProperty(schema, String(step));
      return next ? choices(next) : [];
    });
  }
  return here;
}

function ownProperty({ properties }: JsonSchema, name: string): JsonSchema | undefined {
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** A choice taken apart, each part with the description and default of the whole. */
function choices(schema: JsonSchema): readonly JsonSchema[] {
  const parts = schema.anyOf ?? schema.oneOf;
  if (!parts) return [schema];
  const { description, default: given } = schema;
  const inherited = {
    ...(description === undefined ? {} : { description }),
    ...('default' in schema ? { default: given } : {}),
  };
  return parts.flatMap((part) => choices({ ...inherited, ...part }));
}
