// Twelve short texts to try labelling on: some plain, some mixed, some that say little. Written for this page.

export const SAMPLES: readonly string[] = [
  'Ordered on Monday, here on Tuesday, and the lamp is even nicer than in the picture. Delighted.',
  'The staff were kind and explained every step. I was still nervous, but much less than before.',
  'Two hours on hold, then the line went dead. Nobody called back. I am done with this company.',
  'A clever idea that runs out of breath after half an hour; the last act saves a little of it.',
  'It does what it says on the box. No more, no less.',
  'The soup was cold, the waiter rude, and the bill was wrong, in their favour of course.',
  'I laughed, I cried, I called my sister afterwards. Go and see it.',
  'Not bad at all, considering the price, though the strap broke within a week.',
  'The update deleted my notes. All of them. Support says that this is “expected behaviour”.',
  'Parking is behind the building, open until six.',
  'My daughter reads it every night and now wants the second volume. What more could I ask for?',
  'I had been told that it would be dull. It was worse: it was dull, and it had a sequel.',
];
