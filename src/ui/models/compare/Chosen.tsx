// Which two models are compared.

import { Button, NativeSelect } from '@mantine/core';
import { ArrowUpDown } from 'lucide-react';
import { Note, Section } from '../../components/Section';
import { PanelBody } from '../../components/work/PanelBody';
import { useModels } from '../store';
import { goTo } from '../views';
import { KIND_WORDS } from '../words';

export function Chosen({ ids }: { readonly ids: readonly string[] }) {
  const models = useModels((ui) => ui.models) ?? [];
  const [a = '', b = ''] = ids;
  const become = (next: readonly string[]) => goTo({ view: 'compare', ids: next.filter((id) => id !== '') });
  const options = (other: string) => [
    { value: '', label: 'Choose…' },
    ...models
      .filter(({ id }) => id !== other)
      .map(({ id, name, kind, version }) => ({
        value: id,
        label: `${name} · ${KIND_WORDS[kind]}, version ${version}`,
      })),
  ];
  const known = (id: string) => (models.some((model) => model.id === id) ? id : '');
  const gone = models.length > 0 && ids.some((id) => known(id) === '');
  return (
    <PanelBody>
      <Section title="Compared models">
        <NativeSelect
          size="xs"
          label="First"
          data={options(b)}
          value={known(a)}
          onChange={({ currentTarget: { value } }) => become([value, b])}
        />
        <NativeSelect
          size="xs"
          label="Second"
          data={options(a)}
          value={known(b)}
          onChange={({ currentTarget: { value } }) => become([a, value])}
        />
        {a !== '' && b !== '' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<ArrowUpDown size={14} aria-hidden />}
            onClick={() => become([b, a])}
          >
            Swap them
          </Button>
        )}
        {gone && <Note>A model that was asked for is not on this device any more.</Note>}
        <Note>Changes are told from the first to the second.</Note>
      </Section>
    </PanelBody>
  );
}
