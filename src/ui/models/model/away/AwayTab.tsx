// Taking a model away: in which numbers, what that costs, as what; and packed as an archive with options of one's own.

import { SegmentedControl, Skeleton } from '@mantine/core';
import { Download } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { service } from '../../../../client';
import { type ModelDetail, type ModelFormat, PRECISIONS, type Precision } from '../../../../wire/library';
import { BusyButton } from '../../../components/BusyButton';
import { wordsOf } from '../../../components/errors';
import { formatBytes } from '../../../components/format';
import { Note, Section, Term } from '../../../components/Section';
import { type TakeAwayHandle, useTakeAway } from '../../../components/useTakeAway';
import { useModels } from '../../store';
import classes from './Away.module.css';
import { type CostState, costInWords, useCost } from './cost';
import { Leaving, LeavingElsewhere } from './Leaving';
import { PackageForm } from './PackageForm';

export function AwayTab({ model }: { readonly model: ModelDetail }) {
  const formats = useFormats(model.id);
  const [precision, setPrecision] = useState<Precision>('float32');
  const cost = useCost(model.id, precision);
  const away = useTakeAway<string>('export the model', () => service.library.cancelExport());
  if (typeof formats === 'string') return <Note>Its formats are not known: {formats}</Note>;
  if (formats === null) return <Skeleton height={160} />;
  const precisions = PRECISIONS.filter((one) => formats.some((format) => format.precisions.includes(one)));
  const archive = formats.find(({ id }) => id === 'archive');
  return (
    <>
      <Section title="As a file">
        {precisions.length > 1 && (
          <Precisions>
            <SegmentedControl
              size="xs"
              fullWidth
              aria-label="Numbers kept as"
              data={precisions.map((one) => ({
                value: one,
                label: <Sized precision={one} bytes={archive?.bytes[one]} />,
              }))}
              value={precision}
              onChange={(value) => setPrecision(precisions.find((one) => one === value) ?? 'float32')}
            />
          </Precisions>
        )}
        <Cost cost={cost} />
        {isKeptSmall(archive) && <Note>It is kept in int8 here: more room for its numbers adds nothing to them.</Note>}
        <ul className={classes.formats} data-testid="formats">
          {formats.map((format) => (
            <li key={format.id}>
              <Format model={model} format={format} precision={precision} away={away} />
            </li>
          ))}
        </ul>
        {away.busy === null && <LeavingElsewhere onCancel={away.cancel} />}
      </Section>
      {archive && (
        <Section title="Archive with options">
          <PackageForm model={model} formats={formats} precisions={archive.precisions} away={away} />
        </Section>
      )}
    </>
  );
}

/** What the choice is of, in sight. */
function Precisions({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.python}>
      <span className={classes.label} aria-hidden>
        <Term word="Numbers kept as" term="precision" />
      </span>
      {children}
    </div>
  );
}

/** A model whose numbers are already in less than single precision leaves so where nothing else is asked for. */
function isKeptSmall(archive: ModelFormat | undefined): boolean {
  const { float32, float16 } = archive?.bytes ?? {};
  return float32 !== undefined && float16 !== undefined && float32 < float16;
}

/** Null before they are known; a sentence where they cannot be had. Asked for anew when the list says that something changed. */
function useFormats(id: string): readonly ModelFormat[] | string | null {
  const [formats, setFormats] = useState<readonly ModelFormat[] | string | null>(null);
  const rev = useModels((ui) => ui.state?.rev);
  useEffect(() => {
    // The first state names the revision that the answer is of.
    if (rev === undefined) return;
    let left = false;
    service.library.formats(id).then(
      (found) => !left && setFormats(found),
      (error: unknown) => !left && setFormats(wordsOf(error)),
    );
    return () => {
      left = true;
    };
  }, [id, rev]);
  return formats;
}

/** "float16  3.2 MB" */
function Sized({ precision, bytes }: { readonly precision: Precision; readonly bytes: number | undefined }) {
  return (
    <span className={classes.sized}>
      {precision}
      {bytes !== undefined && <small>{formatBytes(bytes)}</small>}
    </span>
  );
}

function Cost({ cost }: { readonly cost: CostState }) {
  return (
    <p className={classes.cost} role="status" data-testid="cost">
      {cost.at === 'measuring'
        ? 'Measuring what that costs…'
        : cost.at === 'unknown'
          ? `What that costs could not be measured: ${cost.message}`
          : costInWords(cost.cost)}
    </p>
  );
}

interface FormatProps {
  readonly model: ModelDetail;
  readonly format: ModelFormat;
  readonly precision: Precision;
  /** Of all that can leave: one at a time. */
  readonly away: TakeAwayHandle<string>;
}

function Format({ model, format, precision, away: { busy, take, cancel } }: FormatProps) {
  const possible = format.precisions.includes(precision);
  const size = format.bytes[precision];
  return (
    <>
      <span className={classes.about}>
        <strong>{format.label}</strong>
        <small>
          {format.for}
          {size !== undefined && <span className={classes.size}> · {formatBytes(size)}</span>}
        </small>
        {!possible && <small>Comes as {format.precisions.join(' or ')} alone.</small>}
      </span>
      {possible && (
        <BusyButton
          size="compact-sm"
          variant="default"
          busy={busy === format.id}
          possible={busy === null}
          leftSection={<Download size={14} aria-hidden />}
          aria-label={`Download as ${format.label}`}
          onClick={() => void take(format.id, () => service.library.exportModel(model.id, format.id, precision))}
        >
          Download
        </BusyButton>
      )}
      {busy === format.id && <Leaving onCancel={cancel} />}
    </>
  );
}
