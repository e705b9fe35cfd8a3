// Texts as archives, CSV and JSON lines: whole, read back the same, and harmless in a spreadsheet.

import { createTarDecoder } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { writeArchive, writeCsv, writeJsonLines } from './write';

async function unpack(blob: Blob): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const tar = blob.stream().pipeThrough(new DecompressionStream('gzip')) as ReadableStream<Uint8Array>;
  for await (const entry of tar.pipeThrough(createTarDecoder())) {
    files.set(entry.header.name, await new Response(entry.body as ReadableStream<Uint8Array<ArrayBuffer>>).text());
  }
  return files;
}

describe('texts written', () => {
  it('to an archive have a file each, whole, whatever they hold', async () => {
    const texts = ['', 'plain', 'größer – 😀 שלום', 'x'.repeat(100_000)];
    async function* files() {
      for (const [i, text] of texts.entries()) yield { path: `pos/${i}.txt`, text };
    }
    const found = await unpack(await writeArchive(files()));
    expect([...found]).toEqual(texts.map((text, i) => [`pos/${i}.txt`, text]));
  });

  it('to an archive say so when the texts cannot be read', async () => {
    async function* files() {
      yield { path: 'a.txt', text: 'a' };
      throw new Error('gone');
    }
    await expect(writeArchive(files())).rejects.toThrow('gone');
  });

  it('to CSV keep commas, quotes and line breaks, and run nothing in a spreadsheet', async () => {
    const rows = [
      ['a, "b"\nc', 1, null],
      ['=HYPERLINK("x")', 0.5, 'ok'],
      ['\r=1+1', -2, '＝1'],
    ];
    const text = await (await writeCsv(['text', 'score', 'note'], rows)).text();
    const lines = text.replace('\ufeff', '').split('\r\n');
    expect(lines[0]).toBe('text,score,note');
    expect(text).toContain('"a, ""b""\nc",1,\r\n');
    expect(text).toContain('"\'=HYPERLINK(""x"")",0.5,ok\r\n');
    expect(text).toContain('"\'\r=1+1",-2,\'＝1\r\n');
  });

  it('to JSON lines come back as they were', async () => {
    const rows = [
      { text: 'a\nb', label: 1 },
      { text: '\u2028"', label: null },
    ];
    const lines = (await (await writeJsonLines(rows)).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
  });
});
