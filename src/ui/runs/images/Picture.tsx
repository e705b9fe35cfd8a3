// One image of a dataset. Small ones are drawn as the squares they are.

import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import classes from './Picture.module.css';
import { usePicture } from './usePicture';

interface PictureProps {
  readonly dataset: string;
  readonly item: number;
  /** What it is, for those who do not see it; '' where words beside it say so. */
  readonly alt: string;
}

/** Pixels along a side up to which an image is drawn as squares. */
const SMALL = 64;

export function Picture({ dataset, item, alt }: PictureProps) {
  const url = usePicture(dataset, item);
  const [small, setSmall] = useState(false);
  if (url === null)
    return <ImageOff className={classes.missing} size={18} role="img" aria-label="not there any more" />;
  if (url === undefined) return <span className={classes.picture} />;
  return (
    <img
      className={classes.picture}
      data-small={small || undefined}
      src={url}
      alt={alt}
      decoding="async"
      draggable={false}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
        setSmall(Math.max(naturalWidth, naturalHeight) <= SMALL)
      }
    />
  );
}
