// One run: its curves, its figures, its configuration and what came of it.

import { Head } from '../Head';

export function RunView({ id }: { readonly id: string }) {
  return (
    <>
      <Head view="run" />
      <h2>{id}</h2>
    </>
  );
}
