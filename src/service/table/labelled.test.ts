import { describe, expect, it } from 'vitest';
import { readLabelled } from './labelled';

const FOUND_OUT = { text: null, label: null };
const read = (text: string | Uint8Array<ArrayBuffer>, options = FOUND_OUT) => readLabelled(new Blob([text]), options);

describe('labelled texts', () => {
  it('are read with or without a header, in any order of columns, with words or numbers for labels', async () => {
    const expected = [
      { text: 'Good, really', sentiment: 1 },
      { text: 'Bad\nindeed', sentiment: 0 },
    ];
    for (const csv of [
      'review,sentiment\n"Good, really",positive\n"Bad\nindeed",negative\n',
      'id,label,text\n7,1,"Good, really"\n8,0,"Bad\nindeed"\n',
      '"Good, really",pos\r\n"Bad\nindeed",NEG\r\n',
      'True\tGood, really\nfalse\t"Bad\nindeed"',
    ]) {
      expect((await read(csv)).reviews, csv).toEqual(expected);
    }
  });

  it('that are faulty are left out and listed by row', async () => {
    const { reviews, skipped, problems, columns, text, label } = await read(
      'text,label\nfine,1\n,0\nodd,maybe\nbad,0\nx\n',
    );
    expect(reviews).toHaveLength(2);
    expect(skipped).toBe(3);
    expect(problems.map(({ row }) => row)).toEqual([3, 4, 6]);
    expect(problems[1].message).toContain('maybe');
    expect({ columns, text, label }).toEqual({ columns: ['text', 'label'], text: 0, label: 1 });
  });

  it('come from the columns that were picked', async () => {
    const { reviews } = await read('title,review,a,b\nshort,long text,0,1\n', { text: 0, label: 3 } as never);
    expect(reviews).toEqual([{ text: 'short', sentiment: 1 }]);
  });

  it('may be in Latin-1 or begin with a mark', async () => {
    expect((await read(Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x2c, 0x31]))).reviews[0].text).toBe('café');
    expect((await read('\ufefftext,label\nfine,1')).columns[0]).toBe('text');
  });

  it('must be there', async () => {
    await expect(read('')).rejects.toMatchObject({ code: 'invalid' });
    await expect(read('one column\nonly\n')).rejects.toMatchObject({ code: 'invalid' });
    expect((await read('a,b\nc,d\n')).reviews).toEqual([]);
  });
});
