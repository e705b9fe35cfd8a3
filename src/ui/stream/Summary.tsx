// What runs, in one quiet line beside the page's name.

import { useStream } from './store';
import { SOURCE_WORDS } from './words';

export function Summary() {
  const known = useStream((ui) => ui.state !== null);
  const source = useStream((ui) => ui.state?.source ?? null);
  const learner = useStream((ui) => ui.state?.learner ?? null);
  if (!known) return null;
  return (
    <>{source && learner ? `${SOURCE_WORDS[source].word} · ${learner}` : 'Learns from every batch it is tested on'}</>
  );
}
