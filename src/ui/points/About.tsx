// "What am I looking at?" on the Points page, in words.

export const EXPLANATION = (
  <>
    Every dot is a row of your data, and the ellipses are groups that together try to explain where the dots are: each
    group is a bell-shaped hill (a Gaussian) with a weight, a centre and a shape. A fit goes round and round in two
    steps: ask every dot how likely it came from each group, then move every group to the dots it got. The number it
    climbs is the log-likelihood: how well the groups together explain all the dots.
  </>
);
