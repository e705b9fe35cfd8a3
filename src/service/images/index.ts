// The service of datasets of images, behind the interface of src/wire/images.ts.

import { changeImageSet, deleteImageSet, listImageSets, readImageSet, sweepImages } from '../../storage/images';
import { ServiceError } from '../../wire/errors';
import type { ServiceEvent } from '../../wire/events';
import type { ImageSetSummary, ImagesService, ImagesState } from '../../wire/images';
import { guarded } from '../errors';
import { checkName } from '../names';
import { Serial, Throttle } from '../points/pace';
import { toSummary } from './about';
import { SetFiles } from './files';
import { checkItem, type Listing, pageOf } from './listing';
import { encodePng } from './png';
import { SHIPPED_ID, SHIPPED_SHAPE, SHIPPED_SUMMARY, shippedImage, shippedListing } from './shipped';

/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;

export interface ImagesDependencies {
  readonly emit: (event: ServiceEvent) => void;
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
    resume: async () => {},
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

  constructor(private readonly deps: ImagesDependencies) {
    this.news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'images', state: this.state() }));
  }

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    this.looked = null;
    try {
      await sweepImages();
      await this.relist();
    } catch (error) {
      const title = 'The images could not be opened';
      const why = error instanceof Error ? error.message : String(error);
      const message = `${why} What is stored was left as it is; reload the page to try again.`;
      this.deps.emit({ type: 'notice', notice: { level: 'error', title, message } });
    }
    this.news.request();
  }

  async suspend(): Promise<void> {
    await this.changes.run(() => {});
  }

  state(): ImagesState {
    return { sets: [SHIPPED_SUMMARY, ...this.list], taking: { phase: 'idle' } };
  }

  methods(): ImagesService {
    return {
      state: async () => this.state(),
      discover: () => this.notYet(),
      take: () => this.notYet(),
      cancelTake: () => this.notYet(),
      predict: () => this.notYet(),
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

  private async notYet(): Promise<never> {
    throw new ServiceError('unavailable', 'This is not there yet.');
  }

  private async listing(id: string): Promise<Listing> {
    return id === SHIPPED_ID ? shippedListing() : (await this.files(id)).index;
  }

  private async picture(id: string, item: number): Promise<Blob> {
    checkItem(await this.listing(id), item);
    if (id === SHIPPED_ID) {
      const { width, height } = SHIPPED_SHAPE;
      return new Blob([encodePng({ width, height, channels: 1, pixels: shippedImage(item) })], { type: 'image/png' });
    }
    return new Blob([await (await this.files(id)).file(item)]);
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
    this.list = (await listImageSets()).flatMap((record) => toSummary(record) ?? []);
    this.news.request();
  }
}

function noSet(id: string): ServiceError {
  return new ServiceError('not_found', 'There is no such set of images.', [{ field: 'id', message: String(id) }]);
}
