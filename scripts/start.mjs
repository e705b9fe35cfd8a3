// `npm start`: installs if needed, builds, serves the app and prints its address.

import { execFileSync, spawn } from 'node:child_process';
import { ensureInstalled, ROOT } from './install.mjs';

ensureInstalled();
execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });

const vite = ['node_modules/vite/bin/vite.js', 'preview', ...process.argv.slice(2)];
const server = spawn(process.execPath, vite, { cwd: ROOT, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
