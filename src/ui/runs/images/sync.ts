// Keeps the store in step with the services: image datasets, the run that is on, and the image models that runs made.

import { service } from '../../../client';
import type { ImageSetSummary, ImagesState } from '../../../wire/images';
import type { RunsState, TrainedModel } from '../../../wire/runs';
import { wordsOf } from '../../components/errors';
import { type Follower, follow } from '../../components/follow';
import { useImages } from './store';

let followers = 0;
let followed: readonly Follower[] = [];

/** Starts mirroring, unless someone has; returns what ends it. */
export function followImages(): () => void {
  followers += 1;
  if (followers === 1) followed = [followSets(), followRuns()];
  return () => {
    followers -= 1;
    if (followers > 0) return;
    for (const follower of followed) follower.end();
    followed = [];
  };
}

/** Asks once more, after a failure. */
export function refetchImages(): void {
  for (const follower of followed) follower.refetch();
}

function onFailure(error: unknown): void {
  useImages.setState({ unreachable: wordsOf(error) });
}

function followSets(): Follower {
  return follow({ part: 'images', ask: () => service.images.state(), accept: acceptImages, onFailure });
}

/** Sets that are as they were keep their identity, so that what shows them does not draw anew while others come in. */
function acceptImages(next: ImagesState): void {
  useImages.setState(({ images: before }) => ({
    images: before ? { ...next, sets: kept(before.sets, next.sets) } : next,
    unreachable: null,
  }));
}

export function kept(before: readonly ImageSetSummary[], next: readonly ImageSetSummary[]): readonly ImageSetSummary[] {
  const known = new Map(before.map((set) => [set.id, set]));
  const merged = next.map((set) => {
    const old = known.get(set.id);
    return old && JSON.stringify(old) === JSON.stringify(set) ? old : set;
  });
  return merged.length === before.length && merged.every((set, i) => set === before[i]) ? before : merged;
}

/** Those of images, a run's best one before its last. */
export function imageModels(models: readonly TrainedModel[]): readonly TrainedModel[] {
  const images = models.filter(({ kind }) => kind === 'image');
  const runs = [...new Set(images.map(({ run }) => run))];
  const rank = ({ run, role }: TrainedModel) => 2 * runs.indexOf(run) + (role === 'best' ? 0 : 1);
  return images.sort((a, b) => rank(a) - rank(b));
}

/** Models are asked for when the list of runs moved. */
function followRuns(): Follower {
  let rev: number | null = null;
  let ended = false;
  let asked = 0;
  const askModels = () => {
    const turn = ++asked;
    service.runs.models().then(
      (models) => {
        // Of two answers, that to the later question.
        if (!ended && turn === asked) useImages.setState({ models: imageModels(models) });
      },
      (error: unknown) => {
        if (!ended && turn === asked) onFailure(error);
      },
    );
  };
  const accept = (state: RunsState) => {
    const { active, queue } = state;
    useImages.setState({ active, queue, unreachable: null });
    if (rev === state.rev) return;
    rev = state.rev;
    askModels();
  };
  const onReset = () => {
    rev = null;
  };
  const follower = follow({ part: 'runs', ask: () => service.runs.state(), accept, onFailure, onReset });
  return {
    refetch: () => {
      rev = null;
      follower.refetch();
    },
    end: () => {
      ended = true;
      follower.end();
    },
  };
}
