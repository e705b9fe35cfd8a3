// Smoothing of curves, as TensorBoard does it.

/**
 * Debiased exponential moving average: m_t = w·m_{t−1} + (1 − w)·y_t, divided by 1 − w^t, so that the start at zero does not
 * pull it down (Kingma & Ba, 2015, §3; TensorBoard's `resmoothDataset`). NaN and infinities stay as they are and count for
 * nothing; a constant stays exactly what it is.
 *
 * @param weight w, from 0 (none) to below 1.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight === 0 || values.every((value) => value === values[0])) return values.slice();
  const smoothed = new Float64Array(values.length);
  let mean = 0;
  let bias = 1;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      smoothed[i] = value;
      return;
    }
    mean = weight * mean + (1 - weight) * value;
    bias *= weight;
    smoothed[i] = mean / (1 - bias);
  });
  return smoothed;
}
