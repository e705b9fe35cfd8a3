// The service of the library: src/wire/library.ts over the stores that models of each kind lie in.

import type { ServiceEvent } from '../../wire/events';
import type { ImagesService } from '../../wire/images';
import type { LibraryService, LibraryState } from '../../wire/library';
import type { ModelsService } from '../../wire/service';
import { guarded } from '../errors';
import { Throttle } from '../pace';
import type { ReviewsHandle } from '../reviews';
import type { RunsHandle } from '../runs';
import type { StreamHandle } from '../stream';
import type { LibraryEnv } from './host';
import { Library } from './library';
import { methodsOf } from './methods';

/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;

export interface LibraryDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly env: LibraryEnv;
  readonly models: ModelsService;
  readonly reviews: Pick<ReviewsHandle, 'parts' | 'service'>;
  readonly runs: Pick<RunsHandle, 'service' | 'restoreModel'>;
  readonly stream: Pick<StreamHandle, 'flush'>;
  readonly images: Pick<ImagesService, 'predict'>;
  /** The module that people start from. */
  readonly template: () => Promise<readonly { readonly path: string; readonly text: string }[]>;
}

export interface LibraryHandle {
  readonly service: LibraryService;
  /** What other services tell: whether the list of models is another now. */
  notice(event: ServiceEvent): void;
  /** No change of models until `resume`; a module's training goes on, and is kept then. */
  hold(): Promise<void>;
  /** As `hold`, with the end of what is on. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
}

export async function openLibrary(deps: LibraryDependencies): Promise<LibraryHandle> {
  let rev = 0;
  const state = (): LibraryState => {
    const { runs, exports, incoming } = library;
    return { rev, training: runs.state(), exporting: exports.progress, arriving: incoming.all };
  };
  const news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'library', state: state() }));
  const changed = () => {
    rev += 1;
    news.request();
  };
  const library = new Library(deps, changed, () => news.request());
  await library.open();
  const watched = new Map<string, string>();
  return {
    service: guarded<LibraryService>(methodsOf(library, state)),
    notice(event) {
      const mark = markOf(event);
      if (mark === null || watched.get(event.type) === mark) return;
      const known = watched.has(event.type) || event.type === 'models';
      watched.set(event.type, mark);
      if (known) changed();
    },
    hold: () => library.suspend(),
    async suspend() {
      library.runs.stop();
      library.tasks.end();
      await library.suspend();
    },
    resume: async () => library.resume(),
    async reload() {
      await library.open();
      changed();
    },
  };
}

/** Of what in an event a list of models depends on; null where it is on none of it. */
function markOf(event: ServiceEvent): string | null {
  switch (event.type) {
    case 'models':
      return String(performance.now());
    case 'runs':
      return String(event.state.rev);
    case 'reviews':
      return JSON.stringify([event.state.serving.model, event.state.models.map(({ id, name }) => [id, name])]);
    case 'stream':
      return event.state.status.phase;
    default:
      return null;
  }
}
