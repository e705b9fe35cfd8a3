// All runs, and the one that is on.

import { Head } from '../Head';

export function TableView(_: { readonly config: string | null }) {
  return <Head view="table" />;
}
