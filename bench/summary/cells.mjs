// What tables of measurements share.

export const isOurs = ([label]) => /^Millrace/.test(label);

export const number = (value, digits = 3) =>
  value === null || value === undefined ? '–' : Number(value.toPrecision(digits));

export const list = (items = []) => (Array.isArray(items) ? items : []);
