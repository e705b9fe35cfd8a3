// The service worker's line to the engine, which runs in a tab: a service worker may be ended at any
// time and has no GPU in some browsers, so it never computes.

import { serviceOver } from '../../wire/door';
import { ServiceError } from '../../wire/errors';
import { browserMeeting, connectLane } from '../../wire/lane';
import type { Link } from '../../wire/link';
import type { Service } from '../../wire/service';

/** Milliseconds that a request waits for an engine that is starting. */
const PATIENCE = 15_000;

let link: Promise<Link> | null = null;

/** @throws ServiceError 'unavailable' when no tab runs the engine. */
export async function findService(): Promise<Service> {
  if (!link) {
    link = connect();
    const forget = () => {
      link = null;
    };
    link.then((found) => found.lost).then(forget, forget);
  }
  return serviceOver((await link).call);
}

async function connect(): Promise<Link> {
  const meeting = browserMeeting();
  if (!meeting) throw new ServiceError('unavailable', 'This browser cannot reach the engine from here.');
  const link = await connectLane(meeting, AbortSignal.timeout(PATIENCE)).catch(() => null);
  if (link) return link;
  throw new ServiceError('unavailable', 'No tab runs the engine. Open Millrace in a tab, then ask again.');
}
