// Pictures to show the model that are not drawn: a file that is dropped, pasted or chosen, and images of its dataset.

import { Button } from '@mantine/core';
import { Shuffle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { ImageItems, ImageSetSummary } from '../../../../wire/images';
import { FileDrop } from '../../../components/FileDrop';
import { useFilesOver } from '../../../components/useFilesOver';
import { Picture } from '../Picture';
import { useImages } from '../store';
import classes from './Try.module.css';

export function Sources({ set }: { readonly set: ImageSetSummary | null }) {
  useArrivals();
  return (
    <div className={classes.sources}>
      {set && <Samples key={set.id} set={set} />}
      <FileDrop accept="image/*" label="Choose a picture" onFile={show}>
        or drop one here, or paste it
      </FileDrop>
    </div>
  );
}

function show(file: File): void {
  useImages.setState({ subject: { from: 'file', name: file.name, file } });
}

/** A picture pasted or dropped anywhere on the page, but into a field. What is no picture, the service says so. */
function useArrivals(): void {
  useFilesOver(({ files }) => {
    const [file] = files;
    if (file) show(file);
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (event.defaultPrevented || !file) return;
      event.preventDefault();
      show(file);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
}

const COUNT = 12;

function Samples({ set }: { readonly set: ImageSetSummary }) {
  const { id, parts, classes: names } = set;
  // What the model did not learn from, where there is some.
  const part = (parts.find((item) => item.part === 'test' && item.n > 0) ?? parts[0])?.part;
  const n = parts.find((item) => item.part === part)?.n ?? 0;
  const [offset, setOffset] = useState(() => anywhere(n));
  const [found, setFound] = useState<ImageItems['items']>([]);
  useEffect(() => {
    let wanted = true;
    service.images.items(id, { part, offset, limit: COUNT }).then(
      ({ items }) => {
        if (wanted) setFound(items);
      },
      // They are an offer: the pad and files are there without them.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [id, part, offset]);
  const subject = useImages((ui) => ui.subject);
  if (found.length === 0) return null;
  return (
    <section className={classes.samples} aria-label={`Images of ${set.name}`}>
      <div className={classes.samplesHead}>
        <span>{part === 'test' ? 'Or one that it has not learnt from' : 'Or one of its images'}</span>
        {n > COUNT && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Shuffle size={13} aria-hidden />}
            onClick={() => setOffset(anywhere(n))}
          >
            Others
          </Button>
        )}
      </div>
      <ul className={classes.strip}>
        {found.map(({ item, label }) => (
          <li key={item}>
            <button
              type="button"
              className={classes.sample}
              aria-label={`Image ${item}, ${names[label]}`}
              aria-pressed={subject.from === 'dataset' && subject.dataset === id && subject.item === item}
              onClick={() =>
                useImages.setState({ subject: { from: 'dataset', dataset: id, item, label: names[label] ?? '' } })
              }
            >
              <Picture dataset={id} item={item} alt="" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function anywhere(n: number): number {
  return Math.floor(Math.random() * Math.max(1, n - COUNT));
}
