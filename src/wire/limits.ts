// Stated sizes, shared by forms, schemas and messages.

export const MAX_POINTS = 1_000_000;
export const MAX_DIMENSIONS = 16;
export const MAX_COMPONENTS = 20;
export const MAX_EPOCHS = 100_000;
export const MAX_INITS = 100;
export const MAX_LEARNING_RATE = 1e6;
export const MAX_SAMPLES = 100_000;
/** Largest REST body, bytes. */
export const MAX_BODY_BYTES = 135e6;
/** Largest file taken by the REST door, a back-up or a model’s archive, bytes. */
export const MAX_FILE_BYTES = 540e6;
/** Largest magnitude of a coordinate: squares of differences must stay finite. */
export const MAX_COORDINATE = 1e100;
/** Texts in one request to score, and the longest of them in UTF-16 units. */
export const MAX_SCORED_TEXTS = 1000;
export const MAX_REVIEW_CHARACTERS = 2_000_000;
/** Reviews added in one go, and texts of one training. */
export const MAX_REVIEWS_ADDED = 10_000;
export const MAX_TRAIN_TEXTS = 100_000;

/** UTF-16 units of a configuration's text. */
export const MAX_CONFIG_CHARACTERS = 32_768;
/** Configurations of one's own. */
export const MAX_CONFIGS = 500;
