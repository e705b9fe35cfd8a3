// A model with random weights: a standard size of BERT or any other, or an n-gram model.

import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { service } from '../../../client';
import type { TextModelKind } from '../../../ml/text/types';
import { attempt } from '../../components/attempt';
import { BusyButton } from '../../components/BusyButton';
import { NumberField } from '../../components/NumberField';
import { Note, Section } from '../../components/Section';
import { compareWith } from '../scoring';
import classes from './Models.module.css';

interface Size {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
}

const SIZES: Readonly<Record<string, Size>> = {
  'L-2_H-128_A-2': { layers: 2, hidden: 128, heads: 2 },
  'L-4_H-256_A-4': { layers: 4, hidden: 256, heads: 4 },
  'L-4_H-512_A-8': { layers: 4, hidden: 512, heads: 8 },
};
/** The smallest first: a newcomer should see it learn at once. Times by `npm run bench`, training steps of 128 tokens. */
const ABOUT_SIZES =
  'L layers, H numbers a word, A heads. L-4_H-512_A-8 is the usual one for reviews, and the API’s; it takes some 20 times as long to train as the smallest.';
const FREE = 'free';
const KINDS: readonly { readonly value: TextModelKind; readonly label: string }[] = [
  { value: 'encoder', label: 'Small BERT (encoder)' },
  { value: 'ngram', label: 'Word counts (n-gram)' },
  { value: 'combined', label: 'Both (combined)' },
];

export function NewModel() {
  const [kind, setKind] = useState<TextModelKind>('encoder');
  const [preset, setPreset] = useState('L-2_H-128_A-2');
  const [free, setFree] = useState<Size>({ layers: 2, hidden: 64, heads: 2 });
  const [name, setName] = useState('');
  const [seed, setSeed] = useState(1);
  const [busy, setBusy] = useState(false);
  const size = preset === FREE ? free : (SIZES[preset] ?? free);
  const fallback = kind === 'ngram' ? 'My n-gram' : `My ${sizeName(size)}`;
  const sound = kind === 'ngram' || size.hidden % size.heads === 0;

  const create = async () => {
    setBusy(true);
    const request = { name: name.trim() || fallback, kind, seed, ...(kind === 'ngram' ? {} : { size }) };
    const id = await attempt('make the model', () => service.reviews.create(request));
    setBusy(false);
    if (id === undefined) return;
    setName('');
    compareWith(id);
  };

  return (
    <Section title="A new, untrained model">
      <Select
        size="xs"
        label="Kind"
        allowDeselect={false}
        value={kind}
        data={[...KINDS]}
        onChange={(value) => setKind(KINDS.find((one) => one.value === value)?.value ?? 'encoder')}
      />
      {kind !== 'ngram' && (
        <Select
          size="xs"
          label="Size"
          description={ABOUT_SIZES}
          allowDeselect={false}
          value={preset}
          data={[...Object.keys(SIZES), { value: FREE, label: 'Other …' }]}
          onChange={(value) => setPreset(value ?? FREE)}
        />
      )}
      {kind !== 'ngram' && preset === FREE && <FreeSize size={free} onChange={setFree} />}
      {!sound && <Note>The hidden size must be a multiple of the number of heads.</Note>}
      <div className={classes.pair}>
        <TextInput
          size="xs"
          label="Name"
          placeholder={fallback}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberField label="Seed" min={0} max={0xffff_ffff} value={seed} onCommit={setSeed} />
      </div>
      <BusyButton size="xs" variant="default" busy={busy} possible={sound} onClick={() => void create()}>
        Make it
      </BusyButton>
      <Note>It knows nothing yet: score the text with it, then train it on your labels.</Note>
    </Section>
  );
}

function FreeSize({ size, onChange }: { readonly size: Size; readonly onChange: (size: Size) => void }) {
  const field = (key: keyof Size, label: string, min: number, max: number) => (
    <NumberField
      label={label}
      min={min}
      max={max}
      value={size[key]}
      onCommit={(value) => onChange({ ...size, [key]: value })}
    />
  );
  return (
    <div className={classes.pair}>
      {field('layers', 'Layers', 1, 12)}
      {field('hidden', 'Hidden', 8, 768)}
      {field('heads', 'Heads', 1, 16)}
    </div>
  );
}

function sizeName({ layers, hidden, heads }: Size): string {
  return `L-${layers}_H-${hidden}_A-${heads}`;
}
