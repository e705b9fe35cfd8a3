// What the model is shown: the pad, or a picture that was chosen in its place.

import { Button } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type Subject, useImages } from '../store';
import { type PictureUrl, usePicture } from '../usePicture';
import type { Paper } from './ink';
import { Pad } from './Pad';
import classes from './Try.module.css';

export function Shown({ paper }: { readonly paper: Paper }) {
  const subject = useImages((ui) => ui.subject);
  switch (subject.from) {
    case 'pad':
      return <Pad paper={paper} />;
    case 'file':
      return <ChosenFile subject={subject} />;
    case 'dataset':
      return <ChosenItem subject={subject} />;
  }
}

function ChosenFile({ subject: { file, name } }: { readonly subject: Extract<Subject, { from: 'file' }> }) {
  const [url, setUrl] = useState<PictureUrl>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <Still url={url} words={name} />;
}

function ChosenItem({ subject }: { readonly subject: Extract<Subject, { from: 'dataset' }> }) {
  const url = usePicture(subject.dataset, subject.item);
  return <Still url={url} words={`Image ${subject.item}: ${subject.label}`} />;
}

/** Pixels along a side up to which a picture is drawn as squares. */
const SMALL = 64;

function Still({ url, words }: { readonly url: PictureUrl; readonly words: string }) {
  const [small, setSmall] = useState(false);
  return (
    <figure className={classes.still}>
      {url != null && (
        <img
          src={url}
          alt={words}
          data-small={small || undefined}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setSmall(Math.max(naturalWidth, naturalHeight) <= SMALL)
          }
        />
      )}
      <figcaption>
        <bdi>{url === null ? `${words} is not there any more` : words}</bdi>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Pencil size={14} aria-hidden />}
          onClick={() => useImages.setState({ subject: { from: 'pad' } })}
        >
          Back to the pad
        </Button>
      </figcaption>
    </figure>
  );
}
