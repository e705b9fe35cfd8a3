// Files that are no text stay closed in a module's editor, and text that could not be kept stays open.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_MODULE, useModule } from './store';

const files = new Map<string, Uint8Array>();
const written = vi.fn(async () => {});

vi.mock('../../../client', () => ({
  service: {
    library: {
      readModuleFile: async (_: string, path: string) => files.get(path),
      writeModuleFile: () => written(),
    },
  },
}));

const { keepText, openFile, type } = await import('./desk');

const long = new TextEncoder().encode('x,y\n'.repeat(20_000));

async function opened(path: string, bytes: Uint8Array) {
  files.set(path, bytes);
  useModule.setState({ ...NO_MODULE, id: 'm', files: [{ path, bytes: bytes.length, text: true }] });
  await openFile(path);
  return useModule.getState().desk;
}

beforeEach(() => written.mockClear());

describe('a file that begins as a text', () => {
  it.each([
    ['bytes that are no UTF-8', [0xff, 0xfe]],
    ['a character that is cut at its end', [0xe2, 0x82]],
    ['a zero', [0]],
  ])('and has %s further on stays closed, and as it is', async (_, odd) => {
    const desk = await opened('data.csv', Uint8Array.of(...long, ...odd));
    expect(desk).toEqual({ phase: 'closed', path: 'data.csv', why: 'It is no text.' });
    expect(await keepText()).toBe(true);
    expect(written).not.toHaveBeenCalled();
  });

  it('and is one is opened whole, its byte order mark too', async () => {
    const desk = await opened('data.csv', Uint8Array.of(0xef, 0xbb, 0xbf, ...long));
    if (desk.phase !== 'open') throw new Error(`It is ${desk.phase}.`);
    expect(desk.text).toBe(`\uFEFF${'x,y\n'.repeat(20_000)}`);
  });
});

describe('what could not be kept', () => {
  const text = (content: string) => new TextEncoder().encode(content);

  it('stays open with the reason where another file is asked for, and is not forgotten', async () => {
    await opened('a.py', text('a'));
    files.set('b.py', text('b'));
    type('typed');
    written.mockRejectedValue(new Error('The disk is full.'));
    await openFile('b.py');
    expect(useModule.getState().desk).toMatchObject({ path: 'a.py', text: 'typed', trouble: 'The disk is full.' });
    expect(await keepText()).toBe(false);
    written.mockResolvedValue(undefined);
    await openFile('b.py');
    expect(useModule.getState().desk).toMatchObject({ phase: 'open', path: 'b.py', text: 'b' });
  });

  it('is no trouble any more once it was taken back', async () => {
    await opened('a.py', text('a'));
    type('typed');
    written.mockRejectedValueOnce(new Error('The disk is full.'));
    expect(await keepText()).toBe(false);
    type('a');
    expect(await keepText()).toBe(true);
    expect(useModule.getState().desk).toMatchObject({ trouble: null });
  });
});
