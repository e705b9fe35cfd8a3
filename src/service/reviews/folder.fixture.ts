// For tests: a folder of files in memory, with the part of the File System Access API that mirroring uses.

type Entry = MemoryFolder | MemoryFile;

function failure(name: string): DOMException {
  return new DOMException(`the folder says ${name}`, name);
}

class MemoryFile {
  readonly kind = 'file';
  bytes = new Uint8Array(0);

  constructor(
    readonly name: string,
    private readonly folder: MemoryFolder,
  ) {}

  getFile = async () => new File([this.bytes], this.name);

  createWritable = async () => {
    this.folder.check();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    return {
      write: async (part: Uint8Array<ArrayBuffer>) => {
        parts.push(part);
      },
      // As in browsers, what was there stays until the stream is closed.
      close: async () => {
        this.bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
        this.folder.wrote(this.name);
      },
    };
  };
}

export class MemoryFolder {
  readonly kind = 'directory';
  readonly entries = new Map<string, Entry>();
  permission: PermissionState = 'granted';
  /** Thrown by whatever would change something. */
  broken: string | null = null;
  /** Names of the files written, in order. */
  readonly log: string[] = [];

  constructor(
    readonly name = 'labels',
    private readonly parent: MemoryFolder | null = null,
  ) {}

  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  /** Every file's text by its path. */
  files(): Record<string, string> {
    const all: Record<string, string> = {};
    for (const [name, entry] of this.entries) {
      if (entry instanceof MemoryFile) all[name] = new TextDecoder('utf-8', { ignoreBOM: true }).decode(entry.bytes);
      else for (const [path, text] of Object.entries(entry.files())) all[`${name}/${path}`] = text;
    }
    return all;
  }

  async put(path: string, text: string): Promise<void> {
    const [first, second] = path.split('/');
    if (second !== undefined) return (await this.directory(first, true)).put(second, text);
    const file = new MemoryFile(first, this);
    file.bytes = new TextEncoder().encode(text);
    this.entries.set(first, file);
  }

  check(): void {
    const { broken } = this.root;
    if (broken) throw failure(broken);
  }

  wrote(name: string): void {
    this.root.log.push(name);
  }

  queryPermission = async () => this.permission;

  getDirectoryHandle = (name: string, { create = false } = {}) => this.directory(name, create);

  getFileHandle = async (name: string, { create = false } = {}) => {
    const found = this.entries.get(name);
    if (found instanceof MemoryFile) return found;
    if (found) throw failure('TypeMismatchError');
    if (!create) throw failure('NotFoundError');
    this.check();
    const file = new MemoryFile(name, this);
    this.entries.set(name, file);
    return file;
  };

  removeEntry = async (name: string) => {
    this.check();
    if (!this.entries.delete(name)) throw failure('NotFoundError');
  };

  async *keys(): AsyncGenerator<string> {
    yield* [...this.entries.keys()];
  }

  private async directory(name: string, create: boolean): Promise<MemoryFolder> {
    const found = this.entries.get(name);
    if (found instanceof MemoryFolder) return found;
    if (found) throw failure('TypeMismatchError');
    if (!create) throw failure('NotFoundError');
    this.check();
    const folder = new MemoryFolder(name, this);
    this.entries.set(name, folder);
    return folder;
  }

  private get root(): MemoryFolder {
    return this.parent?.root ?? this;
  }
}
