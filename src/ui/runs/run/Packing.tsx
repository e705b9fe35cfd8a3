// How far a model on its way out is: also one that was begun before this page was left, or by somebody else.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { ExportProgress } from '../../../wire/labelling';
import { ExportLine, inMegabytes } from '../../components/ExportLine';
import { follow } from '../../components/follow';
import type { ModelAway } from './useModelAway';

export function Packing({ away: { busy, cancel } }: { readonly away: ModelAway }) {
  const progress = useProgress();
  if (busy === null && progress === null) return null;
  // The library does not say which: that one may be of another run, or of none.
  const label = busy === null ? 'Packing a model' : 'Packing the model';
  return <ExportLine label={label} unit="MB" progress={inMegabytes(progress)} onCancel={cancel} />;
}

/** As the library says; null while nothing leaves it. */
function useProgress(): ExportProgress | null {
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  useEffect(() => {
    const follower = follow({
      part: 'library',
      ask: () => service.library.state(),
      accept: ({ exporting }) => setProgress(exporting),
      // What became of the download it says itself.
      onFailure: () => setProgress(null),
    });
    return follower.end;
  }, []);
  return progress;
}
