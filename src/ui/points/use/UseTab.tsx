// What a fitted mixture is good for: sampling, scoring, keeping, taking away, sharing.

import { Note, Section } from '../../components/Section';
import { usePoints } from '../store';
import { DrawSamples } from './DrawSamples';
import { Exports } from './Exports';
import { SavedModels } from './SavedModels';
import { ScorePoints } from './ScorePoints';
import { Share } from './Share';

export function UseTab() {
  const hasModel = usePoints((state) => state.state !== null && state.state.mixture !== null);
  return (
    <>
      {hasModel ? (
        <>
          <Section title="Draw new points">
            <DrawSamples />
          </Section>
          <Section title="Score other points">
            <ScorePoints />
          </Section>
        </>
      ) : (
        <Section title="Use the mixture">
          <Note>Once something is fitted, you can draw points from it and score others with it here.</Note>
        </Section>
      )}
      <Section title="Saved models">
        <SavedModels canSave={hasModel} />
      </Section>
      <Section title="Take it away">
        <Exports />
      </Section>
      <Section title="Share">
        <Share />
      </Section>
    </>
  );
}
