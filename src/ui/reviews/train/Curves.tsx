// How the losses went: while training, and on the texts held out.

import type { TrainProgress } from '../../../wire/reviews';
import { formatPercent } from '../../components/format';
import { LineChart } from '../../components/LineChart';
import { Note } from '../../components/Section';

const HEIGHT = 170;

export function Curves({ progress }: { readonly progress: TrainProgress }) {
  const { loss, held_out, before } = progress;
  const judged = before ? [{ step: 0, evaluation: before }, ...held_out] : held_out;
  const curves = [
    { id: 'training', xy: loss.flatMap(({ step, value }) => [step, value]), quiet: true },
    { id: 'held out', xy: judged.flatMap(({ step, evaluation }) => [step, evaluation.loss]), dots: true },
  ].filter(({ xy }) => xy.length > 0);
  if (loss.length < 2) return null;
  return (
    <>
      <LineChart label={inWords(progress)} height={HEIGHT} curves={curves} floor={0} />
      <Note>Loss by step (cross-entropy), lower is better: dashed while training, solid on the texts held out.</Note>
      <Accuracy progress={progress} />
    </>
  );
}

/** Share right of the texts held out, in per cent by epoch. */
function Accuracy({ progress: { before, held_out } }: { readonly progress: TrainProgress }) {
  const judged = before ? [{ epoch: 0, evaluation: before }, ...held_out] : held_out;
  const xy = judged.flatMap(({ epoch, evaluation: { accuracy } }) =>
    accuracy === null ? [] : [epoch, 100 * accuracy],
  );
  if (xy.length < 4) return null;
  const last = formatPercent((xy.at(-1) ?? 0) / 100);
  return (
    <>
      <LineChart
        label={`Right of the texts held out, by epoch, now ${last}`}
        height={HEIGHT}
        curves={[{ id: 'accuracy', xy, dots: true }]}
        floor={Math.min(50, ...xy.filter((_, i) => i % 2 === 1))}
      />
      <Note>Right of the texts held out, % by epoch, higher is better: now {last}.</Note>
    </>
  );
}

function inWords({ loss, held_out }: TrainProgress): string {
  const last = loss.at(-1);
  const judged = held_out.at(-1)?.evaluation;
  const accuracy = judged?.accuracy == null ? '' : `, ${formatPercent(judged.accuracy)} right of those held out`;
  return `Loss over ${last?.step ?? 0} steps, now ${last?.value.toFixed(3) ?? '–'}${accuracy}`;
}
