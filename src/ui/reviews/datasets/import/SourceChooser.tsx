// Where texts can come from, and what of it is understood.

import { Anchor, Button, TextInput, UnstyledButton } from '@mantine/core';
import { ChevronRight, FileText, FolderOpen } from 'lucide-react';
import { type ChangeEvent, type FormEvent, useId, useRef, useState } from 'react';
import { showError } from '../../../components/notify';
import { Note } from '../../../components/Section';
import { DropZone } from '../../../components/source/DropZone';
import { Refused } from '../../../components/source/Outcome';
import { type Into, type Refusal, setForm } from '../store';
import classes from './Import.module.css';
import { offer } from './importing';
import { canPickDirectory, fileListOffer, fileOffer, pickDirectory, urlOffer } from './sources';

const ACCEPT = '.gz,.tgz,.tar,.zip,.csv,.tsv,.txt,.json,.jsonl,.ndjson';

/** Every browser knows it, React's types do not. */
const FOLDERS = { webkitdirectory: '' };

interface Props {
  readonly into: Into;
  readonly refusal: Refusal | null;
  /** Something is held over the page. */
  readonly over: boolean;
}

export function SourceChooser({ into, refusal, over }: Props) {
  return (
    <>
      {refusal && <NotUsed refusal={refusal} />}
      <DropZone
        label="A file or folder"
        over={over}
        invite={over ? 'Let go to look at it' : 'Drop a file or a folder here'}
        buttons={
          <>
            <FileButton into={into} />
            <FolderButton into={into} />
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

function FileButton({ into }: { readonly into: Into }) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    if (file) void offer(into, fileOffer(file));
    // Emptied, so that the same file can be chosen again.
    event.currentTarget.value = '';
  };
  return (
    <>
      <input ref={input} type="file" accept={ACCEPT} hidden aria-label="Choose a file" onChange={chosen} />
      <Button leftSection={<FileText size={16} aria-hidden />} onClick={() => input.current?.click()}>
        Choose a file
      </Button>
    </>
  );
}

function FolderButton({ into }: { readonly into: Into }) {
  const input = useRef<HTMLInputElement>(null);
  const choose = async () => {
    if (!canPickDirectory()) {
      // Emptied before and not after: emptying the field empties the list that it gave.
      if (input.current) input.current.value = '';
      input.current?.click();
      return;
    }
    try {
      const found = await pickDirectory();
      if (found) void offer(into, found);
    } catch (error) {
      showError(error, 'open the folder');
    }
  };
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const { files } = event.currentTarget;
    if (files && files.length > 0) void offer(into, fileListOffer(files));
  };
  return (
    <>
      <input ref={input} type="file" {...FOLDERS} hidden aria-label="Choose a folder" onChange={chosen} />
      <Button variant="default" leftSection={<FolderOpen size={16} aria-hidden />} onClick={() => void choose()}>
        Choose a folder
      </Button>
    </>
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
      <UnstyledButton className={classes.toggle} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <ChevronRight size={14} aria-hidden data-open={open || undefined} />
        From an address of this site
      </UnstyledButton>
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

function NotUsed({ refusal: { name, message, link } }: { readonly refusal: Refusal }) {
  return (
    <Refused>
      <strong>
        Could not use <bdi>{name}</bdi>
      </strong>
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
    </Refused>
  );
}
