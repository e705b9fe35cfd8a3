export const CHROMIUM_FLAGS: readonly string[];
export function findBrowser(): string | undefined;
export function findTestBrowser(): string | undefined;
export function ensureBrowser(): void;
