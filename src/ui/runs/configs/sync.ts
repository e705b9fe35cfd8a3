// Keeps the list of configurations, and the one that is open, in step with the service.

import { service, subscribe } from '../../../client';
import { ServiceError } from '../../../wire/errors';
import { wordsOf } from '../../components/errors';
import { hearDrafts, readDrafts } from './drafts';
import { lineFeeds } from './names';
import { useConfigs } from './store';

/** Starts mirroring; returns what ends it. */
export function followConfigs(): () => void {
  let ended = false;
  let asked = 0;
  const refetch = () => {
    const turn = ++asked;
    service.configs.list().then(
      (list) => {
        // Of two answers, that to the later question.
        if (ended || turn !== asked) return;
        useConfigs.setState({ list, unreachable: null });
        catchUp();
      },
      (error: unknown) => {
        if (!ended) useConfigs.setState({ unreachable: wordsOf(error) });
      },
    );
  };
  const unsubscribe = subscribe((event) => {
    if (event.type === 'configs' || event.type === 'reset') refetch();
  });
  refetch();
  const deafen = followDrafts();
  return () => {
    ended = true;
    deafen();
    unsubscribe();
  };
}

/** What was typed, as all tabs have it. */
function followDrafts(): () => void {
  // What the browser did not take is nowhere but here.
  useConfigs.setState(({ drafts, draftsKept }) => ({
    drafts: draftsKept ? readDrafts() : { ...readDrafts(), ...drafts },
  }));
  return hearDrafts((change) => {
    useConfigs.setState(({ drafts }) => {
      if (change === null) return { drafts: {} };
      const { [change.id]: _, ...others } = drafts;
      return { drafts: change.draft ? { ...others, [change.id]: change.draft } : others };
    });
  });
}

/** The open file is not as it is listed: it was changed or removed elsewhere. */
function catchUp(): void {
  const { opened, list } = useConfigs.getState();
  if (opened.phase === 'none' || opened.phase === 'loading') return;
  const id = opened.phase === 'open' ? opened.file.id : opened.id;
  const listed = list?.find((file) => file.id === id);
  const same =
    opened.phase === 'open' &&
    listed?.changed_at === opened.file.changed_at &&
    listed.file_name === opened.file.file_name;
  if (!same) void reopen();
}

export async function openConfig(id: string | null): Promise<void> {
  if (id === null) {
    useConfigs.setState({ opened: { phase: 'none' }, clash: null });
    return;
  }
  useConfigs.setState({ opened: { phase: 'loading', id }, clash: null });
  await show(id);
}

async function show(id: string): Promise<void> {
  const opened = await read(id);
  // Another may have been opened meanwhile.
  const now = useConfigs.getState().opened;
  if (now.phase !== 'none' && now.id === id) useConfigs.setState({ opened });
}

/** Reads the open one anew; what is on show stays there meanwhile. */
export async function reopen(): Promise<void> {
  const { opened } = useConfigs.getState();
  if (opened.phase !== 'none') await show(opened.id);
}

async function read(id: string) {
  try {
    const file = await service.configs.read(id);
    return { phase: 'open', id, file: { ...file, text: lineFeeds(file.text) } } as const;
  } catch (error) {
    const gone = error instanceof ServiceError && error.code === 'not_found';
    return gone ? ({ phase: 'gone', id } as const) : ({ phase: 'failed', id, message: wordsOf(error) } as const);
  }
}
