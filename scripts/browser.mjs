// Finds the Chromium that browser tests and benchmarks run in, and installs one where there is none.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Software WebGPU and WebGL, and none of the browser's own network traffic. */
export const CHROMIUM_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of an installed browser, or undefined: then Playwright looks for its own download. */
export function findBrowser() {
  const named = process.env.MILLRACE_BROWSER;
  if (named) return named;
  return CANDIDATES.find((path) => existsSync(path));
}

/** Makes sure that there is a browser: the installed one, else the distribution's, else Playwright's download. */
export function ensureBrowser() {
  if (findBrowser()) return;
  const apt = spawnSync('apt-get', ['--version']).status === 0;
  if (apt && process.getuid?.() === 0) {
    console.log('No Chromium found: installing the distribution’s.');
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'inherit', env });
    if (findBrowser()) return;
  }
  console.log('No Chromium found: asking Playwright for its own.');
  execFileSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' });
}
