// The mark: a mill wheel whose buckets run round a bell curve.

export function Logo({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle
        cx="16"
        cy="16"
        r="13.5"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="3"
        strokeDasharray="4.9 2.169"
        strokeDashoffset="2.45"
      />
      <path d="M5.5 22.2C10.6 22.2 11.6 8.6 16 8.6S21.400 22.2 26.500 22.2Z" fill="var(--accent)" />
    </svg>
  );
}
