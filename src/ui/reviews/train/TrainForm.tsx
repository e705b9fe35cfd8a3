// What to train, on what, and how: plain defaults, the rest under "Advanced".

import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { service } from '../../../client';
import type { DatasetSummary } from '../../../wire/datasets';
import type { LabelledResult } from '../../../wire/labelled';
import type { ReviewsState, TextTrainRequest } from '../../../wire/reviews';
import { attempt } from '../../components/attempt';
import { formatCount } from '../../components/format';
import { Note, Section } from '../../components/Section';
import { type Choice, DEFAULT_CHOICE, teachingOf, toOptions } from './options';
import { TrainData } from './TrainData';
import { TrainOptionsFields } from './TrainOptionsFields';

export function TrainForm({ state }: { readonly state: ReviewsState }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [file, setFile] = useState<LabelledResult | null>(null);
  const [dataset, setDataset] = useState<DatasetSummary | null>(null);
  const [choice, setChoice] = useState<Choice>(DEFAULT_CHOICE);
  const [busy, setBusy] = useState(false);
  const model =
    state.models.find(({ id }) => id === chosen) ?? state.models.find(({ id }) => id === state.serving.model);
  const { positive, negative } = dataset ? teachingOf(dataset) : (file ?? state.reviews);
  const ready = model !== undefined && positive > 0 && negative > 0;
  const fallback = model ? `${model.name}, taught` : '';

  const start = async () => {
    if (!model) return;
    setBusy(true);
    await attempt('start the training', () =>
      service.reviews.train({
        model: model.id,
        name: name.trim() || fallback,
        data: dataOf(dataset, file),
        held_out: choice.held_out / 100,
        options: toOptions(choice),
        serve: false,
      }),
    );
    setBusy(false);
  };

  return (
    <>
      <Section title="Learn from">
        <TrainData file={file} onFile={setFile} dataset={dataset} onDataset={setDataset} counts={state.reviews} />
      </Section>
      <Section title="Begin with">
        <Select
          size="xs"
          aria-label="Model to begin with"
          allowDeselect={false}
          value={model?.id ?? null}
          data={state.models.map(({ id, name: label }) => ({ value: id, label }))}
          onChange={setChosen}
        />
        <TextInput
          size="xs"
          label="Name of the new model"
          placeholder={fallback}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TrainOptionsFields choice={choice} onChange={setChoice} ngram={model?.kind === 'ngram'} />
        <Button loading={busy} disabled={!ready} onClick={() => void start()}>
          Train
        </Button>
        <Note>
          {ready
            ? `On ${formatCount(positive + negative)} texts. ${model.name} stays as it is; a new model comes of it.`
            : 'Training needs at least one positive and one negative review.'}
        </Note>
      </Section>
    </>
  );
}

function dataOf(dataset: DatasetSummary | null, file: LabelledResult | null): TextTrainRequest['data'] {
  if (dataset) return { kind: 'dataset', dataset: dataset.id };
  return file ? { kind: 'reviews', reviews: file.reviews } : { kind: 'labels' };
}
