// What the model is shown: the pad, or a picture that was chosen in its place.

import { Button } from '@mantine/core';
import { ImageOff, Pencil } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type Subject, useImages } from '../store';
import { type PictureUrl, usePicture } from '../usePicture';
import type { Paper } from './ink';
import { Pad } from './Pad';
import classes from './Try.module.css';

export function Shown({ paper }: { readonly paper: Paper }) {
  const subject = useImages((ui) => ui.subject);
  // The button that leads back to the pad goes with the picture: the pad takes its focus.
  const [returned, setReturned] = useState(false);
  const back = () => {
    setReturned(true);
    useImages.setState({ subject: { from: 'pad' } });
  };
  switch (subject.from) {
    case 'pad':
      return <Pad paper={paper} focused={returned} />;
    case 'file':
      return <ChosenFile subject={subject} onBack={back} />;
    case 'dataset':
      return <ChosenItem subject={subject} onBack={back} />;
  }
}

interface ChosenProps<From extends Subject['from']> {
  readonly subject: Extract<Subject, { readonly from: From }>;
  readonly onBack: () => void;
}

function ChosenFile({ subject: { file, name }, onBack }: ChosenProps<'file'>) {
  const [url, setUrl] = useState<PictureUrl>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <Still url={url} words={name} onBack={onBack} />;
}

function ChosenItem({ subject, onBack }: ChosenProps<'dataset'>) {
  const url = usePicture(subject.dataset, subject.item);
  return <Still url={url} words={`Image ${subject.item}: ${subject.label}`} onBack={onBack} />;
}

/** Pixels along a side up to which a picture is drawn as squares. */
const SMALL = 64;

interface StillProps {
  readonly url: PictureUrl;
  readonly words: string;
  readonly onBack: () => void;
}

function Still({ url, words, onBack }: StillProps) {
  const [small, setSmall] = useState(false);
  const [broken, setBroken] = useState<PictureUrl>(undefined);
  return (
    <figure className={classes.still}>
      {url != null && url === broken && <ImageOff className={classes.broken} role="img" aria-label="No picture" />}
      {url != null && url !== broken && (
        <img
          src={url}
          alt={words}
          data-small={small || undefined}
          onError={() => setBroken(url)}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setSmall(Math.max(naturalWidth, naturalHeight) <= SMALL)
          }
        />
      )}
      <figcaption>
        <bdi>{url === null ? `${words} is not there any more` : words}</bdi>
        <Button size="compact-sm" variant="default" leftSection={<Pencil size={14} aria-hidden />} onClick={onBack}>
          Back to the pad
        </Button>
      </figcaption>
    </figure>
  );
}
