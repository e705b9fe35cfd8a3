// The texts themselves: those the model got wrong first, or all, or one field of the matrix; a page at a time.

import { SegmentedControl, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Download } from 'lucide-react';
import { memo, useMemo } from 'react';
import { service } from '../../../../client';
import { BusyButton } from '../../../components/BusyButton';
import { ExportLine } from '../../../components/ExportLine';
import { Pager } from '../../../components/Pager';
import { Trouble } from '../../../components/part/Part';
import { Section } from '../../../components/Section';
import { useTakeAway } from '../../../components/useTakeAway';
import { type Analysed, isWrong, listed } from '../analyse';
import { writeCsv } from '../setup/commands';
import { look, type Order, type Show, useBatch } from '../store';
import { CELL_WORDS } from '../words';
import { Row } from './Row';
import classes from './Rows.module.css';
import { useTexts } from './useTexts';

/** Rows a page. */
const PAGE = 20;
/** Milliseconds that the threshold has to rest before other rows are read. */
const REST = 250;

interface RowsProps {
  readonly analysed: Analysed;
  readonly model: string | undefined;
}

export const Rows = memo(function Rows({ analysed, model }: RowsProps) {
  const show = useBatch((all) => (analysed.labelled > 0 ? all.show : 'all'));
  const order = useBatch((all) => all.order);
  const page = useBatch((all) => all.page);
  const opened = useBatch((all) => all.opened);
  const [threshold] = useDebouncedValue(
    useBatch((all) => all.threshold),
    REST,
  );
  const all = useMemo(() => listed(analysed, threshold, show, order), [analysed, threshold, show, order]);
  const positions = useMemo(() => Array.from(all.subarray(page * PAGE, (page + 1) * PAGE)), [all, page]);
  const { texts, problem } = useTexts(analysed.scores, positions);
  const { label, score } = analysed.scores;
  return (
    <Section title={show === 'all' ? 'All of them' : show === 'wrong' ? 'Wrong ones' : CELL_WORDS[show]}>
      <Tools show={show} order={order} labelled={analysed.labelled > 0} />
      {problem !== null && <Trouble>The texts cannot be read: {problem}</Trouble>}
      {all.length === 0 ? (
        <p className={classes.note}>
          {show === 'wrong' ? 'Every text with a label is on the right side of the threshold.' : 'There are none here.'}
        </p>
      ) : (
        <>
          <table className={classes.rows} data-testid="batch-rows">
            <thead>
              <tr>
                <th scope="col">Review</th>
                <th scope="col">Label</th>
                <th scope="col">Score</th>
              </tr>
            </thead>
            <tbody>
              {positions.map((at) => (
                <Row
                  key={at}
                  at={at}
                  label={label[at]}
                  score={score[at]}
                  wrong={isWrong(label[at], score[at], threshold)}
                  row={texts.get(at) ?? null}
                  open={opened === at}
                  model={model}
                />
              ))}
            </tbody>
          </table>
          <Pager label="Pages of texts" total={all.length} size={PAGE} page={page} onPage={turn} />
        </>
      )}
    </Section>
  );
});

const ORDERS: readonly { readonly value: Order; readonly label: string }[] = [
  { value: 'error', label: 'Farthest from the label first' },
  { value: 'high', label: 'Highest score first' },
  { value: 'low', label: 'Lowest score first' },
];

interface ToolsProps {
  readonly show: Show;
  readonly order: Order;
  readonly labelled: boolean;
}

const Tools = memo(function Tools({ show, order, labelled }: ToolsProps) {
  const { busy, take, cancel } = useTakeAway<'csv'>('export the batch', () => service.batch.cancelExport());
  const progress = useBatch(({ state }) => state?.exporting ?? null);
  const orders = labelled ? ORDERS : [{ value: 'error', label: 'Least sure first' }, ...ORDERS.slice(1)];
  return (
    <div className={classes.tools}>
      {labelled && (
        <SegmentedControl
          size="xs"
          aria-label="Which texts"
          value={show === 'all' ? 'all' : show === 'wrong' ? 'wrong' : 'cell'}
          data={[
            { value: 'wrong', label: 'Wrong' },
            { value: 'all', label: 'All' },
            ...(show === 'all' || show === 'wrong' ? [] : [{ value: 'cell', label: 'One field' }]),
          ]}
          onChange={(value) => {
            if (value === 'wrong' || value === 'all') look({ show: value });
          }}
        />
      )}
      <Select
        size="xs"
        aria-label="Order"
        className={classes.order ?? ''}
        allowDeselect={false}
        value={order}
        data={[...orders]}
        onChange={(value) => look({ order: ORDERS.find((one) => one.value === value)?.value ?? 'error' })}
      />
      <BusyButton
        size="xs"
        variant="default"
        busy={busy !== null}
        leftSection={<Download size={14} aria-hidden />}
        onClick={() => void take('csv', writeCsv)}
      >
        Export CSV
      </BusyButton>
      {busy !== null && (
        <div className={classes.exporting}>
          <ExportLine label="Writing the file" unit="texts" progress={progress} onCancel={cancel} />
        </div>
      )}
    </div>
  );
});

function turn(page: number): void {
  useBatch.setState({ page, opened: null });
}
