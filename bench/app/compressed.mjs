// The built app as hosts send it: texts compressed. What `vite preview` sends as it is goes through this once.

import { createServer, request } from 'node:http';
import { brotliCompressSync, constants } from 'node:zlib';

const TEXTS = /javascript|css|html|json|svg|wasm|text/;

/** A server in front of `url` that compresses by Brotli; `close` ends it. */
export async function compressed(url) {
  const kept = new Map();
  const server = createServer((incoming, outgoing) => {
    // As it is: what came compressed already would be compressed twice.
    const headers = { ...incoming.headers, host: new URL(url).host, 'accept-encoding': 'identity' };
    const inner = request(new URL(incoming.url, url), { method: incoming.method, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => send(outgoing, answer, incoming.url, Buffer.concat(parts), kept));
    });
    inner.on('error', () => outgoing.destroy());
    incoming.pipe(inner);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

function send(outgoing, { statusCode, headers }, path, body, kept) {
  const fits = statusCode === 200 && TEXTS.test(headers['content-type'] ?? '');
  if (!fits) {
    outgoing.writeHead(statusCode, headers).end(body);
    return;
  }
  const small = kept.get(path) ?? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  kept.set(path, small);
  const { 'content-length': _length, 'transfer-encoding': _chunked, ...rest } = headers;
  outgoing.writeHead(200, { ...rest, 'content-encoding': 'br', 'content-length': small.length }).end(small);
}
