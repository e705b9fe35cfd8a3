// Over the empty plane: what this is, and one click to try it.

import { useState } from 'react';
import { SAMPLES } from '../../ml/samples';
import { Welcome } from '../components/Welcome';
import { takeSample } from './data/samples';
import { usePoints } from './store';

export function Invitation() {
  const empty = usePoints((state) => state.state !== null && state.state.dataset.n === 0 && !state.state.mixture);
  const [declined, setDeclined] = useState(false);
  if (!empty || declined) return null;
  const take = (id: string) => {
    const sample = SAMPLES.find((item) => item.id === id);
    if (sample) void takeSample({ id: sample.id, n: sample.n, seed: 1, play: true });
  };
  const draw = () => {
    usePoints.getState().set({ tool: 'add' });
    setDeclined(true);
  };
  return <Welcome onSample={take} onDraw={draw} />;
}
