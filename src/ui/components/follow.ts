// Keeps a page's store in step with one part of the service: its state at first, its events from then on.

import { subscribe } from '../../client';
import type { ServiceEvent } from '../../wire/events';

/** Events that carry the whole state of a part. */
type StateEvent = Extract<ServiceEvent, { readonly state: unknown }>;
export type Part = StateEvent['type'];
type States = { readonly [E in StateEvent as E['type']]: E['state'] };
export type StateOf<P extends Part> = States[P];

export interface FollowOptions<P extends Part> {
  /** Whose events count. */
  readonly part: P;
  /** Asks how things stand. */
  readonly ask: () => Promise<StateOf<P>>;
  readonly accept: (state: StateOf<P>) => void;
  /** The service could not be asked. */
  readonly onFailure: (error: unknown) => void;
  /** Everything was replaced or deleted; it is asked anew after this. */
  readonly onReset?: () => void;
  /** What was asked for has come: also when it is older than what `accept` had by then. */
  readonly onAnswer?: (state: StateOf<P>) => void;
}

export interface Follower {
  /** Asks once more, as after a failure. */
  readonly refetch: () => void;
  /** Nothing is called back after this. */
  readonly end: () => void;
}

export function follow<P extends Part>(options: FollowOptions<P>): Follower {
  const { part, ask, accept, onFailure, onReset, onAnswer } = options;
  let ended = false;
  let heard = 0;
  const refetch = () => {
    const before = heard;
    ask().then(
      (state) => {
        if (ended) return;
        onAnswer?.(state);
        // An answer comes another way than events do: an event heard meanwhile may be the newer word, and
        // if it is not, the next is on its way.
        if (heard === before) accept(state);
      },
      (error: unknown) => {
        if (!ended) onFailure(error);
      },
    );
  };
  const unsubscribe = subscribe((event) => {
    if (isOf(part, event)) {
      heard++;
      accept(event.state);
    } else if (event.type === 'reset') {
      onReset?.();
      refetch();
    }
  });
  refetch();
  return {
    refetch,
    end: () => {
      ended = true;
      unsubscribe();
    },
  };
}

function isOf<P extends Part>(
  part: P,
  event: ServiceEvent,
): event is ServiceEvent & { readonly type: P; readonly state: StateOf<P> } {
  return event.type === part;
}
