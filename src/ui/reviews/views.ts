// The views of the Reviews page, by the second part of the hash: `#/reviews`, `#/reviews/label` …

import { lazy } from 'react';
import { WriteView } from './write/WriteView';

const BatchView = lazy(async () => ({ default: (await import('./batch/BatchView')).BatchView }));
const DatasetsView = lazy(async () => ({ default: (await import('./datasets/DatasetsView')).DatasetsView }));
const LabelView = lazy(async () => ({ default: (await import('./label/LabelView')).LabelView }));
const MonitorView = lazy(async () => ({ default: (await import('./monitor/MonitorView')).MonitorView }));

export interface View {
  /** '' for the first. */
  readonly id: string;
  readonly label: string;
  readonly Component: React.ComponentType;
}

export const VIEWS = [
  { id: '', label: 'Write', Component: WriteView },
  { id: 'label', label: 'Label', Component: LabelView },
  { id: 'datasets', label: 'Datasets', Component: DatasetsView },
  { id: 'batch', label: 'Batch', Component: BatchView },
  { id: 'monitor', label: 'Monitor', Component: MonitorView },
] as const satisfies readonly View[];

/** The view for a hash location ("/reviews/label"); the first where it names none. */
export function viewAt(location: string): View {
  const id = location.split('/')[2]?.split('?')[0] ?? '';
  return VIEWS.find((view) => view.id === id) ?? VIEWS[0];
}
