// The service of datasets of images, behind the interface of src/wire/images.ts.

import { pixelsOf } from '../../ml/image/images';
import { changeImageSet, deleteImageSet, listImageSets, readImageSet, sweepImages } from '../../storage/images';
import type { DatasetsService } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import type { ServiceEvent } from '../../wire/events';
import type { ImageSetSummary, ImagesService, ImagesState } from '../../wire/images';
import { guarded, messageOf } from '../errors';
import { checkName } from '../names';
import { Serial, Throttle } from '../pace';
import { toSummary } from './about';
import { SetFiles } from './files';
import type { ImageHost, ImagePort, ImagesEnv } from './host';
import { inspect } from './inspect';
import { IMAGES } from './limits';
import { checkItem, type Listing, pageOf } from './listing';
import { encodePng } from './png';
import { SHIPPED_ID, SHIPPED_SHAPE, SHIPPED_SUMMARY, shippedListing } from './shipped';
import { Taking } from './taking';

/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;

interface ImagesDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly env: ImagesEnv;
  /** Where datasets of texts go that were found among images. */
  readonly datasets: DatasetsService;
}

export interface ImagesHandle {
  readonly service: ImagesService;
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
}

export async function openImages(deps: ImagesDependencies): Promise<ImagesHandle> {
  const images = new ImageSets(deps);
  await images.open();
  return {
    service: guarded<ImagesService>(images.methods()),
    suspend: () => images.suspend(),
    resume: async () => images.resume(),
    reload: () => images.open(),
  };
}

class ImageSets {
  private readonly news: Throttle;
  /** Changes of sets that are there, one after the other. */
  private readonly changes = new Serial();
  private list: readonly ImageSetSummary[] = [];
  /** The set looked at last: pages of pictures come one by one. */
  private looked: SetFiles | null = null;
  private readonly taking: Taking;
  /** Holds the models that answer; started when it is first needed. */
  private answering: ImagePort | null = null;
  private drawn: Promise<Uint8Array> | null = null;

  constructor(private readonly deps: ImagesDependencies) {
    const { env, datasets } = deps;
    const changed = () => this.news.request();
    this.taking = new Taking({ env, datasets, changed, relist: () => this.relist() });
    this.news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'images', state: this.state() }));
  }

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    this.looked = null;
    this.taking.forget();
    try {
      await sweepImages();
      await this.relist();
      await this.taking.open();
    } catch (error) {
      const title = 'The images could not be opened';
      const why = messageOf(error);
      const message = `${why} What is stored was left as it is; reload the page to try again.`;
      this.deps.emit({ type: 'notice', notice: { level: 'error', title, message } });
    }
    this.taking.letGo();
    this.news.request();
  }

  async suspend(): Promise<void> {
    await this.taking.suspend();
    await this.changes.run(() => {});
  }

  resume(): void {
    this.taking.resume();
  }

  state(): ImagesState {
    return { sets: [SHIPPED_SUMMARY, ...this.list], taking: this.taking.status };
  }

  methods(): ImagesService {
    return {
      state: async () => {
        // Runs note in their worker what they could not decode.
        await this.readList().catch(() => {});
        return this.state();
      },
      discover: (source) => this.taking.discover(source),
      take: (names) => this.taking.begin(names),
      cancelTake: () => this.taking.cancel(),
      predict: (request) => this.answer((host) => host.predict(request)),
      rename: (id, name) => {
        const checked = checkName(name);
        return this.change(id, () => changeImageSet(id, (record) => ({ ...record, name: checked })));
      },
      remove: (id) =>
        this.change(id, async () => {
          await deleteImageSet(id);
          if (this.looked?.record.id === id) this.looked = null;
        }),
      items: async (id, request) => pageOf(await this.listing(id), request),
      picture: (id, item) => this.picture(id, item),
    };
  }

  /** A worker that is gone is started anew by the next question. */
  private async answer<T>(work: (host: ImageHost) => Promise<T>): Promise<T> {
    const port = this.answering ?? this.deps.env.spawn();
    this.answering = port;
    try {
      return await work(port.host);
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'unavailable' && this.answering === port) {
        this.answering = null;
        port.end();
      }
      throw error;
    }
  }

  /** Drawing them takes a moment, which a worker has: this thread answers everything else meanwhile. */
  private async shippedImage(item: number): Promise<Uint8Array> {
    this.drawn ??= this.answer((host) => host.shipped());
    const drawn = await this.drawn.catch((error: unknown) => {
      this.drawn = null;
      throw error;
    });
    const each = pixelsOf(SHIPPED_SHAPE);
    return drawn.subarray(item * each, (item + 1) * each);
  }

  private async listing(id: string): Promise<Listing> {
    return id === SHIPPED_ID ? shippedListing() : (await this.files(id)).index;
  }

  private async picture(id: string, item: number): Promise<Blob> {
    checkItem(await this.listing(id), item);
    if (id === SHIPPED_ID) {
      const { width, height } = SHIPPED_SHAPE;
      const file = encodePng({ width, height, channels: 1, pixels: await this.shippedImage(item) });
      return new Blob([file], { type: 'image/png' });
    }
    const file = await (await this.files(id)).file(item);
    const found = inspect(file, IMAGES);
    return new Blob([file], typeof found === 'string' ? {} : { type: found.type });
  }

  private async files(id: string): Promise<SetFiles> {
    if (this.looked?.record.id === id) return this.looked;
    const record = await readImageSet(id);
    if (!record) throw noSet(id);
    this.looked = await SetFiles.open(record);
    return this.looked;
  }

  /** Rejects 'not_found' where there is none of that id. */
  private change(id: string, work: () => Promise<void>): Promise<void> {
    return this.changes.run(async () => {
      if (id === SHIPPED_ID) throw new ServiceError('conflict', 'The drawn digits come with the app, and stay.');
      if (!(await readImageSet(id))) throw noSet(id);
      await work();
      await this.relist();
    });
  }

  private async relist(): Promise<void> {
    await this.readList();
    this.news.request();
  }

  private async readList(): Promise<void> {
    this.list = (await listImageSets()).flatMap((record) => toSummary(record) ?? []);
  }
}

function noSet(id: string): ServiceError {
  return new ServiceError('not_found', 'There is no such set of images.', [{ field: 'id', message: String(id) }]);
}
