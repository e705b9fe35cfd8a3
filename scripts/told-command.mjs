// How a report names the command that made it.

/** "npm run bench -- --only text --dist …": as somebody else would write it, whose folders are their own. */
export function toldCommand(script, args) {
  const words = args.map((word, i) => (/^--(data|dist|out)$/.test(args[i - 1] ?? '') ? '…' : word));
  return [`npm run ${script}`, ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
}
