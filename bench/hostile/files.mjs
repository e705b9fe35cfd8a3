// Files made to harm whoever reads them: a gigabyte packed into a megabyte, in every wrapping, and tables whose quote never closes.

import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw, createGzip } from 'node:zlib';

const CHUNK = 2 ** 24;
const TAR_END = '\0'.repeat(1024);

/** `head`, then the letter "a" until there are so many bytes, then `tail`; packed. */
async function packed(packer, bytes, head = '', tail = '') {
  const filler = Buffer.alloc(CHUNK, 'a');
  function* whole() {
    yield Buffer.from(head);
    for (let left = bytes; left > 0; left -= CHUNK) yield filler.subarray(0, Math.min(left, CHUNK));
    yield Buffer.from(tail);
  }
  const parts = [];
  const collect = new Writable({
    write(part, _encoding, done) {
      parts.push(part);
      done();
    },
  });
  await pipeline(Readable.from(whole()), packer, collect);
  return Buffer.concat(parts);
}

/** A ustar header of a file (Posix.1-1988). */
export function tarHeader(name, bytes) {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.fill(32, 148, 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return header.toString('latin1');
}

/** One file of so many bytes in a zip (PKWARE's APPNOTE 4.3), deflated; its check sum is not worked out. */
async function zipOf(name, bytes) {
  const data = await packed(createDeflateRaw({ level: 9 }), bytes);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(bytes, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), data]);
  const places = Buffer.alloc(14);
  const listed = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, places, Buffer.from(name)]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, listed, Buffer.from('PK\x05\x06'), end]);
}

const gzip = (bytes, head, tail) => packed(createGzip({ level: 9 }), bytes, head, tail);

/**
 * Each { title, path, file, later }: what is handed to which route, and `later` where its outcome is to be waited for. A file is
 * bytes, or { head, letter, bytes } that the page makes of one letter.
 */
export async function hostileFiles(bytes, plainBytes) {
  const size = `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
  const plain = `${Math.round(plainBytes / 1e6)} MB`;
  const dataset = (name) => `reviews/datasets/import?name=${name}`;
  const tar = await gzip(bytes, tarHeader('m/train.py', bytes), TAR_END);
  return [
    { title: `a model archive, .tar.gz, that unpacks to ${size}`, path: 'models/archive', file: tar },
    {
      title: `a back-up that unpacks to ${size}`,
      path: 'restore',
      file: await gzip(bytes, tarHeader('manifest.json', bytes), TAR_END),
    },
    {
      title: `a dataset, .tar.gz, with one text of ${size}`,
      ...{
        path: dataset('bomb.tar.gz'),
        file: await gzip(bytes, tarHeader('pos/0_9.txt', bytes), TAR_END),
        later: true,
      },
    },
    {
      title: `a dataset, .zip, with one text of ${size}`,
      ...{ path: dataset('bomb.zip'), file: await zipOf('pos/0_9.txt', bytes), later: true },
    },
    {
      title: `a dataset, .csv.gz, of ${size}, whose quote never closes`,
      ...{ path: dataset('bomb.csv.gz'), file: await gzip(bytes, 'text,label\n"'), later: true },
    },
    {
      title: `a dataset, .csv, of ${plain}, whose quote never closes`,
      ...{ path: dataset('open.csv'), file: { head: 'text,label\n"', letter: 'a', bytes: plainBytes }, later: true },
    },
    {
      title: `a stream’s table of ${plain}, whose quote never closes`,
      ...{ path: 'stream/files?name=open.csv', file: { head: 'a,b\n"', letter: '1', bytes: plainBytes } },
    },
    {
      title: `metrics of ${plain}, whose quote never closes`,
      ...{ path: 'training/runs/import?name=open', file: { head: 'epoch,step\n"', letter: '1', bytes: plainBytes } },
    },
  ];
}
