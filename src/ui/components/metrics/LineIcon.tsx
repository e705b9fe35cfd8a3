// A line as it is drawn in charts, for legends.

import { MARKER_PATHS, styleOf } from './style';

export function LineIcon({ style: index }: { readonly style: number }) {
  const { colour, dash, marker } = styleOf(index);
  return (
    <svg width={26} height={10} viewBox="0 -5 26 10" aria-hidden="true" style={{ flex: 'none' }}>
      <line x1={0} x2={26} y1={0} y2={0} stroke={colour} strokeWidth={2} strokeDasharray={dash} />
      <path d={MARKER_PATHS[marker]} transform="translate(13 0)" fill={colour} />
    </svg>
  );
}
