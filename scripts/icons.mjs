// Renders public/icons/icon.svg into the PNG icons of the manifest, in the browser that tests run in.
// Run after changing the SVG: node scripts/icons.mjs

import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from './browser.mjs';

const FOLDER = new URL('../public/icons/', import.meta.url);

/** `margin` is the share of the edge left free: a maskable icon may be cut to its inner 80 % circle. */
const ICONS = [
  { name: 'icon-192.png', size: 192, margin: 0.04, background: 'transparent' },
  { name: 'icon-512.png', size: 512, margin: 0.04, background: 'transparent' },
  { name: 'maskable-512.png', size: 512, margin: 0.2, background: '#ffffff' },
];

const svg = await readFile(new URL('icon.svg', FOLDER), 'utf8');
const executablePath = findBrowser();
const browser = await chromium.launch({ args: [...CHROMIUM_FLAGS], ...(executablePath ? { executablePath } : {}) });
try {
  for (const { name, size, margin, background } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size }, colorScheme: 'light' });
    const inner = Math.round(size * (1 - 2 * margin));
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${background}">
        <div style="width:${inner}px;height:${inner}px">${svg}</div></body>`,
    );
    const png = await page.screenshot({ omitBackground: background === 'transparent' });
    await writeFile(new URL(name, FOLDER), png);
    console.log(`${name}: ${size} × ${size}, ${png.length} bytes`);
    await page.close();
  }
} finally {
  await browser.close();
}
