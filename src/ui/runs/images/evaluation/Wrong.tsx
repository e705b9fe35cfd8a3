// The images that a model got most wrong: what each is, what it was taken for, and how sure the model was. Pressing one
// asks the model again, and shows where its answer comes from.

import { Button, Loader } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { ImageSetSummary, PredictImage } from '../../../../wire/images';
import type { ImageEvaluationReport, TrainedModel } from '../../../../wire/runs';
import { formatCount, formatPercent, plural } from '../../../components/format';
import { Note } from '../../../components/Section';
import { Failure } from '../../../components/transport/status';
import { useFocusBack } from '../../../components/useFocusBack';
import { Answer } from '../answer/Answer';
import { Picture } from '../Picture';
import { linkTo } from '../place';
import { useImages } from '../store';
import { usePrediction } from '../usePrediction';
import classes from './Evaluation.module.css';
import { type Cell, wrongOf } from './figures';

interface WrongProps {
  readonly report: ImageEvaluationReport;
  /** Those of one cell of the matrix only; null: all. */
  readonly cell: Cell | null;
  /** Where the images are; null where it is not here any more. */
  readonly set: ImageSetSummary | null;
  /** Null where it was deleted. */
  readonly model: TrainedModel | null;
  readonly onAll: () => void;
}

type One = ImageEvaluationReport['wrong'][number];

export function Wrong({ report, cell, set, model, onAll }: WrongProps) {
  const [item, setItem] = useState<number | null>(null);
  const shown = wrongOf(report, cell);
  const opened = shown.find((one) => one.item === item);
  const dead = shown.length > 0 && whyPlain(set, model);
  return (
    <>
      <Words report={report} cell={cell} shown={shown.length} onAll={onAll} />
      {dead && <Note>{dead}</Note>}
      {opened && set && model && (
        <Opened key={opened.item} one={opened} set={set} model={model} onClose={() => setItem(null)} />
      )}
      <ul className={classes.wrong} aria-label="Wrong ones">
        {shown.map((one) => (
          <li key={one.item}>
            <Tile
              report={report}
              one={one}
              set={set}
              open={one === opened}
              onOpen={set && model ? () => setItem(one === opened ? null : one.item) : null}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why none of them can be opened; null where each can. */
function whyPlain(set: ImageSetSummary | null, model: TrainedModel | null): string | null {
  if (set === null) return 'Their pictures are not on this device any more: the dataset was deleted.';
  return model === null ? 'The model was deleted: it cannot be asked again.' : null;
}

interface WordsProps extends Pick<WrongProps, 'report' | 'cell' | 'onAll'> {
  readonly shown: number;
}

function Words({ report, cell, shown, onAll }: WordsProps) {
  const { classes: names, wrong, n, accuracy, confusion } = report;
  const all = Math.round(n * (1 - accuracy));
  if (cell === null) {
    if (all === 0) return <Note>None: every image was told right.</Note>;
    return wrong.length < all ? (
      <Note>
        The worst {formatCount(wrong.length)} of {formatCount(all)}.
      </Note>
    ) : null;
  }
  const count = confusion[cell.label * names.length + cell.predicted] ?? 0;
  return (
    <p className={classes.filtered} role="status">
      <span>
        {plural(count, 'image')} of <bdi>{names[cell.label]}</bdi> taken for <bdi>{names[cell.predicted]}</bdi>
        {shown < count &&
          `; ${formatCount(shown)} of them are among the worst ${formatCount(wrong.length)}, which are kept`}
      </span>
      <Button size="compact-xs" variant="default" onClick={onAll}>
        All
      </Button>
    </p>
  );
}

interface TileProps {
  readonly report: ImageEvaluationReport;
  readonly one: One;
  readonly set: ImageSetSummary | null;
  readonly open: boolean;
  /** Null: it cannot be. */
  readonly onOpen: (() => void) | null;
}

function Tile({ report: { classes: names }, one, set, open, onOpen }: TileProps) {
  const { item, label, predicted, probability } = one;
  const inside = (
    <>
      {set && <Picture dataset={set.id} item={item} alt="" />}
      <span>
        <bdi>{names[label]}</bdi>
        <span className={classes.as}>
          {' '}
          taken for <bdi>{names[predicted]}</bdi>
        </span>
      </span>
      <small>{formatPercent(probability)}</small>
    </>
  );
  if (!onOpen) return <div className={classes.tile}>{inside}</div>;
  return (
    <button type="button" className={classes.tile} aria-expanded={open} onClick={onOpen}>
      {inside}
    </button>
  );
}

interface OpenedProps {
  readonly one: One;
  readonly set: ImageSetSummary;
  readonly model: TrainedModel;
  readonly onClose: () => void;
}

function Opened({ one, set, model, onClose }: OpenedProps) {
  const { item, label } = one;
  const explain = useImages((ui) => ui.explain);
  const [target, setTarget] = useState<number | null>(null);
  const request = useMemo<PredictImage>(
    () => ({
      model: model.id,
      explain,
      ...(target === null ? {} : { target }),
      from: 'dataset',
      dataset: set.id,
      item,
    }),
    [model.id, explain, target, set.id, item],
  );
  const { answer, problem } = usePrediction(request);
  const section = useFocusBack<HTMLElement>();
  useEffect(() => {
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'nearest' });
  }, [section]);
  const tryIt = () => {
    useImages.setState({ subject: { from: 'dataset', dataset: set.id, item, label: set.classes[label] ?? '' } });
    location.hash = linkTo({ view: 'try', model: model.id });
  };
  return (
    <section ref={section} tabIndex={-1} className={classes.opened} aria-label={`Image ${item}`}>
      <div className={classes.openedHead}>
        <strong>
          Image {item}, which is <bdi>{set.classes[label]}</bdi>
        </strong>
        <Button size="compact-xs" variant="default" onClick={tryIt}>
          Try the model on others
        </Button>
        <Button size="compact-xs" variant="default" leftSection={<X size={13} aria-hidden />} onClick={onClose}>
          Close
        </Button>
      </div>
      {problem !== null && <Failure title="The model gave no answer.">{problem}</Failure>}
      {answer ? (
        <Answer
          {...{ answer, explain, target }}
          truth={label}
          onExplain={(next) => useImages.setState({ explain: next })}
          onTarget={setTarget}
        />
      ) : (
        problem === null && <Loader size="xs" aria-label="The model looks at it" />
      )}
    </section>
  );
}
