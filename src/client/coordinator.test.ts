// One engine for all tabs: election, following, taking over, starting again.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServiceError } from '../wire/errors';
import { ENGINE_LOCK } from '../wire/events';
import { Origin, type Tab } from './tabs.fixture';

let origin: Origin;
beforeEach(() => {
  origin = new Origin();
});
afterEach(() => origin.closeAll());

const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 5 });
const becomes = (tab: Tab, state: string) => until(() => expect(tab.state).toBe(state));
const nothing = new Promise<never>(() => {});

/** A leader and a follower, both connected. */
async function pair(): Promise<[Tab, Tab]> {
  const leader = origin.open().begin();
  await becomes(leader, 'leader');
  const follower = origin.open().begin();
  await becomes(follower, 'follower');
  return [leader, follower];
}

function refusal(call: Promise<unknown>): Promise<ServiceError> {
  return call.then(
    () => expect.fail('the call should have been refused'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(ServiceError);
      return error as ServiceError;
    },
  );
}

describe('one tab', () => {
  it('does nothing until it is used', async () => {
    const tab = origin.open();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(tab.engines).toHaveLength(0);
    expect(tab.state).toBe('connecting');
  });

  it('leads, and makes calls wait for its engine', async () => {
    const tab = origin.open();
    expect(await tab.coordinator.service.ping()).toBe('ping');
    expect(tab.state).toBe('leader');
    expect(await tab.coordinator.service.points.state()).toBe('points.state');
    expect(origin.locks.holder(ENGINE_LOCK)).toBe(tab);
  });

  it('carries code and details of a ServiceError', async () => {
    const details = [{ field: 'points.3', message: 'has 1 value' }];
    origin.answer = () => {
      throw new ServiceError('invalid', 'points.3 has 1 value.', details);
    };
    const error = await refusal(origin.open().coordinator.service.points.clear());
    expect(error).toMatchObject({ code: 'invalid', message: 'points.3 has 1 value.', details });
  });

  it('hears the events of its engine and of no other', async () => {
    const tab = origin.open().begin();
    await becomes(tab, 'leader');
    tab.engine?.emit({ type: 'models' });
    await until(() => expect(tab.heard).toEqual([{ type: 'models' }]));
  });

  it('leads on a page that came by plain http too, where browsers make no ids and no digests', async () => {
    const getRandomValues = crypto.getRandomValues.bind(crypto);
    vi.stubGlobal('crypto', { getRandomValues });
    try {
      const [, follower] = await pair();
      expect(await follower.coordinator.service.ping()).toBe('ping');
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('is lost, says so and can try again when its engine does not start', async () => {
    const tab = origin.open({ startsWell: false }).begin();
    const error = await refusal(tab.coordinator.service.ping());
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('no such script');
    expect(tab.state).toBe('lost');
    expect(tab.engines).toHaveLength(3);
    expect(tab.heard.at(-1)).toMatchObject({ type: 'notice', notice: { level: 'error' } });
    expect((await refusal(tab.coordinator.service.ping())).code).toBe('unavailable');
    tab.coordinator.connection.retry();
    expect(tab.state).toBe('connecting');
    await becomes(tab, 'lost');
    expect(tab.engines).toHaveLength(6);
  });

  it('runs its own engine where tabs cannot meet', async () => {
    const [one, two] = [origin.open({ meets: false }).begin(), origin.open({ meets: false }).begin()];
    await Promise.all([becomes(one, 'leader'), becomes(two, 'leader')]);
    one.engine?.emit({ type: 'models' });
    await until(() => expect(one.heard).toEqual([{ type: 'models' }]));
    expect(two.heard).toEqual([]);
  });
});

describe('a tab that goes out of sight', () => {
  it('has its engine save, and no other; the next engine too', async () => {
    const [leader, follower] = await pair();
    leader.hide();
    follower.hide();
    await until(() => expect(leader.engine?.flushes).toBe(1));
    leader.engine?.crash('boom');
    await until(() => expect(leader.engines).toHaveLength(2));
    await becomes(leader, 'leader');
    leader.hide();
    await until(() => expect(leader.engines.map(({ flushes }) => flushes)).toEqual([1, 1]));
  });

  it('without an engine does nothing', async () => {
    const tab = origin.open().begin();
    tab.hide();
    await becomes(tab, 'leader');
    expect(tab.engine?.flushes).toBe(0);
  });
});

describe('a worker that fails', () => {
  it('is started again; calls in flight are refused, later ones answered', async () => {
    const tab = origin.open().begin();
    await becomes(tab, 'leader');
    origin.answer = () => nothing;
    const call = refusal(tab.coordinator.service.ping());
    await until(() => expect(tab.engine?.calls).toEqual(['ping']));
    tab.engine?.crash('out of memory');
    expect((await call).code).toBe('unavailable');
    origin.answer = (path) => path.join('.');
    expect(await tab.coordinator.service.ping()).toBe('ping');
    expect(tab.engines.map(({ running }) => running)).toEqual([false, true]);
    const kinds = tab.heard.map((event) => (event.type === 'notice' ? event.notice.message : event.type));
    expect(kinds).toEqual([expect.stringContaining('out of memory'), 'reset']);
  });

  it('is started again when it hangs', async () => {
    const tab = origin.open().begin();
    await becomes(tab, 'leader');
    tab.engine?.hang();
    const call = refusal(tab.coordinator.service.ping());
    expect((await call).code).toBe('unavailable');
    expect(await tab.coordinator.service.ping()).toBe('ping');
    expect(tab.engines).toHaveLength(2);
  });
});

describe('two tabs', () => {
  it('share one engine', async () => {
    const [leader, follower] = await pair();
    await follower.coordinator.service.points.undo();
    expect(leader.engine?.calls).toEqual(['points.undo']);
    expect(follower.engines).toHaveLength(0);
    leader.engine?.emit({ type: 'models' });
    await until(() => expect(follower.heard).toEqual([{ type: 'models' }]));
    expect(leader.heard).toEqual([{ type: 'models' }]);
  });

  it('carry a ServiceError over the lane', async () => {
    const [, follower] = await pair();
    origin.answer = () => {
      throw new ServiceError('conflict', 'A fit is running.');
    };
    expect(await refusal(follower.coordinator.service.ping())).toMatchObject({ code: 'conflict' });
  });

  it('pass the engine on when the leader closes', async () => {
    const [leader, follower] = await pair();
    origin.answer = () => nothing;
    const call = refusal(follower.coordinator.service.ping());
    await until(() => expect(leader.engine?.calls).toEqual(['ping']));
    leader.close();
    expect((await call).code).toBe('unavailable');
    origin.answer = (path) => path.join('.');
    await becomes(follower, 'leader');
    expect(await follower.coordinator.service.ping()).toBe('ping');
    expect(follower.heard).toContainEqual({ type: 'reset' });
  });

  it('send nothing to a leader that is gone: a call made meanwhile goes to its successor', async () => {
    const [leader, follower] = await pair();
    leader.close();
    expect(follower.state).toBe('follower');
    expect(await follower.coordinator.service.ping()).toBe('ping');
    expect(leader.engine?.calls).toEqual([]);
    expect(follower.engine?.calls).toEqual(['ping']);
  });

  it('both follow the new engine when the leader has to start one', async () => {
    const [leader, follower] = await pair();
    leader.engine?.crash('boom');
    await until(() => expect(leader.engines).toHaveLength(2));
    await until(() => expect(follower.heard).toEqual([{ type: 'reset' }]));
    expect(await follower.coordinator.service.ping()).toBe('ping');
    expect(leader.engine?.calls).toEqual(['ping']);
    expect(follower.state).toBe('follower');
  });

  it('wait for a busy engine as long as its tab lives', async () => {
    const [leader, follower] = await pair();
    let finish: (value: unknown) => void = () => {};
    origin.answer = () => new Promise((resolve) => (finish = resolve));
    const call = follower.coordinator.service.ping();
    await until(() => expect(leader.engine?.calls).toEqual(['ping']));
    await new Promise((resolve) => setTimeout(resolve, 400));
    finish('late');
    expect(await call).toBe('late');
    expect(leader.engines).toHaveLength(1);
  });

  it('take over from a leader that froze, which follows when it thaws', async () => {
    const [leader, follower] = await pair();
    leader.freeze();
    await becomes(follower, 'leader');
    expect(origin.locks.holder(ENGINE_LOCK)).toBe(follower);
    leader.thaw();
    await becomes(leader, 'follower');
    expect(leader.engine?.running).toBe(false);
    expect(await leader.coordinator.service.ping()).toBe('ping');
    expect(follower.engine?.calls).toEqual(['ping']);
    expect(leader.heard).toContainEqual({ type: 'reset' });
  });
});

describe('a new version that another tab let in', () => {
  const told = (tab: Tab) => tab.heard.flatMap((event) => (event.type === 'notice' ? [event.notice.title] : []));

  it('has the leader save and give up, which then follows and leads no more', async () => {
    const [old, other] = await pair();
    old.update();
    await becomes(other, 'leader');
    await becomes(old, 'follower');
    expect(old.engines.map(({ flushes, running }) => [flushes, running])).toEqual([[1, false]]);
    expect(told(old)).toEqual(['Millrace was updated in another tab']);
    expect(old.heard).toContainEqual({ type: 'reset' });
    expect(await old.coordinator.service.ping()).toBe('ping');
    expect(other.engine?.calls).toEqual(['ping']);

    other.close();
    await becomes(old, 'lost');
    old.coordinator.connection.retry();
    const next = origin.open().begin();
    await becomes(next, 'leader');
    await becomes(old, 'follower');
    expect(old.engines).toHaveLength(1);
  });

  it('is never led by a follower of the version before', async () => {
    const [leader, old] = await pair();
    old.update();
    await until(() => expect(told(old)).toHaveLength(1));
    const next = origin.open().begin();
    await becomes(next, 'follower');
    leader.close();
    await becomes(next, 'leader');
    await becomes(old, 'follower');
    expect(old.engines).toHaveLength(0);
  });

  it('leaves a tab its engine where tabs cannot meet', async () => {
    const tab = origin.open({ meets: false }).begin();
    await becomes(tab, 'leader');
    tab.update();
    await until(() => expect(told(tab)).toHaveLength(1));
    expect(await tab.coordinator.service.ping()).toBe('ping');
  });
});

describe('a follower that loses its engine for a while', () => {
  it('fetches all anew when it finds the same again', async () => {
    const [leader, follower] = await pair();
    follower.freeze();
    await becomes(follower, 'connecting');
    follower.thaw();
    await becomes(follower, 'follower');
    expect(leader.engines).toHaveLength(1);
    expect(follower.heard).toEqual([{ type: 'reset' }]);
  });
});

describe('many tabs', () => {
  it('have one engine at any time, whoever closes', async () => {
    const tabs = Array.from({ length: 4 }, () => origin.open().begin());
    while (tabs.length > 0) {
      await until(() => {
        expect(tabs.filter((tab) => tab.state === 'leader')).toHaveLength(1);
        expect(tabs.filter((tab) => tab.state === 'follower')).toHaveLength(tabs.length - 1);
      });
      expect(tabs.flatMap((tab) => tab.engines).filter(({ running }) => running)).toHaveLength(1);
      const answers = await Promise.all(tabs.map((tab) => tab.coordinator.service.ping()));
      expect(new Set(answers)).toEqual(new Set(['ping']));
      const at = tabs.findIndex((tab) => tab.state === 'leader');
      tabs.splice(at, 1)[0]?.close();
    }
  });
});
