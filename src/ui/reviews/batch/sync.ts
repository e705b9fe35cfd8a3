// Keeps the store in step with the service, and the scores, once a second while they come in.

import { service } from '../../../client';
import type { BatchState } from '../../../wire/batch';
import { wordsOf } from '../../components/errors';
import { follow } from '../../components/follow';
import { analyse } from './analyse';
import { forgetView, useBatch } from './store';

/** Milliseconds between two looks at the scores while a batch runs. */
const INTERVAL = 1000;

/** Starts mirroring; returns what ends it. */
export function followBatch(): () => void {
  const scores = new Scores();
  const { end } = follow({
    part: 'batch',
    ask: () => service.batch.state(),
    accept: (state) => {
      if (startOf(state) !== startOf(useBatch.getState().state)) forgetView();
      useBatch.setState({ state, unreachable: null });
      scores.follow(state);
    },
    onFailure: (error) => useBatch.setState({ unreachable: wordsOf(error) }),
  });
  return () => {
    end();
    scores.end();
  };
}

/** Names a batch among others. */
function startOf(state: BatchState | null): string | null {
  return !state || state.status.phase === 'idle' ? null : state.status.started_at;
}

class Scores {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private last = Number.NEGATIVE_INFINITY;
  private ended = false;

  follow({ status, rev }: BatchState): void {
    if (status.phase === 'idle' || useBatch.getState().analysed?.scores.rev === rev) return;
    const busy = status.phase === 'running' || status.phase === 'preparing';
    this.ask(busy ? this.last + INTERVAL - performance.now() : 0);
  }

  end(): void {
    this.ended = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private ask(wait: number): void {
    if (this.timer !== null) {
      if (wait > 0) return;
      clearTimeout(this.timer);
    }
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.last = performance.now();
        // The view's next word tells when the service cannot be asked.
        this.fetch().catch((error: unknown) => useBatch.setState({ unreachable: wordsOf(error) }));
      },
      Math.max(0, wait),
    );
  }

  private async fetch(): Promise<void> {
    const began = startOf(useBatch.getState().state);
    const scores = await service.batch.scores();
    if (!scores) return;
    const analysed = await analyse(scores, breathe);
    const { state, analysed: before } = useBatch.getState();
    if (this.ended || startOf(state) !== began) return;
    if (!before || before.scores.index.length <= scores.index.length) useBatch.setState({ analysed });
  }
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
