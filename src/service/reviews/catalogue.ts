// Which text models there are: those that come with the app and those made here.

import { VOCABULARY_FILE } from '../../ml/text/encoder/files';
import type { ModelFiles } from '../../ml/text/types';
import {
  deleteTextModel,
  listTextModels,
  putTextModel,
  putTextModelRecord,
  putTextVersion,
  readTextFiles,
  type TextModelRecord,
  type TextVersion,
} from '../../storage/text-models';
import { readProfile } from '../../storage/versions';
import { ServiceError } from '../../wire/errors';
import { newId } from '../../wire/new-id';
import type { TextModelSummary } from '../../wire/reviews';
import { checkName } from '../names';
import type { NewModel, TextEnv } from './host';
import { type Made, parseMade } from './made';
import { readShipped, readShippedFile, readShippedFiles, type ShippedModel, summarise } from './shipped';

export class Catalogue {
  private shipped: readonly ShippedModel[] = [];
  private usual = '';
  private own: readonly TextModelRecord[] = [];
  /** By model, once it was asked: with every score it is. */
  private readonly english = new Map<string, boolean>();

  constructor(private readonly env: TextEnv) {}

  /** Reads both lists. */
  async open(): Promise<void> {
    const { models, standard } = await readShipped(this.env.asset);
    this.shipped = models;
    this.usual = standard;
    await this.reload();
  }

  async reload(): Promise<void> {
    this.own = await listTextModels();
    this.english.clear();
  }

  list(): TextModelSummary[] {
    const own = this.own.map(({ made: _made, ...record }) => ({ ...record, shipped: false }));
    return [...this.shipped.map(summarise), ...own];
  }

  /** How a model was made; null for those that come with the app, and where nothing is known of it. */
  made(id: string): Made | null {
    return parseMade(this.own.find((model) => model.id === id)?.made);
  }

  /** Whether English reviews are where it comes from: it comes with the app, or was trained from one that does. */
  beganWithEnglish(id: string): boolean {
    const known = this.english.get(id) ?? this.cameFromShipped(id);
    this.english.set(id, known);
    return known;
  }

  private cameFromShipped(id: string): boolean {
    const ancestors = this.made(id)?.ancestors.map(({ model }) => model) ?? [];
    return [id, ...ancestors].some((one) => this.shipped.some((model) => model.id === one));
  }

  /**
   * Tells a model from the one that another version of the app had under its id, by the digests of its files. Empty for those
   * made here: their files never change.
   */
  fingerprint(id: string): string {
    const files = this.shipped.find((model) => model.id === id)?.files ?? [];
    return files.map(({ sha256 }) => sha256).join(' ');
  }

  /** The small model that answers first. */
  get first(): string {
    return this.shipped[0]?.id ?? '';
  }

  /** What serves when nobody chose. */
  get standard(): string {
    return this.usual;
  }

  has(id: string): boolean {
    return this.list().some((model) => model.id === id);
  }

  get(id: string): TextModelSummary {
    const found = this.list().find((model) => model.id === id);
    if (!found) {
      throw new ServiceError('not_found', 'There is no such text model.', [{ field: 'model', message: String(id) }]);
    }
    return found;
  }

  async files(id: string, onProgress: (share: number) => void = () => {}): Promise<ModelFiles> {
    this.get(id);
    const shipped = this.shipped.find((model) => model.id === id);
    return shipped ? readShippedFiles(shipped, this.env.asset, onProgress) : readTextFiles(id);
  }

  /** What it was trained on, as bytes of src/ml/drift/profile-file.ts; null where nothing is kept of it. */
  async profile(id: string): Promise<Uint8Array | null> {
    const shipped = this.shipped.find((model) => model.id === id);
    if (!shipped) return (await readProfile(id)) ?? null;
    return shipped.profile ? readShippedFile(shipped.profile, this.env.asset) : null;
  }

  /** vocab.txt of the shipped encoder: new encoders read the same pieces. */
  async vocabulary(): Promise<Uint8Array> {
    const files = this.shipped.flatMap((model) => model.files);
    const file = files.find(({ name }) => name.endsWith(VOCABULARY_FILE));
    if (!file) throw new ServiceError('internal', 'No model with a vocabulary comes with this version of the app.');
    return readShippedFile(file, this.env.asset);
  }

  /** Keeps a model made here; rejects when storage is full, and nothing has changed. */
  async add(record: TextModelRecord, model: NewModel): Promise<void> {
    await putTextModel(record, model.files);
    await this.reload();
  }

  /** Keeps a version that was deleted, as it was. */
  async bringBack(version: TextVersion): Promise<void> {
    await putTextVersion(version);
    await this.reload();
  }

  async rename(id: string, name: string): Promise<void> {
    const record = this.ownRecord(id, 'renamed');
    await putTextModelRecord({ ...record, name: checkName(name) });
    await this.reload();
  }

  async remove(id: string): Promise<void> {
    this.ownRecord(id, 'removed');
    await deleteTextModel(id);
    await this.reload();
  }

  private ownRecord(id: string, what: string): TextModelRecord {
    const { shipped, name } = this.get(id);
    const record = this.own.find((model) => model.id === id);
    if (shipped || !record) throw new ServiceError('conflict', `“${name}” comes with the app and cannot be ${what}.`);
    return record;
  }
}

/** A record for a model just made here. */
export function newRecord(
  model: NewModel,
  about: Pick<TextModelRecord, 'name' | 'untrained' | 'held_out' | 'parent' | 'description'>,
): TextModelRecord {
  const { kind, architecture, parameters } = model.info;
  let bytes = 0;
  for (const file of model.files.values()) bytes += file.length;
  const created_at = new Date().toISOString();
  return { id: newId(), kind, architecture, parameters, bytes, created_at, ...about };
}
