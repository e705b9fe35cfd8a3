// Models of a run on their way to the person: the library packs them, so that they come in again under Models.

import { service } from '../../../client';
import type { ConfigKind } from '../../../wire/configs';
import type { TrainedModel } from '../../../wire/runs';
import { type TakeAwayHandle, useTakeAway } from '../../components/useTakeAway';

export interface ModelAway extends Pick<TakeAwayHandle<string>, 'cancel'> {
  /** Id of the one that is packed for this page; null: none. */
  readonly busy: string | null;
  readonly take: (model: TrainedModel) => void;
}

const ARCHIVE = { format: 'archive', label: 'Model archive (.tar.gz)' } as const;

/** As what it leaves from here; the Models page has other formats. */
export const LEAVES_AS: Readonly<Record<ConfigKind, { readonly format: string; readonly label: string }>> = {
  mixture: { format: 'sklearn', label: 'JSON, with scikit-learn’s names' },
  text: ARCHIVE,
  image: ARCHIVE,
  stream: ARCHIVE,
};

export function useModelAway(): ModelAway {
  const { busy, take, cancel } = useTakeAway<string>('download the model', () => service.library.cancelExport());
  const takeModel = ({ id, kind }: TrainedModel) =>
    void take(id, () => service.library.exportModel(id, LEAVES_AS[kind].format, 'float32'));
  return { busy, take: takeModel, cancel };
}
