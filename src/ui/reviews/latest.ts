// Asking while the question changes: never more than one request on its way, and of those that waited
// meanwhile only the newest is asked. No timers, so that the answer follows as fast as it can be had.

export interface Latest<Q> {
  ask(question: Q): void;
  /** Answers still on their way no longer count. */
  forget(): void;
}

/** `onAnswer` and `onFailure` get the question too: by then the page may have moved on. */
export function createLatest<Q, A>(
  request: (question: Q) => Promise<A>,
  onAnswer: (question: Q, answer: A) => void,
  onFailure: (question: Q, error: unknown) => void,
): Latest<Q> {
  let waiting: { readonly question: Q } | null = null;
  let busy = false;
  let era = 0;

  const send = (question: Q) => {
    busy = true;
    const asked = era;
    request(question)
      .then(
        (answer) => {
          if (asked === era) onAnswer(question, answer);
        },
        (error: unknown) => {
          if (asked === era) onFailure(question, error);
        },
      )
      .finally(() => {
        busy = false;
        if (!waiting) return;
        const next = waiting.question;
        waiting = null;
        send(next);
      });
  };

  return {
    ask(question) {
      if (busy) waiting = { question };
      else send(question);
    },
    forget() {
      era++;
      waiting = null;
    },
  };
}
