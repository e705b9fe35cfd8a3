// Where texts can come from, and what of it is understood.

import { Anchor, Button, TextInput } from '@mantine/core';
import { FileText } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { Disclosure } from '../../../components/Disclosure';
import { Note } from '../../../components/Section';
import { ChooseFile, ChooseFolder } from '../../../components/source/Choose';
import { DropZone } from '../../../components/source/DropZone';
import { NotUsed } from '../../../components/source/Outcome';
import { type Into, type Refusal, setForm } from '../store';
import classes from './Import.module.css';
import { offer } from './importing';
import { canPickDirectory, fileListOffer, fileOffer, pickDirectory, urlOffer } from './sources';

/** As in <input accept>. */
export const ACCEPT = '.gz,.tgz,.tar,.zip,.csv,.tsv,.txt,.json,.jsonl,.ndjson';

interface Props {
  readonly into: Into;
  readonly refusal: Refusal | null;
  /** Something is held over the page. */
  readonly over: boolean;
}

export function SourceChooser({ into, refusal, over }: Props) {
  const pick = async () => {
    const found = await pickDirectory();
    if (found) void offer(into, found);
  };
  return (
    <>
      {refusal && <Unused refusal={refusal} />}
      <DropZone
        label="A file or folder"
        over={over}
        invite={over ? 'Let go to look at it' : 'Drop a file or a folder here'}
        buttons={
          <>
            <ChooseFile
              label="Choose a file"
              icon={FileText}
              first
              accept={ACCEPT}
              onFiles={([file]) => file && void offer(into, fileOffer(file))}
            />
            <ChooseFolder
              label="Choose a folder"
              pick={canPickDirectory() ? pick : undefined}
              onFiles={(files) => void offer(into, fileListOffer(files))}
            />
          </>
        }
      >
        <Accepted />
      </DropZone>
      {into === 'reviews' && (
        <Note>
          The texts join your reviews. Those without a label wait in the queue for you; labels that come with them are
          taken over, and labels you have given stay.
        </Note>
      )}
      <FromAddress into={into} />
    </>
  );
}

function Accepted() {
  return (
    <ul className={classes.accepted} aria-label="What can be read">
      <li>
        <strong>aclImdb_v1.tar.gz</strong> as it is
      </li>
      <li>
        a folder or archive (.tar.gz, .tar, .zip) with <code>train/</code> and <code>test/</code>, perhaps{' '}
        <code>val/</code>, each holding <code>pos/</code> and <code>neg/</code> with one text file a review
      </li>
      <li>a table – CSV, TSV, JSON lines – with a column of texts; labels and parts, if it has them</li>
    </ul>
  );
}

function FromAddress({ into }: { readonly into: Into }) {
  const [open, setOpen] = useState(false);
  const [address, setAddress] = useState('');
  const id = useId();
  const look = (event: FormEvent) => {
    event.preventDefault();
    const wanted = address.trim();
    if (URL.canParse(wanted, document.baseURI)) void offer(into, urlOffer(wanted, document.baseURI));
    else setForm(into, { stage: 'choose', refusal: { name: wanted, message: 'That is no address.', link: null } });
  };
  return (
    <div>
      <Disclosure open={open} onOpen={setOpen} controls={id}>
        From an address of this site
      </Disclosure>
      <form id={id} className={classes.address} hidden={!open} onSubmit={look}>
        <TextInput
          className={classes.grow ?? ''}
          size="xs"
          label="Address"
          description="Whoever hosts the app can put data beside it. Nothing is fetched from other sites."
          placeholder="data/aclImdb_v1.tar.gz"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" disabled={address.trim() === ''}>
          Look at it
        </Button>
      </form>
    </div>
  );
}

function Unused({ refusal: { name, message, link } }: { readonly refusal: Refusal }) {
  return (
    <NotUsed name={name}>
      {link ? (
        <p>
          Nothing is fetched from other sites, so that what you do here stays here. Download it yourself from{' '}
          <Anchor inherit href={link} target="_blank" rel="noreferrer">
            {link}
          </Anchor>{' '}
          and drop the file here.
        </p>
      ) : (
        <>
          <p>{message}</p>
          <p>Nothing was changed. See below what can be read.</p>
        </>
      )}
    </NotUsed>
  );
}
