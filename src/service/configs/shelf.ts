// The configuration files there are: those that come with the app, fetched once, and one's own in storage.

import { type ConfigRecord, listConfigs } from '../../storage/configs';
import { ServiceError } from '../../wire/errors';
import { messageOf } from '../errors';
import { sameName, stemOf } from './names';

export interface Shelved {
  readonly id: string;
  readonly file_name: string;
  readonly text: string;
  readonly shipped: boolean;
  /** ISO 8601, UTC; null of shipped ones. */
  readonly changed_at: string | null;
}

/** A file that comes with the app. */
export type Asset = (path: string) => Promise<Uint8Array>;

const FOLDER = 'configs/experiment';

export class Shelf {
  private shipped: Promise<readonly Shelved[]> | null = null;

  constructor(private readonly asset: Asset) {}

  /** The shipped ones first, then one's own by name. */
  async all(): Promise<readonly Shelved[]> {
    const own = await this.own();
    // One's own are there whatever becomes of the others.
    const shipped = await this.readShipped().catch(() => []);
    return [...shipped, ...own];
  }

  async own(): Promise<readonly (Shelved & ConfigRecord)[]> {
    const records = await listConfigs();
    records.sort((a, b) => a.file_name.localeCompare(b.file_name, 'en') || a.id.localeCompare(b.id));
    return records.map((record) => ({ ...record, shipped: false }));
  }

  /** By id, or by file name; one's own before one that ships. */
  async find(key: string): Promise<Shelved | undefined> {
    const named = ({ id, file_name }: Shelved) => id === key || sameName(file_name, key);
    const own = await this.own();
    const exact = own.find(({ id }) => id === key) ?? own.find(named);
    return exact ?? (await this.readShipped()).find(named);
  }

  /** Rejects ServiceError 'unavailable' where they cannot be fetched; the next call tries again. */
  private readShipped(): Promise<readonly Shelved[]> {
    this.shipped ??= this.fetchShipped().catch((error) => {
      this.shipped = null;
      throw new ServiceError(
        'unavailable',
        `The configurations that come with the app could not be loaded: ${messageOf(error)}`,
      );
    });
    return this.shipped;
  }

  private async fetchShipped(): Promise<readonly Shelved[]> {
    const decode = async (name: string) => new TextDecoder().decode(await this.asset(`${FOLDER}/${name}`));
    const names = JSON.parse(await decode('index.json')) as readonly string[];
    return Promise.all(
      names.map(async (file_name) => ({
        id: `shipped:${stemOf(file_name)}`,
        file_name,
        text: await decode(file_name),
        shipped: true,
        changed_at: null,
      })),
    );
  }
}
