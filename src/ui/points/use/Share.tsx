// The whole state as a link where it is small enough, and as a file always.

import { Button } from '@mantine/core';
import { Link } from 'lucide-react';
import { useState } from 'react';
import { packState, writeState } from '../../../client/import';
import { MAX_LINK } from '../../../wire/snapshot';
import { attempt } from '../../components/attempt';
import { copyText } from '../../components/clipboard';
import { downloadBlob, stampedName } from '../../components/download';
import { formatBytes, formatCount } from '../../components/format';
import { showDone } from '../../components/notify';
import { whenPossible } from '../../components/possible';
import { Note } from '../../components/Section';
import { sharedLink } from '../../components/sharedLink';
import { takeSnapshot } from '../share/take';
import { usePoints } from '../store';
import classes from './UseTab.module.css';

/** Beyond so many numbers no link can be short enough; packing them would only take time. */
const MAX_NUMBERS = 20_000;

export function Share() {
  const numbers = usePoints((state) => (state.state ? state.state.dataset.n * state.state.dataset.d : 0));
  const rev = usePoints((state) => state.state?.dataset.rev);
  const [tooLarge, setTooLarge] = useState<{ rev: number | undefined; size: string } | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const copy = () =>
    attempt('make the link', async () => {
      setLink(null);
      if (numbers > MAX_NUMBERS) {
        setTooLarge({ rev, size: `${formatCount(numbers)} numbers` });
        return;
      }
      const url = sharedLink(window.location.href, 'points', await packState(await takeSnapshot()));
      if (url.length > MAX_LINK) {
        setTooLarge({ rev, size: formatBytes(url.length) });
        return;
      }
      setTooLarge(null);
      setLink(url);
      await copyText(url);
      showDone(`Link copied, ${formatBytes(url.length)}`);
    });
  const save = () =>
    attempt('make the file', async () => {
      const blob = await writeState(await takeSnapshot());
      downloadBlob(blob, `${stampedName('points', new Date())}.millrace.json`);
    });
  return (
    <div className={classes.stack}>
      <Note>Points, options and mixture, all in the link itself: it goes to no server, only to whom you send it.</Note>
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant="light"
          leftSection={<Link size={14} aria-hidden />}
          {...whenPossible(tooLarge === null || tooLarge.rev !== rev, () => void copy())}
        >
          Copy link
        </Button>
        <Button size="xs" variant="default" onClick={() => void save()}>
          Save as a file
        </Button>
      </div>
      {tooLarge && tooLarge.rev === rev && (
        <Note>
          This is too much for a link ({tooLarge.size}; links hold up to {formatBytes(MAX_LINK)}). Save it as a file and
          send that: “Open a file” restores it.
        </Note>
      )}
      {link && (
        <Note>
          The link is {formatBytes(link.length)} long. <a href={link}>It opens</a> just this.
        </Note>
      )}
    </div>
  );
}
