// Keeps the store in step with the service: its state at first and its events from then on, and the list of models whenever
// the state says that it changed.

import { service } from '../../client';
import { wordsOf } from '../components/errors';
import { follow } from '../components/follow';
import { useModels } from './store';

/** Starts mirroring; returns what ends it. */
export function followModels(): () => void {
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    const mine = asked;
    try {
      const models = await service.library.list();
      // A later question has a later answer.
      if (mine === asked) accept(models);
    } catch (error) {
      if (mine === asked) useModels.setState({ unreachable: wordsOf(error) });
    }
  };
  void fetch();
  const follower = follow({
    part: 'library',
    ask: () => service.library.state(),
    accept(state) {
      const before = useModels.getState().state;
      useModels.setState({ state, unreachable: null });
      if (before?.rev !== state.rev) void fetch();
    },
    onFailure: (error) => useModels.setState({ unreachable: wordsOf(error) }),
    onReset() {
      useModels.setState({ state: null, models: null, chosen: new Set(), cards: new Map() });
      void fetch();
    },
  });
  return () => {
    asked += 1;
    follower.end();
  };
}

function accept(models: Awaited<ReturnType<typeof service.library.list>>): void {
  const ids = new Set(models.map(({ id }) => id));
  const { chosen } = useModels.getState();
  const left = new Set([...chosen].filter((id) => ids.has(id)));
  useModels.setState({ models, unreachable: null, ...(left.size === chosen.size ? {} : { chosen: left }) });
}
