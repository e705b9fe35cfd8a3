// What was seen, as JSON, as a table, and as a list of what should not have been.

/** Looking for a new version of the service worker is the browser's own, and needs no answer. */
const LOOKING_FOR_NEWER = /\/sw\.js$/;

export function networkReport(seen, log, completed) {
  const { origin, stopped } = seen;
  const own = (where) => where === origin || where === 'blob:' || where === 'data:';
  // The browser asks its maker for things of its own (autofill, updates): it looks those names up.
  const hosts = [origin, ...Object.keys(log.browser).filter((where) => where.includes('//'))].map(
    (one) => new URL(one).hostname,
  );
  const known = (name) => hosts.some((host) => name.includes(host));
  const late = log.late.filter((url) => url.startsWith('http') && !LOOKING_FOR_NEWER.test(url));
  const faults = [
    ...(completed ? [] : ['not every flow came to its end']),
    ...Object.keys(log.requests)
      .filter((where) => !own(where))
      .map((where) => `requests to ${where}`),
    ...Object.keys(log.names)
      .filter((name) => !known(name))
      .map((name) => `looked up ${name}`),
    ...seen.breaches.map((what) => `policy: ${what}`),
    ...(stopped > 0 ? [] : ['the host was not stopped']),
    ...late.map((url) => `asked of a host that was gone: ${url}`),
    ...seen.failed.filter((what) => !/\/sw\.js: /.test(what)).map((what) => `failed: ${what}`),
    ...seen.errors.filter((what) => !/sw\.js|ERR_CONNECTION_REFUSED/.test(what)).map((what) => `error: ${what}`),
  ];
  const json = { ...seen, log, faults, command: 'npm run network' };
  return { json, faults, markdown: markdown(seen, log, faults) };
}

const count = (value) => value.toLocaleString('en');
const listed = (items, none) => (items.length === 0 ? none : items.map((item) => `- ${item}`).join('\n'));

function markdown(seen, log, faults) {
  const { origin, flows, asked, askedWhileInstalled } = seen;
  const named = (where) => where.replaceAll(origin, 'own origin');
  const rows = flows.map(({ name, requests, seconds }) => {
    const made = Object.entries(requests).map(([where, n]) => `${named(where)}: ${count(n)}`);
    return `| ${name} | ${made.join(', ') || 'none'} | ${seconds} |`;
  });
  const table = (counts) => Object.entries(counts).map(([where, n]) => `| ${named(where)} | ${count(n)} |`);
  return `# Nothing leaves

\`npm run network\` goes through every flow of the built app in a real browser, twice: once from a host with the app's headers, and,
after everything is deleted, once more with the host stopped. Watched are the browser's own log of its network (every request that
reaches the network stack, every name looked up, every address connected to, by pages, frames, workers, the service worker and the
browser itself), the requests that pages and the service worker make, breaches of the Content-Security-Policy in documents and on
the console of every thread, and errors.

${faults.length === 0 ? `${flows.length} flows: nothing went elsewhere, the policy was not breached, and without the host nothing was asked for or missed.` : `**${faults.length} faults:**\n\n${listed(faults, '')}`}

## What reached the network

Requests of pages, frames, workers and the service worker, by where they went:

| requests to | number |
|---|---:|
${table(log.requests).join('\n')}

Requests of the browser itself, which no page has a say in (a page that is opened; and what Chromium asks its maker for: autofill,
updates, sign-in; here without an answer):

| requests to | number |
|---|---:|
${table(log.browser).join('\n')}

The host was asked for ${count(askedWhileInstalled)} files until the app was installed, and for ${count(asked.length - askedWhileInstalled)} in all flows after
that${asked.length > askedWhileInstalled ? ` (${[...new Set(asked.slice(askedWhileInstalled))].slice(0, 8).join(', ')})` : ''}. After it was stopped, pages and workers tried ${count(log.late.length)} times to reach it${log.late.length > 0 ? `: ${[...new Set(log.late.map((url) => new URL(url).pathname))].join(', ')} (a look for a newer service worker)` : ''}.

## Flows

Requests as pages, workers and the service worker make them; the service worker answers those of pages and workers from its cache.

| flow | requests | seconds |
|---|---|---:|
${rows.join('\n')}
`;
}
