// A dataset's images, a page at a time, of one part or class; pressing one shows it to a model.

import { NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import { IMAGE_PARTS, type ImageItems, type ImageItemsRequest, type ImageSetSummary } from '../../../../wire/images';
import { attempt } from '../../../components/attempt';
import { plural } from '../../../components/format';
import { Pager } from '../../../components/Pager';
import { Section } from '../../../components/Section';
import { Picture } from '../Picture';
import { linkTo } from '../place';
import { useImages } from '../store';
import classes from './Datasets.module.css';
import { PART_WORDS } from './words';

const PAGE = 60;

type Filter = Omit<ImageItemsRequest, 'offset' | 'limit'>;

export function Grid({ set }: { readonly set: ImageSetSummary }) {
  const [filter, setFilter] = useState<Filter>({});
  const [page, setPage] = useState(0);
  const found = useItems(set.id, filter, page);
  const narrow = (part: Filter) => {
    setFilter({ ...filter, ...part });
    setPage(0);
  };
  return (
    <Section title="Images">
      <Filters set={set} filter={filter} onChange={narrow} />
      {found && (
        <>
          <ul className={classes.grid} aria-label="Images">
            {found.items.map(({ item, label, path }) => (
              <li key={item}>
                <button
                  type="button"
                  className={classes.tile}
                  title={`${path}: try a model on it`}
                  onClick={() => tryOn(set, item, label)}
                >
                  <Picture dataset={set.id} item={item} alt="" />
                  <bdi>{set.classes[label]}</bdi>
                </button>
              </li>
            ))}
          </ul>
          {found.total > PAGE ? (
            <Pager label="Pages of images" total={found.total} size={PAGE} page={page} onPage={setPage} />
          ) : (
            <p className={classes.total} role="status">
              {found.total === 0 ? 'Nothing is of both: take a filter away.' : plural(found.total, 'image')}
            </p>
          )}
        </>
      )}
    </Section>
  );
}

function tryOn({ id, classes: names }: ImageSetSummary, item: number, label: number): void {
  useImages.setState({ subject: { from: 'dataset', dataset: id, item, label: names[label] ?? '' } });
  location.hash = linkTo({ view: 'try', model: null });
}

/** One page of images; null until the first is there. */
function useItems(id: string, filter: Filter, page: number): ImageItems | null {
  const [found, setFound] = useState<ImageItems | null>(null);
  useEffect(() => {
    let wanted = true;
    const request = { ...filter, offset: page * PAGE, limit: PAGE };
    attempt('list the images', () => service.images.items(id, request)).then((items) => {
      if (wanted && items) setFound(items);
    });
    return () => {
      wanted = false;
    };
  }, [id, filter, page]);
  return found;
}

interface FiltersProps {
  readonly set: ImageSetSummary;
  readonly filter: Filter;
  readonly onChange: (part: Filter) => void;
}

function Filters({ set, filter, onChange }: FiltersProps) {
  const parts = set.parts.filter(({ n }) => n > 0).map(({ part }) => ({ value: part, label: PART_WORDS[part] }));
  const names = set.classes.map((name, label) => ({ value: String(label), label: name }));
  return (
    <search className={classes.filters}>
      <NativeSelect
        size="xs"
        aria-label="Part"
        data={[{ value: '', label: 'any part' }, ...parts]}
        value={filter.part ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ part: IMAGE_PARTS.find((part) => part === value) })}
      />
      <NativeSelect
        size="xs"
        aria-label="Class"
        data={[{ value: '', label: 'any class' }, ...names]}
        value={filter.label === undefined ? '' : String(filter.label)}
        onChange={({ currentTarget: { value } }) => onChange({ label: value === '' ? undefined : Number(value) })}
      />
    </search>
  );
}
