// What scripts/twins.mjs makes of some imports.

declare module '*?base64' {
  const text: string;
  export default text;
}

declare module 'virtual:twins/*' {
  /** Texts by path from the module's folder. */
  const scripts: Readonly<Record<string, string>>;
  export default scripts;
}
