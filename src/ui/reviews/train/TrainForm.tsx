// What to train, on what, and how: plain defaults, the rest under "Advanced".

import { Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { DatasetSummary } from '../../../wire/datasets';
import type { ReviewsState } from '../../../wire/reviews';
import { attempt } from '../../components/attempt';
import { BusyButton } from '../../components/BusyButton';
import { plural } from '../../components/format';
import { Note, Section } from '../../components/Section';
import { useDatasets } from '../datasets/store';
import { followDatasets } from '../datasets/sync';
import { changeLesson, useReviews } from '../store';
import { useIncoming } from './Incoming';
import { hintsOf, taughtOf, teachingOf, toOptions } from './options';
import { TrainData } from './TrainData';
import { TrainOptionsFields } from './TrainOptionsFields';

const NO_DATASETS: readonly DatasetSummary[] = [];

export function TrainForm({ state }: { readonly state: ReviewsState }) {
  const lesson = useReviews((all) => all.lesson);
  const datasets = useDatasets((all) => all.state?.datasets ?? NO_DATASETS);
  const [busy, setBusy] = useState(false);
  useEffect(followDatasets, []);
  const incoming = useIncoming();
  const { name, choice } = lesson;
  // Either may be gone by now: deleted on another view, or in another tab.
  const dataset = datasets.find(({ id }) => id === lesson.dataset) ?? null;
  const model =
    state.models.find(({ id }) => id === lesson.model) ?? state.models.find(({ id }) => id === state.serving.model);
  const { positive, negative } = dataset ? teachingOf(dataset) : state.reviews;
  const n = taughtOf(choice, positive, negative);
  const waiting = dataset === null && incoming;
  const ready = model !== undefined && positive > 0 && negative > 0 && !waiting;
  const fallback = model ? `${model.name}, taught` : '';

  const start = async () => {
    if (!model) return;
    setBusy(true);
    await attempt('start the training', () =>
      service.reviews.train({
        model: model.id,
        name: name.trim() || fallback,
        data: dataset ? { kind: 'dataset', dataset: dataset.id } : { kind: 'labels' },
        held_out: choice.held_out / 100,
        options: toOptions(choice, hintsOf(model, n, choice).part),
        serve: false,
      }),
    );
    setBusy(false);
  };

  return (
    <>
      <Section title="Learn from">
        <TrainData dataset={dataset} datasets={datasets} counts={state.reviews} />
      </Section>
      <Section title="Begin with">
        <Select
          size="xs"
          aria-label="Model to begin with"
          allowDeselect={false}
          value={model?.id ?? null}
          data={state.models.map(({ id, name: label }) => ({ value: id, label }))}
          onChange={(id) => changeLesson({ model: id })}
        />
        <TextInput
          size="xs"
          label="Name of the new model"
          placeholder={fallback}
          maxLength={100}
          value={name}
          onChange={(event) => changeLesson({ name: event.currentTarget.value })}
        />
        {model && <TrainOptionsFields model={model} n={n} />}
        <BusyButton busy={busy} possible={ready} onClick={() => void start()}>
          Train
        </BusyButton>
        <Note>
          {ready
            ? `On ${plural(positive + negative, 'text')}. ${model.name} stays as it is; a new model comes of it.`
            : waiting
              ? 'What it is to learn from is not in yet.'
              : 'Training needs at least one positive and one negative review.'}
        </Note>
        <Note>
          This is training by hand: from any model, and you say which one answers. To have new labels learnt together
          with old ones, and the new version answer only if it proves better, <a href="#/reviews/monitor">retrain</a>.
        </Note>
      </Section>
    </>
  );
}
