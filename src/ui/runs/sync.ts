// Keeps the store in step with the service: its state at first and its events from then on, and the lists of runs and
// configurations whenever the state says that they changed.

import { service } from '../../client';
import { wordsOf } from '../components/errors';
import { follow } from '../components/follow';
import { useRuns } from './store';

/** Milliseconds between two fetches of a list. */
const INTERVAL = 500;

/** Starts mirroring; returns what ends it. */
export function followRuns(): () => void {
  const runs = refetching('runs', async () => {
    const list = await service.runs.list();
    const ids = new Set(list.map(({ id }) => id));
    const { chosen } = useRuns.getState();
    const left = new Set([...chosen].filter((id) => ids.has(id)));
    useRuns.setState({ runs: list, ...(left.size === chosen.size ? {} : { chosen: left }) });
  });
  const configs = refetching('configs', async () => useRuns.setState({ configs: await service.configs.list() }));
  runs.soon();
  configs.soon();
  const follower = follow({
    part: 'runs',
    ask: () => service.runs.state(),
    accept(state) {
      const before = useRuns.getState().state;
      useRuns.setState({ state, unreachable: null, ...(state.active ? { watched: state.active.id } : {}) });
      // An epoch's end, when it is saved, is when best values change.
      const saved = before?.active?.saved_at !== state.active?.saved_at;
      if (before?.rev !== state.rev || before?.active?.id !== state.active?.id || saved) runs.soon();
      if (before?.configs_rev !== state.configs_rev) configs.soon();
    },
    onFailure: (error) => useRuns.setState({ unreachable: wordsOf(error) }),
    onReset() {
      useRuns.setState({ state: null, runs: null, configs: null, series: {}, watched: null, chosen: new Set() });
      runs.soon();
      configs.soon();
    },
  });
  return () => {
    follower.end();
    runs.end();
    configs.end();
  };
}

/** One fetch at a time, and at most one each INTERVAL; what was asked for meanwhile is fetched once after it. */
function refetching(
  list: 'runs' | 'configs',
  fetch: () => Promise<unknown>,
): { readonly soon: () => void; readonly end: () => void } {
  const tell = (trouble: string | null) => {
    const { unlisted } = useRuns.getState();
    if (!ended && unlisted[list] !== trouble) useRuns.setState({ unlisted: { ...unlisted, [list]: trouble } });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let again = false;
  let ended = false;
  let next = 0;
  const soon = () => {
    if (ended || timer !== undefined) return;
    if (busy) again = true;
    else timer = setTimeout(() => void run(), Math.max(0, next - performance.now()));
  };
  const run = async () => {
    timer = undefined;
    busy = true;
    next = performance.now() + INTERVAL;
    try {
      await fetch();
      tell(null);
    } catch (error) {
      // How things stand may be known all the same: the next word of that does not mend this.
      tell(wordsOf(error));
    }
    busy = false;
    if (again) {
      again = false;
      soon();
    }
  };
  return {
    soon,
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
