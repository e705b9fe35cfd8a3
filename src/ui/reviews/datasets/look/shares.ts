// The shares of training, validation and test, as two marks on one line of a hundred.

/** Where the training part ends and where the validation part ends, in per cent; the rest is the test part. */
export interface Shares {
  readonly train: number;
  readonly validation: number;
}

export const DEFAULT_SHARES: Shares = { train: 80, validation: 90 };

export interface WantedShares {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Together 1. Where the test part is kept, training and validation share what is left. */
export function sharesOf({ train, validation }: Shares, keepTest: boolean): WantedShares {
  if (keepTest) return { train: train / 100, validation: (100 - train) / 100, test: 0 };
  return { train: train / 100, validation: (validation - train) / 100, test: (100 - validation) / 100 };
}

export function shareWords({ train, validation, test }: WantedShares, keepTest: boolean): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  if (keepTest) return `Of the rest: training ${percent(train)}, validation ${percent(validation)}`;
  return `Training ${percent(train)}, validation ${percent(validation)}, test ${percent(test)}`;
}
