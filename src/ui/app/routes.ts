// The pages there are, by the first part of the hash: `#/points`, `#/stream`, `#/data`.

import {
  Boxes,
  Braces,
  ChartScatter,
  ChartSpline,
  HardDrive,
  type LucideIcon,
  MessageSquareText,
  Waves,
} from 'lucide-react';
import type { ComponentType } from 'react';

export interface Page {
  readonly id: string;
  /** In the navigation. */
  readonly label: string;
  /** In the window's title. */
  readonly title: string;
  readonly icon: LucideIcon;
  /** Fetches the page's code. */
  readonly load: () => Promise<ComponentType>;
}

export const PAGES: readonly Page[] = [
  {
    id: 'points',
    label: 'Points',
    title: 'Points',
    icon: ChartScatter,
    load: async () => (await import('../points/PointsPage')).PointsPage,
  },
  {
    id: 'reviews',
    label: 'Reviews',
    title: 'Reviews',
    icon: MessageSquareText,
    load: async () => (await import('../reviews/ReviewsPage')).ReviewsPage,
  },
  {
    id: 'stream',
    label: 'Stream',
    title: 'Stream',
    icon: Waves,
    load: async () => (await import('../stream/StreamPage')).StreamPage,
  },
  {
    id: 'runs',
    label: 'Runs',
    title: 'Runs',
    icon: ChartSpline,
    load: async () => (await import('../runs/RunsPage')).RunsPage,
  },
  {
    id: 'models',
    label: 'Models',
    title: 'Models',
    icon: Boxes,
    load: async () => (await import('../models/ModelsPage')).ModelsPage,
  },
  {
    id: 'data',
    label: 'This device',
    title: 'This device',
    icon: HardDrive,
    load: async () => (await import('../data/DataPage')).DataPage,
  },
  {
    id: 'api',
    label: 'API',
    title: 'API',
    icon: Braces,
    load: async () => (await import('../api/ApiPage')).ApiPage,
  },
];

/** The page for a hash location ("/data", "/points?s=…"); null where there is none. */
export function pageAt(location: string): Page | null {
  const id = location.split(/[/?]/).find((part) => part !== '') ?? PAGES[0]!.id;
  return PAGES.find((page) => page.id === id) ?? null;
}
