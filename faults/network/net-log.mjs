// Chromium's own log of its network (net-export), read: every request that reached the network stack, every name that was
// looked up and every address that was connected to, by pages, frames, workers, the service worker and the browser itself.
// A request names its initiator: a page's is an origin (that of a sandbox is "null"); the browser's own have none.

import { readFileSync } from 'node:fs';

/** A browser that is ended leaves the log without its last bracket. */
function parsed(path) {
  const text = readFileSync(path, 'utf8').trimEnd();
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(`${text.replace(/,$/, '')}]}`);
  }
}

const nameOf = (table, value) => Object.keys(table).find((name) => table[name] === value) ?? String(value);

/** @param stopped milliseconds since 1970: `late` lists what was asked for after it */
export function readNetLog(path, stopped) {
  const { constants, events } = parsed(path);
  const [requests, own] = [new Map(), new Map()];
  const names = new Map();
  const connections = new Map();
  const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  const begins = constants.logEventPhase.PHASE_BEGIN;
  const seen = new Set();
  const late = [];
  for (const { type, phase, params, source, time } of events) {
    const name = nameOf(constants.logEventTypes, type);
    if (name === 'URL_REQUEST_START_JOB' && params?.url && !seen.has(`${source.id} ${params.url}`)) {
      seen.add(`${source.id} ${params.url}`);
      const { protocol, origin } = new URL(params.url);
      const to = protocol.startsWith('http') || protocol.startsWith('ws') ? origin : protocol;
      const byPage = params.initiator !== undefined && params.initiator !== 'not an origin';
      count(byPage ? requests : own, to);
      if (byPage && stopped > 0 && Number(time) + constants.timeTickOffset > stopped) late.push(params.url);
    }
    if (name === 'HOST_RESOLVER_MANAGER_REQUEST' && phase === begins && params?.host) count(names, String(params.host));
    if (name === 'TCP_CONNECT_ATTEMPT' && phase === begins && params?.address) count(connections, params.address);
    if (name === 'UDP_CONNECT' && phase === begins && params?.address) count(connections, `${params.address} (UDP)`);
  }
  const plain = (map) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    events: events.length,
    late,
    requests: plain(requests),
    browser: plain(own),
    names: plain(names),
    connections: plain(connections),
  };
}
