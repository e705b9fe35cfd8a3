// What to watch beside the curves: the detectors, the model's weights, and what it thinks of the plane.

import { Section, Term } from '../../components/Section';
import { useStream } from '../store';
import { Detectors } from './Detectors';
import { Surface } from './Surface';
import { Weights } from './Weights';

export function WatchTab() {
  const flat = useStream((ui) => {
    const status = ui.state?.status;
    return status !== undefined && status.phase !== 'idle' && status.X_shape?.[1] === 2;
  });
  const weights = useStream((ui) => ui.state?.weights ?? null);
  return (
    <>
      <Section title="Has the stream changed?" aside={<Term word="" term="drift detectors" />}>
        <Detectors />
      </Section>
      {flat && (
        <Section title="What the model thinks" aside={<Term word="" term="decision surface" />}>
          <Surface />
        </Section>
      )}
      {weights && (
        <Section title="What it has learnt" aside={<Term word="" term="weights" />}>
          <Weights weights={weights} />
        </Section>
      )}
    </>
  );
}
