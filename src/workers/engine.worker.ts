// The engine: the service in a worker of the leading tab, behind a door on the worker itself for that
// tab, and on lanes for the other tabs and the service worker.

import { expose } from 'comlink';
import { createService } from '../service';
import { carryServiceErrors, openDoor } from '../wire/door';
import { CHANNELS, type EngineEvent, type ServiceEvent } from '../wire/events';
import { browserMeeting, serveLanes } from '../wire/lane';
import { newId } from '../wire/new-id';
import { leave, showLife } from '../wire/worker';
import { browserAsset } from './asset';
import { browserComputeEnv } from './compute-env';
import { browserDatasetsEnv } from './dataset-env';
import { browserImagesEnv } from './image-env';
import { browserLibraryEnv } from './library-env';
import { browserNnEnv } from './nn-env';
import { browserRunsEnv } from './run-env';
import { browserTextEnv } from './text-env';

declare const self: DedicatedWorkerGlobalScope;

showLife();
const engine = newId();
const meeting = browserMeeting();
// Without channels the tab that started this worker hears the events on the worker's own port.
const events: { postMessage(message: EngineEvent): void } = meeting ? meeting.openChannel(CHANNELS.events) : self;
const emit = (event: ServiceEvent) => events.postMessage({ engine, event });

carryServiceErrors();
// Calls that arrive meanwhile wait in the door; if this fails, each is told why.
const kernels = browserNnEnv();
const data = { datasets: browserDatasetsEnv(), images: browserImagesEnv(), library: browserLibraryEnv() };
const envs = { env: browserComputeEnv(), text: browserTextEnv(), kernels };
const template = async () => (await import('../sandbox/template')).TEMPLATE;
const service = createService({ emit, ...envs, ...data, runs: browserRunsEnv(), asset: browserAsset, template });
service.catch(() => {});
const door = openDoor(engine, service);
expose(door);
// Two engines must not write to one storage: the one that was taken over ends itself.
if (meeting) serveLanes(meeting, engine, door, leave);
