// What hyper-parameters are called in all forms: the plain word, and the field's name for it, which is scikit-learn's where
// it has one. For a <Term>.

export const TERMS = {
  /** Times that all examples are gone through. */
  epochs: { word: 'Passes', term: 'epochs' },
  /** Of a mixture, which counts iterations of EM, of all its points, or steps. */
  iterations: { word: 'Iterations at most', term: 'epochs' },
  learning_rate: { word: 'Step size', term: 'learning_rate' },
  /** What one step learns from. */
  batch_size: { word: 'Examples a step', term: 'batch_size' },
  n_components: { word: 'Groups', term: 'n_components' },
  seed: { word: 'Seed', term: 'seed' },
} as const;
