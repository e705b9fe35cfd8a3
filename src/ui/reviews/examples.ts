// Reviews to try, one click away. Written for this page.

export interface Example {
  readonly name: string;
  readonly text: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: 'Delighted',
    text: 'What a wonderful surprise. The story is simple and told with so much warmth that two hours went by like nothing, the cast is brilliant down to the smallest part, and I left the cinema smiling. One of the best films I have seen in years.',
  },
  {
    name: 'Let down',
    text: 'I wanted to like this, but it is a mess. The plot makes no sense, the dialogue is awful, and the lead seems as bored as I was. After an hour I was only waiting for it to end. A complete waste of time and money.',
  },
  {
    name: 'Torn',
    text: 'The first half is beautiful: great pictures, a clever idea, and a quiet tension that works. Then it falls apart. The ending is rushed and rather silly, and the music never stops. Worth seeing once, though I would not buy the disc.',
  },
  {
    name: 'Not what it seems',
    text: 'I would not say that this film is bad, and nobody can call it boring. I expected a dull and predictable sequel, and could not have been more wrong: there is hardly a weak scene in it.',
  },
];
