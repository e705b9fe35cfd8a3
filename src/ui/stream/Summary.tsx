// What runs, in one quiet line beside the page's name.

import { useStream } from './store';
import { SOURCE_WORDS } from './words';

export function Summary() {
  const source = useStream((ui) => ui.state?.config.source.id);
  const learner = useStream((ui) => ui.state?.learner ?? null);
  if (!source) return null;
  return <>{learner ? `${SOURCE_WORDS[source].word} · ${learner}` : 'Learns from every batch it is tested on'}</>;
}
