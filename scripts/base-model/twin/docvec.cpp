// One pass of learning document vectors by cosine similarity with n-gram vectors (Thongtan & Phienthrakul 2019),
// for docvec.py and phrases.py. Both tables are [rows, WIDTH] float32; AVX-512 or AVX2 by the compiler's own vectorising.

#include <cmath>
#include <cstdint>

#ifndef WIDTH
#define WIDTH 320
#endif

namespace {

constexpr float ALPHA = 6.0f;

struct Random {
    uint64_t state;
    uint32_t next() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<uint32_t>(state >> 32);
    }
    float unit() { return static_cast<float>(next() >> 8) * 0x1p-24f; }
};

/// Pulls document d and n-gram w together (label 1) or apart (0): a step down −ln σ(±α cos(d, w)).
void step(float* __restrict d, float* __restrict w, float& squareD, float label, float rate, bool frozen) {
    float dot = 0, squareW = 0;
    for (int i = 0; i < WIDTH; i++) {
        dot += d[i] * w[i];
        squareW += w[i] * w[i];
    }
    const float norms = 1.0f / std::sqrt(squareD * squareW);
    const float cosine = dot * norms;
    const float gain = rate * ALPHA * (label - 1.0f / (1.0f + std::exp(-ALPHA * cosine)));
    const float across = gain * norms, alongD = gain * cosine / squareD, alongW = gain * cosine / squareW;
    float grown = 0;
    if (frozen) {
        for (int i = 0; i < WIDTH; i++) {
            d[i] += across * w[i] - alongD * d[i];
            grown += d[i] * d[i];
        }
    } else {
        for (int i = 0; i < WIDTH; i++) {
            const float di = d[i], wi = w[i];
            d[i] = di + across * wi - alongD * di;
            w[i] = wi + across * di - alongW * wi;
            grown += d[i] * d[i];
        }
    }
    squareD = grown;
}

}  // namespace

extern "C" {

int width() { return WIDTH; }

/// One epoch over the documents in `order`. Document k has the n-grams grams[offsets[k] … offsets[k + 1]); each is
/// taken with probability keep[gram], against `negatives` draws from `table`. From `firstFrozen` on in number,
/// documents only find their own place: the n-grams stay as they are.
void epoch(float* documents, float* vectors, const int32_t* grams, const int64_t* offsets, const float* keep,
           const int32_t* table, int64_t tableSize, const int32_t* order, int64_t count, const uint8_t* frozen,
           int negatives, float rate, uint64_t seed) {
    Random random{seed * 0x9e3779b97f4a7c15ull + 0x1234567ull};
    for (int64_t at = 0; at < count; at++) {
        const int64_t k = order[at];
        float* d = documents + k * WIDTH;
        float square = 0;
        for (int i = 0; i < WIDTH; i++) square += d[i] * d[i];
        for (int64_t j = offsets[k]; j < offsets[k + 1]; j++) {
            const int32_t gram = grams[j];
            if (random.unit() >= keep[gram]) continue;
            int32_t drawn[16];
            for (int n = 0; n < negatives; n++) {
                drawn[n] = table[random.next() % tableSize];
                const float* w = vectors + static_cast<int64_t>(drawn[n]) * WIDTH;
                for (int line = 0; line < WIDTH; line += 16) __builtin_prefetch(w + line);
            }
            step(d, vectors + static_cast<int64_t>(gram) * WIDTH, square, 1.0f, rate, frozen[k]);
            for (int n = 0; n < negatives; n++) {
                if (drawn[n] == gram) continue;
                step(d, vectors + static_cast<int64_t>(drawn[n]) * WIDTH, square, 0.0f, rate, frozen[k]);
            }
        }
    }
}
}
