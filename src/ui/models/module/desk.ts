// The open file: what is typed is kept in the module when the hand rests, before the file is left, and before a training
// begins; and what changes elsewhere, in another tab or by a training, is shown where nothing was typed meanwhile.

import { service } from '../../../client';
import { wordsOf } from '../../components/errors';
import { formatBytes } from '../../components/format';
import { type Desk, useModule } from './store';

/** Milliseconds without a key after which what was typed is kept. */
const REST = 500;
/** Bytes of a file that is opened as text. */
const MOST_BYTES = 1024 * 1024;

const NO_TEXT = 'It is no text.';

let timer: ReturnType<typeof setTimeout> | undefined;
/** One write after the other; whether it succeeded is told where it was asked for. */
let writing: Promise<unknown> = Promise.resolve();
/** Grows with every file that is asked for: the last one is opened. */
let asked = 0;

export async function openFile(path: string, line: number | null = null): Promise<void> {
  const { id, desk } = useModule.getState();
  const goTo = line === null ? null : { path, line };
  const turn = ++asked;
  if (desk.phase === 'open' && desk.path === path) return useModule.setState({ goTo });
  // What could not be kept stays on show, with the reason: it would be lost.
  if (desk.phase === 'open' && desk.text !== desk.kept && !(await keepText())) return;
  if (turn !== asked || id !== useModule.getState().id) return;
  useModule.setState({ desk: { phase: 'loading', path }, goTo });
  await load(path);
}

export function closeFile(): void {
  useModule.setState({ desk: { phase: 'none' }, goTo: null });
}

export function type(text: string): void {
  const { desk } = useModule.getState();
  if (desk.phase !== 'open') return;
  useModule.setState({ desk: { ...desk, text } });
  clearTimeout(timer);
  timer = setTimeout(() => void keepText(), REST);
}

/** Resolves once what was typed is kept, or with false where it could not be. */
export function keepText(): Promise<boolean> {
  clearTimeout(timer);
  const { id, desk } = useModule.getState();
  if (id === null || desk.phase !== 'open') return writing.then(() => true);
  if (desk.text === desk.kept) {
    if (desk.trouble !== null) useModule.setState({ desk: { ...desk, trouble: null } });
    return writing.then(keepOvertaken);
  }
  const { path, text } = desk;
  const write = writing.then(() => service.library.writeModuleFile(id, path, new TextEncoder().encode(text)));
  writing = write.catch(() => {});
  const settle = (change: Partial<Extract<Desk, { phase: 'open' }>>) => {
    const { id: now, desk: open } = useModule.getState();
    if (now === id && open.phase === 'open' && open.path === path) useModule.setState({ desk: { ...open, ...change } });
  };
  return write.then(
    () => {
      settle({ kept: text, trouble: null });
      return true;
    },
    (error: unknown) => {
      settle({ trouble: wordsOf(error) });
      return false;
    },
  );
}

/** A write that was under way may have been of something that was typed, and taken back before it was through. */
function keepOvertaken(): boolean | Promise<boolean> {
  const { desk } = useModule.getState();
  return desk.phase !== 'open' || desk.text === desk.kept || keepText();
}

/** The module's files are others now, perhaps this one too. */
export async function refreshFile(): Promise<void> {
  const { desk, files } = useModule.getState();
  if (desk.phase === 'none') return;
  const there = files?.some(({ path }) => path === desk.path);
  if (desk.phase === 'open' && desk.text !== desk.kept) return;
  if (!there) return closeFile();
  if (desk.phase !== 'loading') await load(desk.path);
}

async function load(path: string): Promise<void> {
  const { id, files } = useModule.getState();
  if (id === null) return;
  const isWanted = () => {
    const { id: now, desk } = useModule.getState();
    if (now !== id || desk.phase === 'none' || desk.path !== path) return false;
    // Typed into while it was read anew.
    return desk.phase !== 'open' || desk.text === desk.kept;
  };
  const file = files?.find((one) => one.path === path);
  try {
    if (file && (!file.text || file.bytes > MOST_BYTES)) {
      const why = file.text ? `It has ${formatBytes(file.bytes)}, too much to be edited here.` : NO_TEXT;
      useModule.setState({ desk: { phase: 'closed', path, why } });
      return;
    }
    const text = textIn(await service.library.readModuleFile(id, path));
    if (!isWanted()) return;
    if (text === null) return useModule.setState({ desk: { phase: 'closed', path, why: NO_TEXT } });
    const { desk } = useModule.getState();
    if (desk.phase === 'open' && desk.kept === text) return;
    useModule.setState({ desk: { phase: 'open', path, text, kept: text, trouble: null } });
  } catch (error) {
    if (isWanted()) useModule.setState({ desk: { phase: 'closed', path, why: wordsOf(error) } });
  }
}

/** To the last byte: what could not be read would be lost when the rest is edited. Null for what is no text. */
function textIn(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
