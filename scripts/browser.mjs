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

const WHOLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The same engine without windows to draw: it starts at half the cost, and every test starts a profile of its own. */
const SHELL = '/usr/bin/chromium-headless-shell';

const first = (paths) => process.env.MILLRACE_BROWSER || paths.find((path) => existsSync(path));

/** Path of an installed browser, or undefined: then Playwright looks for its own download. */
export const findBrowser = () => first([...WHOLE, SHELL]);

/** The same, of the one that the browser tests run in. */
export const findTestBrowser = () => first([SHELL, ...WHOLE]);

/** Makes sure that there is one to test in: the distribution's shell or whole browser, else Playwright's download. */
export function ensureBrowser() {
  if (process.env.MILLRACE_BROWSER || existsSync(SHELL)) return;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('Installing the distribution’s Chromium for the tests.');
    apt('update');
    // Pages are laid out by its fonts.
    if (apt('install', '-y', 'chromium-headless-shell', 'fonts-liberation')) return;
    if (!findBrowser()) apt('install', '-y', 'chromium');
  }
  if (findBrowser()) return;
  console.log('No Chromium found: asking Playwright for its own.');
  execFileSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' });
}

function apt(command, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', [command, '-qq', ...args], { stdio: 'inherit', env }).status === 0;
}
