// Several runs beside each other.

import { Head } from '../Head';

export function CompareView(_: { readonly ids: readonly string[] }) {
  return <Head view="compare" />;
}
