// Modules packed with options: what lies beside the module's folder stays beside it.

import { describe, expect, it } from 'vitest';
import { ARCHIVE_LIMITS, readArchive, writeArchive } from '../../ml/modules';
import { bytesOf } from './library.fixture';
import { archiveOf } from './packing';

const MANIFEST = { module: 'code', servingScript: 'serve.py', author: 'me' };
const FILES = ['code/serve.py', 'code/lib/a.py', 'code.txt', 'README.md', 'logs/one.log', 'shared/names.json'];
const files = new Map(FILES.map((path) => [path, bytesOf(path)]));

async function packed(request: Parameters<typeof archiveOf>[0]['request'], given = files) {
  const archive = await archiveOf({ kind: 'module', files: given, manifest: MANIFEST, request });
  const file = await new Response(writeArchive(archive)).blob();
  return readArchive(file, ARCHIVE_LIMITS);
}

const textIn = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('a module', () => {
  it('keeps what lies outside of its folder, whatever it is packed with', async () => {
    for (const request of [{ logDirectory: 'out' }, { manifest: { ...MANIFEST, enableTensorboard: true } }]) {
      const { files: all } = await packed(request);
      expect([...all.keys()]).toEqual([...FILES, 'code/requirements.txt'].sort());
      for (const path of FILES) expect(textIn(all.get(path))).toBe(path);
    }
  });

  it('goes to another folder alone', async () => {
    const { manifest, files: all } = await packed({ module: 'src/new' });
    expect(manifest).toMatchObject({ module: 'src/new', servingScript: 'serve.py', extra: { author: 'me' } });
    const moved = ['src/new/lib/a.py', 'src/new/requirements.txt', 'src/new/serve.py'];
    expect([...all.keys()]).toEqual(['README.md', 'code.txt', 'logs/one.log', 'shared/names.json', ...moved]);
    expect(textIn(all.get('src/new/lib/a.py'))).toBe('code/lib/a.py');
    const { files: atRoot } = await packed({ module: '' });
    expect(atRoot.has('serve.py') && atRoot.has('shared/names.json')).toBe(true);
  });

  it('is refused where it would come to lie on what is there', async () => {
    const twice = new Map([...files, ['code/README.md', bytesOf('own')] as const]);
    await expect(packed({ module: '' }, twice)).rejects.toMatchObject({
      ...{ name: 'ArchiveError', field: 'module', entry: 'README.md' },
      message: '“README.md” is there already, beside the module: name another folder for it.',
    });
    await expect(packed({ module: 'README.md' })).rejects.toMatchObject({ name: 'ArchiveError', reason: 'duplicate' });
  });
});
