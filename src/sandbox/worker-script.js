// The first script of a sandbox's worker, as it stands. It is handed scripts, makes blobs of them, and runs them one after
// the other: ours, which then take commands from outside, and the module's when they are told to.
(() => {
  const scope = self;
  const post = scope.postMessage.bind(scope);
  /** Paths of the module's scripts by their addresses. */
  const names = new Map();

  const run = async (files) => {
    const urls = new Map();
    let exports = {};
    for (const { path, pieces } of files) {
      const text = pieces.map((piece) => (typeof piece === 'string' ? piece : urls.get(piece.target))).join('');
      const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      urls.set(path, url);
      names.set(url, path);
      try {
        exports = await import(url);
      } catch (error) {
        throw { path, error };
      }
    }
    return exports;
  };

  const console = (logger) => {
    const write =
      (level) =>
      (...values) =>
        logger.log(values.map(String).join(' '), level ? { level } : {});
    const [plain, debug, warn, error] = [undefined, 'DEBUG', 'WARNING', 'ERROR'].map(write);
    return { log: plain, info: plain, debug, warn, error };
  };

  const commands = [];
  let take = (command) => commands.push(command);
  const begin = async ({ inside, own }) => {
    const { start } = await run(inside);
    names.clear();
    start({
      post,
      names,
      evaluate: () => run(own),
      onCommand(listener) {
        take = listener;
        commands.forEach(listener);
      },
      onUncaught(listener) {
        const listen = (kind, error) =>
          scope.addEventListener(kind, (event) => {
            event.preventDefault();
            listener(error(event));
          });
        listen('error', (event) => event.error ?? event.message);
        listen('unhandledrejection', (event) => event.reason);
      },
      replaceConsole(logger) {
        scope.console = console(logger);
      },
    });
  };
  scope.addEventListener('message', function first({ data }) {
    scope.removeEventListener('message', first);
    scope.addEventListener('message', ({ data }) => take(data));
    begin(data).catch((error) =>
      setTimeout(() => {
        throw error.error ?? error;
      }),
    );
  });
})();
