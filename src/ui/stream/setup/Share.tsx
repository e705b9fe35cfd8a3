// The set-up as a link.

import { Button } from '@mantine/core';
import { Link } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '../../components/attempt';
import { copyText } from '../../components/clipboard';
import { showDone } from '../../components/notify';
import { Note, Section } from '../../components/Section';
import { linkToSetup } from '../share';
import classes from './Setup.module.css';

export function Share() {
  const [link, setLink] = useState<string | null>(null);
  const copy = () =>
    attempt('make the link', async () => {
      const url = await linkToSetup();
      setLink(url);
      await copyText(url);
      showDone('Link copied', 'Who opens it has this set-up, and starts it when they like.');
    });
  return (
    <Section title="Share">
      <Note>
        This set-up, all in the link itself: it goes to no server, only to whom you send it. A file’s rows and the model
        are not in it.
      </Note>
      <div className={classes.row}>
        <Button size="xs" variant="light" leftSection={<Link size={14} aria-hidden />} onClick={() => void copy()}>
          Copy link
        </Button>
        {link && (
          <Note>
            <a href={link}>It opens</a> the set-up as it was when you copied it.
          </Note>
        )}
      </div>
    </Section>
  );
}
