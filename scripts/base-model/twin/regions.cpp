// A convolutional network over one-hot words with maximum pooling (Johnson & Zhang 2015), for regions.py. Of a text only the
// regions that won have a gradient, so a step touches few numbers. Weights are [word][place in the region][FILTERS], the row of
// word `vocabulary` all zeros: for words that are not known.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <vector>

namespace {

constexpr int FILTERS = 1024;

struct Random {
    uint64_t state;
    float unit() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<float>(state >> 40) * 0x1p-24f;
    }
};

/// What one text comes to: its strongest region for each filter, pooled and at a length below 1.
struct Pass {
    alignas(64) float best[FILTERS], pooled[FILTERS];
    alignas(64) int32_t where[FILTERS];
    float scale;

    void run(const float* weights, const float* bias, const int32_t* words, int64_t n, int region) {
        std::fill_n(best, FILTERS, -1e30f);
        std::fill_n(where, FILTERS, 0);
        const int64_t last = std::max<int64_t>(1, n - region + 1);
        for (int64_t t = 0; t < last; t++) {
            const float* rows[8];
            const int here = static_cast<int>(std::min<int64_t>(region, n - t));
            for (int j = 0; j < here; j++) rows[j] = weights + (static_cast<int64_t>(words[t + j]) * region + j) * FILTERS;
            for (int f = 0; f < FILTERS; f++) {
                float sum = 0;
                for (int j = 0; j < here; j++) sum += rows[j][f];
                const bool more = sum > best[f];
                best[f] = more ? sum : best[f];
                where[f] = more ? static_cast<int32_t>(t) : where[f];
            }
        }
        float square = 1;
        for (int f = 0; f < FILTERS; f++) {
            pooled[f] = std::max(0.0f, best[f] + bias[f]);
            square += pooled[f] * pooled[f];
        }
        scale = 1 / std::sqrt(square);
        for (int f = 0; f < FILTERS; f++) pooled[f] *= scale;
    }
};

/// Duchi, Hazan & Singer 2011.
void adagrad(float& value, float& squares, float gradient, float rate) {
    squares += gradient * gradient;
    value -= rate * gradient / (std::sqrt(squares) + 1e-6f);
}

}  // namespace

extern "C" {

int filters() { return FILTERS; }

/// Text k has the words words[first[k] … last[k]). `parameters`: weights, biases, the FILTERS + 1 numbers of the classifier;
/// `squares`: Adagrad's sums for each of the three. Returns the mean loss.
double epoch(float** parameters, float** squares, const int32_t* words, const int64_t* first, const int64_t* last,
             const int32_t* order, int64_t count, const float* target, const float* weight, int region, int vocabulary,
             float rate, float kept, uint64_t seed) {
    auto [weights, bias, top] = std::tuple{parameters[0], parameters[1], parameters[2]};
    auto [weightSquares, biasSquares, topSquares] = std::tuple{squares[0], squares[1], squares[2]};
    Random random{seed * 0x9e3779b97f4a7c15ull + 0x1234567ull};
    static Pass pass;
    std::vector<float> mask(FILTERS), slope(FILTERS);
    double loss = 0;
    for (int64_t at = 0; at < count; at++) {
        const int64_t k = order[at], n = last[k] - first[k];
        const int32_t* its = words + first[k];
        pass.run(weights, bias, its, n, region);
        float logit = top[FILTERS];
        for (int f = 0; f < FILTERS; f++) {
            mask[f] = random.unit() < kept ? 1 / kept : 0;
            logit += top[f] * pass.pooled[f] * mask[f];
        }
        const float chance = 1 / (1 + std::exp(-logit));
        loss += weight[k] * (std::log1p(std::exp(-std::fabs(logit))) + std::max(logit, 0.0f) - logit * target[k]);
        const float error = weight[k] * (chance - target[k]);
        float along = 0;
        for (int f = 0; f < FILTERS; f++) {
            slope[f] = error * top[f] * mask[f];
            along += slope[f] * pass.pooled[f];
        }
        for (int f = 0; f < FILTERS; f++) {
            if (pass.pooled[f] <= 0) continue;
            const float gradient = pass.scale * (slope[f] - pass.pooled[f] * along);
            adagrad(top[f], topSquares[f], error * pass.pooled[f] * mask[f], rate);
            adagrad(bias[f], biasSquares[f], gradient, rate);
            for (int j = 0; j < region && pass.where[f] + j < n; j++) {
                const int32_t word = its[pass.where[f] + j];
                if (word == vocabulary) continue;
                const int64_t place = (static_cast<int64_t>(word) * region + j) * FILTERS + f;
                adagrad(weights[place], weightSquares[place], gradient, rate);
            }
        }
        adagrad(top[FILTERS], topSquares[FILTERS], error, rate);
    }
    return loss / count;
}

void predict(float** parameters, const int32_t* words, const int64_t* first, const int64_t* last, int64_t count, int region,
             float* logits) {
    static Pass pass;
    for (int64_t k = 0; k < count; k++) {
        pass.run(parameters[0], parameters[1], words + first[k], last[k] - first[k], region);
        float logit = parameters[2][FILTERS];
        for (int f = 0; f < FILTERS; f++) logit += parameters[2][f] * pass.pooled[f];
        logits[k] = logit;
    }
}

}  // extern "C"
