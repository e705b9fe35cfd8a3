// The views of the Reviews page, by the second part of the hash: `#/reviews`, `#/reviews/label` …

import { lazy } from 'react';
import { WriteView } from './write/WriteView';

const BatchView = lazy(async () => ({ default: (await import('./batch/BatchView')).BatchView }));
const DatasetsView = lazy(async () => ({ default: (await import('./datasets/DatasetsView')).DatasetsView }));
const LabelView = lazy(async () => ({ default: (await import('./label/LabelView')).LabelView }));
const MonitorView = lazy(async () => ({ default: (await import('./monitor/MonitorView')).MonitorView }));

export type ViewId = '' | 'label' | 'datasets' | 'batch' | 'monitor';

export interface View {
  /** '' for the first. */
  readonly id: ViewId;
  readonly label: string;
  /** What it is for, in a line of a phone's width. */
  readonly summary: string;
  readonly Component: React.ComponentType;
}

export const VIEWS = [
  {
    id: '',
    label: 'Write',
    summary: 'Type a review; the score follows as you type. Nothing leaves this device.',
    Component: WriteView,
  },
  { id: 'label', label: 'Label', summary: 'Say what each text is: the model learns it.', Component: LabelView },
  { id: 'datasets', label: 'Datasets', summary: 'Many labelled texts, kept together.', Component: DatasetsView },
  { id: 'batch', label: 'Batch', summary: 'How good a model is on many texts.', Component: BatchView },
  { id: 'monitor', label: 'Monitor', summary: 'Is what comes in still like what it learnt?', Component: MonitorView },
] as const satisfies readonly View[];

/** The view for a hash location ("/reviews/label"); the first where it names none. */
export function viewAt(location: string): View {
  const id = location.split('/')[2]?.split('?')[0] ?? '';
  return VIEWS.find((view) => view.id === id) ?? VIEWS[0];
}
