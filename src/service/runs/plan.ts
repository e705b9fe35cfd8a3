// What a run is to be, decided before it begins: its configuration whole, its data found, its record and its id.

import { strftime, zoneAt } from '../../ml/logs';
import type { StartRun } from '../../wire/runs';
import type { ExperimentConfig } from '../configs/schema';
import type { Plain } from '../configs/yaml';
import { invalid } from '../errors';
import { checkName } from '../names';
import { type DataSources, findData } from './find-data';
import { checkNamedParts } from './named-parts';
import { NO_FIGURES, type RunRecord } from './record';
import { modelOf } from './words';

const MOST_TAGS = 20;
const MOST_TAG = 40;

/** Asked for while it is wanted: the parser and the schemas are large. */
const configs = () => import('../configs');

export interface PlanDependencies extends DataSources {
  /** By id or file name; rejects ServiceError 'not_found'. */
  config(id: string): Promise<{ readonly file_name: string; readonly text: string }>;
}

interface PlannedRun {
  readonly config: ExperimentConfig;
  readonly record: RunRecord;
}

/** Rejects ServiceError 'invalid' or 'not_found' for what cannot be run. */
export async function planRun(
  request: StartRun,
  phase: 'queued' | 'running',
  taken: (id: string) => boolean,
  deps: PlanDependencies,
): Promise<PlannedRun> {
  const file = 'id' in request.config ? await deps.config(request.config.id) : request.config;
  const overrides = request.overrides ?? [];
  const config = (await configs()).configFrom(file.text, overrides);
  const data = await findData(config, deps);
  await checkNamedParts(config);
  const stem = file.file_name.replace(/\.ya?ml$/i, '');
  const name = checkName(request.name ?? config.name ?? stem);
  const created = new Date();
  return {
    config,
    record: {
      ...blankRecord(freeId(created, taken), name, created),
      ...{ phase, kind: config.kind, model: modelOf(config), data: data.name, dataset: data.name, seed: config.seed },
      ...{ tags: checkTags(request.tags ?? config.tags), overrides: [...overrides] },
      ...{ config: file.file_name, config_text: file.text, resolved: config as unknown as Record<string, unknown> },
    },
  };
}

/** The configuration that a stored run was started with, as this version has it. Throws ServiceError 'invalid'. */
export async function configOf({ resolved }: RunRecord): Promise<ExperimentConfig> {
  const { schemaFor } = await import('../configs/schema');
  const checked = schemaFor(resolved as Plain)?.safeParse(resolved);
  if (checked?.success) return checked.data;
  throw invalid('config', 'This run was configured by another version in a way that this one cannot go on with.');
}

export function blankRecord(id: string, name: string, created: Date): RunRecord {
  const at = created.toISOString();
  return {
    ...{ format: 1, id, name, note: '', tags: [], archived: false, phase: 'imported', message: '' },
    ...{
      kind: 'imported',
      model: '',
      data: '',
      dataset: '',
      config: '',
      config_text: '',
      overrides: [],
      resolved: null,
    },
    ...{ seed: null, created_at: at, modified_at: at, duration: 0, engine: '', figures: NO_FIGURES },
    ...{ checkpoint: null, judged: false },
  };
}

/** "2026-11-21_16-50-12" by the clock on the wall, and "-2" where that was taken. */
export function freeId(created: Date, taken: (id: string) => boolean): string {
  const stem = strftime('%Y-%m-%d_%H-%M-%S', created, zoneAt(created));
  for (let i = 1; ; i++) {
    const id = i === 1 ? stem : `${stem}-${i}`;
    if (!taken(id)) return id;
  }
}

export function checkTags(tags: readonly string[]): string[] {
  const checked = [...new Set(tags.map((tag) => String(tag).trim()))];
  if (checked.length > MOST_TAGS) throw invalid('tags', `A run takes at most ${MOST_TAGS} tags.`);
  if (checked.some((tag) => tag === '' || tag.length > MOST_TAG)) {
    throw invalid('tags', `A tag needs 1 to ${MOST_TAG} characters.`);
  }
  return checked;
}
