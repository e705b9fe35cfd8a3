// Buttons that hand over a file, several, or a folder.

import { Button } from '@mantine/core';
import { FolderOpen, type LucideIcon } from 'lucide-react';
import { type ChangeEvent, type RefObject, useRef } from 'react';
import { showError } from '../notify';

interface ChooseProps {
  readonly label: string;
  /** The way that most take. */
  readonly first?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

interface ChooseFileProps extends ChooseProps {
  readonly icon: LucideIcon;
  /** Endings of names; any without. */
  readonly accept?: string;
  readonly multiple?: boolean;
}

export function ChooseFile({ label, icon, first = false, accept, multiple = false, onFiles }: ChooseFileProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <FileInput ref={input} label={label} onFiles={onFiles} accept={accept} multiple={multiple} />
      <ChooseButton icon={icon} label={label} first={first} onClick={() => input.current?.click()} />
    </>
  );
}

interface ChooseFolderProps extends ChooseProps {
  /** Asks for a folder by itself, where the browser can. */
  readonly pick?: (() => Promise<void>) | undefined;
}

export function ChooseFolder({ label, first = false, pick, onFiles }: ChooseFolderProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = () => {
    if (pick) pick().catch((error: unknown) => showError(error, 'open the folder'));
    else input.current?.click();
  };
  return (
    <>
      <FileInput ref={input} label={label} onFiles={onFiles} folders />
      <ChooseButton icon={FolderOpen} label={label} first={first} onClick={choose} />
    </>
  );
}

interface FileInputProps extends Pick<ChooseProps, 'label' | 'onFiles'> {
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly accept?: string | undefined;
  readonly multiple?: boolean;
  readonly folders?: boolean;
}

/** Every browser knows it, React's types do not. */
const FOLDERS = { webkitdirectory: '' };

function FileInput({ ref, label, onFiles, accept, multiple = false, folders = false }: FileInputProps) {
  const chosen = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(currentTarget.files ?? [])];
    // Emptied, so that the same can be chosen again.
    currentTarget.value = '';
    if (files.length > 0) onFiles(files);
  };
  return (
    <input
      ref={ref}
      type="file"
      hidden
      aria-label={label}
      accept={accept}
      multiple={multiple}
      {...(folders ? FOLDERS : {})}
      onChange={chosen}
    />
  );
}

interface ChooseButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly first: boolean;
  readonly onClick: () => void;
}

function ChooseButton({ icon: Icon, label, first, onClick }: ChooseButtonProps) {
  return (
    <Button variant={first ? 'filled' : 'default'} leftSection={<Icon size={16} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
}
