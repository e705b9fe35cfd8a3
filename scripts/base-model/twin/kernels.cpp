// The passes over memory that PyTorch 1.13 does slowly on a CPU, fused: softmax of attention with the relative
// bias, forward and backward; cross-entropy over the vocabulary; AdamW. All matrices are bfloat16, row by row,
// sums are float32. Needs AVX-512 with BF16; kernels.py compiles it, and does without it where it does not compile.
#include <immintrin.h>
#include <cmath>
#include <cstdint>
#include <vector>

using bf16 = uint16_t;

static inline __m512 load(const bf16* p, __mmask16 m) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(m, p)), 16));
}

static inline void store(bf16* p, __m512 x, __mmask16 m) {
  _mm256_mask_storeu_epi16(p, m, (__m256i)_mm512_cvtneps_pbh(x));
}

static inline __mmask16 lanes(long left) { return left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1); }

// e^x for x ≤ 0 or so: 2^n · 2^f, f in [−½, ½], a polynomial of degree 5 (relative error about 2e-7).
static inline __m512 exponential(__m512 x) {
  x = _mm512_max_ps(x, _mm512_set1_ps(-87.0f));
  const __m512 t = _mm512_mul_ps(x, _mm512_set1_ps(1.44269504f));
  const __m512 n = _mm512_roundscale_ps(t, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const __m512 f = _mm512_sub_ps(t, n);
  __m512 p = _mm512_set1_ps(1.33335581e-3f);
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(9.61812911e-3f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(5.55041087e-2f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(2.40226507e-1f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.93147181e-1f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1.0f));
  return _mm512_scalef_ps(p, n);
}

extern "C" {

// s[b, a, i, j] ← softmax over j of scale · s + bias[a, j − i + T − 1], in place. bias: float32 [A, 2T − 1].
void attention_softmax(bf16* s, const float* bias, long B, long A, long T, float scale) {
  std::vector<float> row(T + 16);
  const __m512 sc = _mm512_set1_ps(scale);
  for (long ba = 0; ba < B * A; ba++) {
    const float* diagonal = bias + (ba % A) * (2 * T - 1) + T - 1;
    for (long i = 0; i < T; i++) {
      bf16* r = s + (ba * T + i) * T;
      const float* d = diagonal - i;
      __m512 top = _mm512_set1_ps(-INFINITY);
      for (long j = 0; j < T; j += 16) {
        const __mmask16 m = lanes(T - j);
        const __m512 x = _mm512_fmadd_ps(load(r + j, m), sc, _mm512_maskz_loadu_ps(m, d + j));
        _mm512_storeu_ps(row.data() + j, x);
        top = _mm512_mask_max_ps(top, m, top, x);
      }
      const __m512 most = _mm512_set1_ps(_mm512_reduce_max_ps(top));
      __m512 sum = _mm512_setzero_ps();
      for (long j = 0; j < T; j += 16) {
        const __m512 e = exponential(_mm512_sub_ps(_mm512_loadu_ps(row.data() + j), most));
        _mm512_storeu_ps(row.data() + j, e);
        sum = _mm512_mask_add_ps(sum, lanes(T - j), sum, e);
      }
      const __m512 share = _mm512_set1_ps(1.0f / _mm512_reduce_add_ps(sum));
      for (long j = 0; j < T; j += 16)
        store(r + j, _mm512_mul_ps(_mm512_loadu_ps(row.data() + j), share), lanes(T - j));
    }
  }
}

// dp ← scale · ds with ds = p · (dp − Σⱼ p·dp), in place; dbias[a, j − i + T − 1] += ds.
void attention_softmax_backward(const bf16* p, bf16* dp, float* dbias, long B, long A, long T, float scale) {
  const __m512 sc = _mm512_set1_ps(scale);
  for (long ba = 0; ba < B * A; ba++) {
    float* diagonal = dbias + (ba % A) * (2 * T - 1) + T - 1;
    for (long i = 0; i < T; i++) {
      const bf16* r = p + (ba * T + i) * T;
      bf16* g = dp + (ba * T + i) * T;
      float* d = diagonal - i;
      __m512 sum = _mm512_setzero_ps();
      for (long j = 0; j < T; j += 16) {
        const __mmask16 m = lanes(T - j);
        sum = _mm512_fmadd_ps(load(r + j, m), load(g + j, m), sum);
      }
      const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum));
      for (long j = 0; j < T; j += 16) {
        const __mmask16 m = lanes(T - j);
        const __m512 ds = _mm512_mul_ps(load(r + j, m), _mm512_sub_ps(load(g + j, m), mean));
        store(g + j, _mm512_mul_ps(ds, sc), m);
        _mm512_mask_storeu_ps(d + j, m, _mm512_add_ps(_mm512_maskz_loadu_ps(m, d + j), ds));
      }
    }
  }
}

// Mean cross-entropy of logits + bias against y over n rows of V: returns it, and leaves its gradient in logits.
float cross_entropy(bf16* logits, const float* bias, const int64_t* y, float* dbias, long n, long V) {
  std::vector<float> row(V + 16);
  double loss = 0;
  const float weight = 1.0f / n;
  for (long i = 0; i < n; i++) {
    bf16* r = logits + i * V;
    __m512 top = _mm512_set1_ps(-INFINITY);
    for (long j = 0; j < V; j += 16) {
      const __mmask16 m = lanes(V - j);
      const __m512 x = _mm512_add_ps(load(r + j, m), _mm512_maskz_loadu_ps(m, bias + j));
      _mm512_storeu_ps(row.data() + j, x);
      top = _mm512_mask_max_ps(top, m, top, x);
    }
    const float most = _mm512_reduce_max_ps(top);
    const float right = row[y[i]];
    __m512 sum = _mm512_setzero_ps();
    for (long j = 0; j < V; j += 16) {
      const __m512 e = exponential(_mm512_sub_ps(_mm512_loadu_ps(row.data() + j), _mm512_set1_ps(most)));
      _mm512_storeu_ps(row.data() + j, e);
      sum = _mm512_mask_add_ps(sum, lanes(V - j), sum, e);
    }
    const float total = _mm512_reduce_add_ps(sum);
    loss += std::log(total) + most - right;
    const __m512 share = _mm512_set1_ps(weight / total);
    dbias[y[i]] -= weight;
    row[y[i]] -= total;
    for (long j = 0; j < V; j += 16)
      store(r + j, _mm512_mul_ps(_mm512_loadu_ps(row.data() + j), share), lanes(V - j));
    row[y[i]] += total;
    for (long j = 0; j < V; j++) dbias[j] += row[j] * weight / total;
  }
  return (float)(loss / n);
}

// AdamW with decoupled decay (Loshchilov & Hutter 2019) over one flat buffer; c1, c2: 1 − βᵗ. Keeps an average too.
void adamw(float* p, const float* g, float* m, float* v, const float* decay, float* average, long n, float lr, float b1,
           float b2, float eps, float c1, float c2, float clip, float keep) {
  for (long i = 0; i < n; i++) {
    const float x = g[i] * clip;
    m[i] = b1 * m[i] + (1 - b1) * x;
    v[i] = b2 * v[i] + (1 - b2) * x * x;
    p[i] -= lr * (m[i] / c1 / (std::sqrt(v[i] / c2) + eps) + decay[i] * p[i]);
    average[i] = keep * average[i] + (1 - keep) * p[i];
  }
}
}
