// Files out of the one that holds the build's texts for offline use (scripts/offline-pack.mjs writes it).

/** What the pack's first line says: by a file's path from the app's root, where it lies in what follows that line, in bytes. */
interface Index {
  readonly files: Readonly<Record<string, { readonly type: string; readonly start: number; readonly end: number }>>;
}

/** Bytes read at once in search of the end of the first line. */
const STEP = 64 * 1024;
const NEWLINE = 10;

export interface Pack {
  /** Null for what is not in it, and where the pack itself is not there. */
  file(path: string): Promise<Response | null>;
}

/** `open`: the pack as it is stored, or undefined. Asked for each file: what is stored may go at any time. */
export function openPack(open: () => Promise<Response | undefined>): Pack {
  let known: { readonly index: Index; readonly body: number } | null = null;
  return {
    async file(path) {
      if (known && !Object.hasOwn(known.index.files, path)) return null;
      const pack = await (await open())?.blob();
      if (!pack) return null;
      known ??= await readIndex(pack);
      if (!Object.hasOwn(known.index.files, path)) return null;
      const { type, start, end } = known.index.files[path]!;
      return new Response(pack.slice(known.body + start, known.body + end), { headers: { 'Content-Type': type } });
    },
  };
}

async function readIndex(pack: Blob): Promise<{ index: Index; body: number }> {
  for (let size = STEP; ; size *= 2) {
    const head = new Uint8Array(await pack.slice(0, size).arrayBuffer());
    const end = head.indexOf(NEWLINE);
    if (end >= 0) return { index: JSON.parse(new TextDecoder().decode(head.subarray(0, end))), body: end + 1 };
    if (size >= pack.size) throw new Error('The stored app cannot be read: its list of files does not end.');
  }
}
